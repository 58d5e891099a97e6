import { expect, it } from 'vitest';
import { box, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { outlineOf } from './entity-outline.ts';

it('[T5] what is seen of a thing itself, as it is made: wherever it stands, without what it holds', () => {
	const { graph } = setupGraph();
	const parent = makeEntity(box({ position: [5, 0, 0], scale: [2, 2, 2] }));
	const child = makeEntity(box({ position: [1, 0, 0] }), parent.id);
	const light = makeEntity({ light: true });
	graph.show(makeSnapshot([parent, child, light]));
	for (const { id } of [parent, child]) {
		const outline = outlineOf(graph, id);
		expect(outline?.indices).toHaveLength(36);
		expect(Math.max(...(outline?.points ?? []))).toBeCloseTo(0.5);
		expect(Math.min(...(outline?.points ?? []))).toBeCloseTo(-0.5);
		expect(Math.max(...(outline?.indices ?? []))).toBeLessThan((outline?.points.length ?? 0) / 3);
	}
	expect(outlineOf(graph, light.id)).toBeNull();
});
