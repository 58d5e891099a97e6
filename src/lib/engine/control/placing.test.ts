import { Group, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { makeEntity, makeSnapshot, MODEL, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { Placing } from './placing.ts';
import type { Picker } from './picker.ts';

const UP = new Vector3(0, 1, 0);

/** Presses land on a floor one metre up, where the pointer says. */
function setup(...values: Values[]) {
	const content = setupGraph(new Map([[MODEL, new Uint8Array([1])]]));
	const stage = new Group();
	const onPlaced = vi.fn();
	const onCancel = vi.fn();
	const landing = (x: number, z: number) => ({ point: new Vector3(x, 1, z), normal: UP, corners: [] });
	const placing = new Placing({
		assets: { load: async () => null },
		clock: content.clock,
		stage,
		picker: { landing } as unknown as Picker,
		onPlaced,
		onCancel,
		onChange: () => {},
		createGraph: () => content,
	});
	const entities = values.map((each) => makeEntity(each));
	placing.show(makeSnapshot(entities), new Vector3(7, 3, 7));
	const stands = () => entities.map(({ id }) => content.worldOf(id));
	return { placing, stage, onPlaced, onCancel, stands, content };
}

describe('[E150] placing', () => {
	it('shows what is placed where one looks first, then under the pointer', () => {
		const { placing, stands, stage } = setup({ mesh: true, position: [0, 0.5, 0] });
		expect(stage.children).toHaveLength(1);
		expect(stands()).toEqual([[7, 0.5, 7]]);
		placing.aim(2, 3);
		expect(stands()).toEqual([[2, 1.5, 3]]);
		placing.aim(4, 5);
		expect(stands()).toEqual([[4, 1.5, 5]]);
	});

	it('waits until it is known how large it is', async () => {
		const { placing, onPlaced, content } = setup({
			mesh: true,
			'mesh.geometry': 'model',
			'mesh.model': MODEL,
		});
		placing.aim(2, 3);
		placing.put(true);
		expect(onPlaced).not.toHaveBeenCalled();
		await content.idle();
		// The model reaches a metre below its origin.
		await vi.waitFor(() => expect(onPlaced).toHaveBeenCalledExactlyOnceWith([2, 2, 3], true));
	});

	it('keeps to steps where steps are on', async () => {
		const { placing, onPlaced } = setup({ mesh: true, position: [0, 0.5, 0] });
		placing.snap = { on: true, step: 0.5, turn: 15, scale: 0.1, to: 'steps', align: false };
		placing.aim(2.2, 3.3);
		placing.put(false);
		await vi.waitFor(() => expect(onPlaced).toHaveBeenCalledExactlyOnceWith([2, 1, 3.5], false));
	});

	it('is given up once, and leaves nothing', () => {
		const { placing, stage, onCancel, onPlaced } = setup({ mesh: true });
		placing.aim(1, 1);
		expect(placing.cancel()).toBe(true);
		expect(placing.cancel()).toBe(false);
		expect(stage.children).toEqual([]);
		placing.put(false);
		expect(onCancel).toHaveBeenCalledOnce();
		expect(onPlaced).not.toHaveBeenCalled();
	});
});
