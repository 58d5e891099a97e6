import { describe, expect, it } from 'vitest';
import { makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import type { ViewportHandles } from '../viewport-port.ts';
import { handled } from './handle-step.ts';

const HALF = 0.707107;
const MEDIAN: ViewportHandles = { space: 'world', pivot: 'median' };
const QUARTER = { kind: 'turn', axis: 'y', angle: Math.PI / 2 } as const;

function setup() {
	const { graph } = setupGraph();
	const [left, right] = [makeEntity({ position: [-1, 0, 0] }), makeEntity({ position: [1, 0, 0] })];
	graph.show(makeSnapshot([left, right]));
	return { graph, left, right, both: [left.id, right.id] };
}

describe('[E203] handles by key', () => {
	it('turn as a drag of them would, and show it', () => {
		const { graph, left, right, both } = setup();
		const [a, b] = handled(graph, both, MEDIAN, QUARTER);
		expect(a).toEqual({ id: left.id, position: [0, 0, 1], rotation: [0, HALF, 0, HALF] });
		expect(b).toMatchObject({ id: right.id, position: [0, 0, -1] });
		expect(graph.node(left.id)?.group.position.z).toBe(1);
	});

	it('are asked from where the document says, however often', () => {
		const { graph, both } = setup();
		const once = handled(graph, both, MEDIAN, QUARTER);
		expect(handled(graph, both, MEDIAN, QUARTER)).toEqual(once);
	});

	it('scale around what was chosen, and nothing that is not there', () => {
		const { graph, left, right, both } = setup();
		expect(handled(graph, both, MEDIAN, { kind: 'scale', factor: 2 })).toEqual([
			{ id: left.id, position: [-2, 0, 0], scale: [2, 2, 2] },
			{ id: right.id, position: [2, 0, 0], scale: [2, 2, 2] },
		]);
		expect(handled(graph, both, { ...MEDIAN, pivot: 'individual' }, { kind: 'scale', factor: 2 })).toEqual([
			{ id: left.id, scale: [2, 2, 2] },
			{ id: right.id, scale: [2, 2, 2] },
		]);
		expect(handled(graph, [makeEntity({}).id], MEDIAN, QUARTER)).toEqual([]);
	});
});
