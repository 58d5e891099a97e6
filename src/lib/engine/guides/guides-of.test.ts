import { describe, expect, it } from 'vitest';
import { Box3, Vector3 } from 'three';
import { makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import type { ViewportSnap } from '../viewport-port.ts';
import { guideValue } from './guide-value.ts';
import type { GuideHandle } from './guide.ts';
import { guidesOf } from './guides-of.ts';

const FREE: ViewportSnap = { on: false, step: 0.25, turn: 15, scale: 0.1, to: 'steps', align: false };
const round = (values: readonly number[]) => values.map((n) => Number(n.toFixed(3)) + 0);

function guideOf(values: Values) {
	const entity = makeEntity(values);
	const { graph } = setupGraph();
	graph.show(makeSnapshot([entity]));
	const [guide] = guidesOf(graph.node(entity.id)!);
	if (!guide) throw new Error('There is no guide');
	const box = new Box3().setFromArray([...guide.lines]);
	const size = round(box.getSize(new Vector3()).toArray());
	const middle = round(box.getCenter(new Vector3()).toArray());
	const keys = guide.handles.map(({ key }) => key);
	const handle = (key: string) => guide.handles.find((each) => each.key === key)!;
	return { guide, size, middle, keys, handle };
}

const placeOf = ({ from, along, at }: GuideHandle) => round(from.map((n, i) => n + along[i]! * at));
const light = (type: string, more: Values = {}) => ({ light: true, 'light.type': type, ...more });

describe('[E210] the guide of a light', () => {
	it('is a sphere as far as a point reaches, whose handles stand on it and tell the range', () => {
		const { size, keys, handle } = guideOf(light('point', { 'light.range': 4 }));
		expect(size).toEqual([8, 8, 8]);
		expect(keys).toEqual(Array(6).fill('light.range'));
		expect(Math.hypot(...placeOf(handle('light.range')))).toBeCloseTo(4, 2);
		expect(guideValue(handle('light.range'), 6.5, FREE)).toBe(6.5);
	});

	it('is open where the light has no end, which dragging gives it, and the middle takes away', () => {
		const { size, handle } = guideOf(light('point'));
		expect(Math.max(...size)).toBeLessThan(2);
		expect(guideValue(handle('light.range'), 3, FREE)).toBe(3);
		expect(guideValue(handle('light.range'), -0.4, FREE)).toBe(0);
	});

	it('is a cone with a handle for its end and four for its angle', () => {
		const { size, keys, handle } = guideOf(light('spot', { 'light.range': 10, 'light.angle': 30 }));
		expect(size).toEqual([10, 10, 10]);
		expect(keys).toEqual(['light.range', ...Array<string>(4).fill('light.angle')]);
		expect(placeOf(handle('light.range'))).toEqual([0, 0, -10]);
		expect(placeOf(handle('light.angle'))).toEqual([5, 0, -8.66]);
		// Ten metres away a degree is 17 cm.
		expect(guideValue(handle('light.angle'), 0.1745, FREE)).toBe(31);
		expect(guideValue(handle('light.angle'), 1e6, FREE)).toBe(89);
		expect(guideValue(handle('light.angle'), -1e6, FREE)).toBe(1);
	});

	it('opens as the angle says, also when that is nearly flat', () => {
		const { size } = guideOf(light('spot', { 'light.angle': 89 }));
		expect(size[0]).toBeCloseTo(6, 2);
		expect(size[2]).toBeLessThan(0.1);
	});

	it('points where a sun shines, and has nothing to drag', () => {
		const { middle, keys } = guideOf(light('directional'));
		expect(middle[2]).toBeLessThan(0);
		expect(keys).toEqual([]);
	});

	it('is as wide and high as an area, each handle half of it away', () => {
		const { size, handle } = guideOf(light('area', { 'light.width': 3 }));
		expect(size).toEqual([3, 1, 0]);
		expect(placeOf(handle('light.height'))).toEqual([0, 0.5, 0]);
		expect(guideValue(handle('light.width'), 2, FREE)).toBe(4);
	});

	it('is missing where light is the same everywhere', () => {
		expect(() => guideOf(light('ambient'))).toThrow('no guide');
		expect(() => guideOf(light('hemisphere'))).toThrow('no guide');
	});
});

describe('[E210] the guide of a camera', () => {
	it('is what it sees, with handles for its angle and its end', () => {
		const { guide, size, handle } = guideOf({ camera: true, 'camera.fov': 90, 'camera.far': 20 });
		expect(size[1]).toBe(40);
		expect(size[2]).toBe(19.9);
		expect(guide.scaled).toBe(false);
		expect(placeOf(handle('camera.far'))).toEqual([0, 0, -20]);
		expect(placeOf(handle('camera.fov'))).toEqual([0, 2, -2]);
		expect(guideValue(handle('camera.fov'), 2, FREE)).toBe(90);
		expect(guideValue(handle('camera.fov'), -1, FREE)).toBe(5);
	});

	it('is a box where it sees flat, with a handle for its size', () => {
		const { size, keys, handle } = guideOf({
			camera: true,
			'camera.projection': 'orthographic',
			'camera.size': 6,
			'camera.far': 10,
		});
		expect([size[1], size[2]]).toEqual([6, 9.9]);
		expect(keys).not.toContain('camera.fov');
		expect(placeOf(handle('camera.size'))).toEqual([0, 3, -2]);
		expect(guideValue(handle('camera.size'), 4, FREE)).toBe(8);
	});
});

describe('[E211] what a handle makes of a field', () => {
	const range = () => guideOf(light('point', { 'light.range': 4 })).handle('light.range');
	const angle = () => guideOf(light('spot', { 'light.range': 10 })).handle('light.angle');

	it('goes in the steps that other handles keep', () => {
		const steps: ViewportSnap = { ...FREE, on: true };
		expect(guideValue(range(), 6.6, steps)).toBe(6.5);
		expect(guideValue(angle(), 1, steps)).toBe(45);
		expect(guideValue(angle(), 1, { ...steps, turn: 10 })).toBe(50);
		expect(guideValue(range(), 6.6, { ...steps, to: 'surface' })).toBe(6.6);
	});

	it('has no more digits than a hand means', () => {
		expect(guideValue(range(), 6.66666, FREE)).toBe(6.67);
		expect(guideValue(range(), 1234.5, FREE)).toBe(1230);
	});

	it('stays within what the field takes', () => {
		expect(guideValue(range(), 1e9, FREE)).toBe(10_000);
	});
});

describe('[E210] the guide of a sound', () => {
	it('is where it is full and where it ends, each with its handles', () => {
		const { size, keys, handle } = guideOf({ audio: true, 'audio.refDistance': 2, 'audio.maxDistance': 9 });
		expect(size).toEqual([18, 18, 18]);
		expect(new Set(keys)).toEqual(new Set(['audio.refDistance', 'audio.maxDistance']));
		expect(Math.hypot(...placeOf(handle('audio.refDistance')))).toBeCloseTo(2, 2);
		expect(guideValue(handle('audio.refDistance'), -3, FREE)).toBe(0.01);
	});

	it('is missing where it is the same everywhere', () => {
		expect(() => guideOf({ audio: true, 'audio.positional': false })).toThrow('no guide');
	});
});

describe('[E210] the guide of a collider', () => {
	const collider = (shape: string, more: Values = {}) =>
		guideOf({ collider: true, 'collider.shape': shape, ...more });

	it('is a box with a handle on each face, which makes both sides of it as far', () => {
		const { guide, size, middle, keys, handle } = collider('box', {
			'collider.size': [1, 2, 3],
			'collider.offset': [0, 1, 0],
		});
		expect(guide.scaled).toBe(true);
		expect([size, middle]).toEqual([
			[1, 2, 3],
			[0, 1, 0],
		]);
		expect(keys).toHaveLength(6);
		expect(placeOf(handle('collider.size'))).toEqual([0.5, 1, 0]);
		const last = guide.handles.at(-1)!;
		expect(placeOf(last)).toEqual([0, 1, -1.5]);
		expect(guideValue(last, 2, FREE)).toEqual([1, 2, 4]);
		expect(guideValue(last, -2, FREE)).toEqual([1, 2, 0.001]);
	});

	it('is as high and wide as its numbers say, whatever its shape', () => {
		const numbers = { 'collider.radius': 0.5, 'collider.height': 3 };
		expect(collider('sphere', numbers).size).toEqual([1, 1, 1]);
		for (const shape of ['capsule', 'cylinder', 'cone'])
			expect([shape, collider(shape, numbers).size]).toEqual([shape, [1, 3, 1]]);
		expect(collider('capsule', { ...numbers, 'collider.height': 0.2 }).size).toEqual([1, 1, 1]);
	});

	it('has handles for radius and height where the shape has these', () => {
		const { handle } = collider('cone', { 'collider.radius': 2, 'collider.height': 3 });
		expect(placeOf(handle('collider.radius'))).toEqual([2, -1.5, 0]);
		expect(placeOf(handle('collider.height'))).toEqual([0, 1.5, 0]);
		expect(guideValue(handle('collider.height'), 2, FREE)).toBe(4);
		expect(new Set(collider('sphere').keys)).toEqual(new Set(['collider.radius']));
	});

	it('is the wire of what the entity shows where it is exact or wrapped around', () => {
		const values = { mesh: true, 'mesh.geometry': 'cylinder' };
		const { size, keys } = collider('mesh', values);
		expect(size).toEqual([1, 1, 1]);
		expect(keys).toEqual([]);
		expect(collider('hull', values).guide.lines).toEqual(collider('mesh', values).guide.lines);
		expect(collider('mesh').guide.lines).toEqual([]);
	});
});
