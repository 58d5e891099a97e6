import { Group, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { Measuring } from './measuring.ts';

/** Everywhere there is a floor, whose triangle has its corners at whole metres. */
function setup() {
	const stage = new Group();
	const [onMeasured, onCancel] = [vi.fn(), vi.fn()];
	const landing = (x: number, z: number) => ({
		point: new Vector3(x, 1, z),
		normal: new Vector3(0, 1, 0),
		corners: [new Vector3(Math.round(x), 1, Math.round(z)), new Vector3(90, 1, 90)],
	});
	const measuring = new Measuring({
		stage,
		picker: { landing },
		onMeasured,
		onCancel,
		onChange: () => {},
	});
	measuring.begin();
	return { measuring, stage, onMeasured, onCancel };
}

describe('[E152] measuring', () => {
	it('goes from a tap to a tap, following the pointer between, and begins anew with the next', () => {
		const { measuring, onMeasured } = setup();
		measuring.hover(0.2, 0.2, false);
		expect(onMeasured).not.toHaveBeenCalled();
		measuring.tap(0.2, 0.2, false);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [0.2, 1, 0.2], to: null, done: false });
		measuring.hover(3, 0.2, false);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [0.2, 1, 0.2], to: [3, 1, 0.2], done: false });
		measuring.tap(4, 0.2, false);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [0.2, 1, 0.2], to: [4, 1, 0.2], done: true });
		measuring.hover(9, 9, false);
		expect(onMeasured).toHaveBeenCalledTimes(3);
		measuring.tap(5, 5, false);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [5, 1, 5], to: null, done: false });
		measuring.begin();
		measuring.tap(6, 5, false);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [5, 1, 5], to: [6, 1, 5], done: true });
	});

	it('means the nearest vertex where that is asked for', () => {
		const { measuring, onMeasured } = setup();
		measuring.tap(0.2, 0.2, true);
		measuring.tap(3.4, 0.2, true);
		expect(onMeasured).toHaveBeenLastCalledWith({ from: [0, 1, 0], to: [3, 1, 0], done: true });
	});

	it('ends, and leaves no lines', () => {
		const { measuring, stage, onCancel } = setup();
		expect(stage.children).toHaveLength(1);
		measuring.tap(1, 1, false);
		expect([measuring.cancel(), measuring.cancel(), measuring.active]).toEqual([true, false, false]);
		expect(onCancel).toHaveBeenCalledOnce();
		expect(stage.children).toEqual([]);
	});
});
