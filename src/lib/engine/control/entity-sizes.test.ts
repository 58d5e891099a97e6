import { expect, it } from 'vitest';
import { box, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { sizesOf } from './entity-sizes.ts';

it('[E153] things are as large as what of them is seen, in the world, and stand where they stand', () => {
	const { graph } = setupGraph();
	const group = makeEntity({ position: [1, 0, 0], scale: [2, 2, 2] });
	const child = makeEntity(box({ position: [1, 0, 0], scale: [1, 3, 1] }), group.id);
	const light = makeEntity({ light: true, position: [0, 9, 0] });
	graph.show(makeSnapshot([group, child, light]));
	expect(sizesOf(graph, [group.id])).toEqual({ size: [2, 6, 2], origins: [[1, 0, 0]] });
	expect(sizesOf(graph, [child.id, light.id])).toEqual({
		size: [2, 6, 2],
		origins: [
			[3, 0, 0],
			[0, 9, 0],
		],
	});
	expect(sizesOf(graph, [light.id]).size).toEqual([0, 0, 0]);
});
