import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import type { Mesh } from 'three';
import { expect, it } from 'vitest';
import { box, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { Outlines } from './outlines.ts';

it('[E73] an outline goes along with what moves, and is measured anew when something in it moves', () => {
	const parent = makeEntity(box());
	const child = makeEntity(box({ position: [2, 0, 0] }), parent.id);
	const { graph } = setupGraph();
	graph.show(makeSnapshot([parent, child]));
	const outlines = new Outlines(graph);
	outlines.show([{ id: parent.id, color: '#ff0000' }]);
	const reach = () => {
		const { geometry } = outlines.group.children[0] as Mesh;
		if (!(geometry instanceof LineSegmentsGeometry)) throw new Error('No lines');
		const ends = geometry.getAttribute('instanceStart').array;
		const across = Array.from({ length: ends.length / 3 }, (_, i) => ends[i * 3] ?? 0);
		return [Math.min(...across), Math.max(...across)].map((x) => Math.round(x * 10) / 10);
	};
	expect(reach()).toEqual([-0.5, 2.5]);

	outlines.moved(graph.node(parent.id)!.group);
	graph.preview(parent.id, { position: [10, 0, 0] });
	outlines.place();
	expect(reach()).toEqual([9.5, 12.5]);

	outlines.moved(graph.node(child.id)!.group);
	graph.preview(child.id, { position: [4, 0, 0] });
	outlines.place();
	expect(reach()).toEqual([9.5, 14.5]);
	outlines.dispose();
});
