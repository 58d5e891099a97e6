import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import { box, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { leftBehind } from './left-behind.ts';

it('[E156] what is left behind stands where it stood, whatever happens to the originals', () => {
	const { graph } = setupGraph();
	const parent = makeEntity({ position: [2, 0, 0] });
	const child = makeEntity(box({ position: [0, 3, 0] }), parent.id);
	const hidden = makeEntity(box({ visible: false }));
	graph.show(makeSnapshot([parent, child, hidden]));
	graph.root.updateMatrixWorld();
	const left = leftBehind([parent, hidden].flatMap(({ id }) => graph.node(id)?.group ?? []));
	graph.preview(parent.id, { position: [9, 9, 9] });
	graph.root.updateMatrixWorld();
	left.updateMatrixWorld();
	expect(left.children).toHaveLength(1);
	expect(new Vector3().setFromMatrixPosition(left.children[0]!.matrixWorld).toArray()).toEqual([2, 3, 0]);
});
