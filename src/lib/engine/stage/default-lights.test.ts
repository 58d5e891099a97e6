import { Box3, DirectionalLight, HemisphereLight, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { DefaultLights } from './default-lights.ts';

function setup() {
	const lights = new DefaultLights();
	const [key] = lights.group.children.filter((child) => child instanceof DirectionalLight);
	const [fill] = lights.group.children.filter((child) => child instanceof HemisphereLight);
	return { lights, key: key!, fill: fill! };
}

describe('the default light', () => {
	it('lights a scene without lights, with a shadow', () => {
		const { lights, key } = setup();
		lights.yieldTo({ direct: false, ambient: false });
		expect(lights.step(0)).toBe(false);
		expect([key.visible, key.castShadow, lights.keyShare]).toEqual([true, true, 1]);
	});

	it('fades its key out, not its fill, when the scene brings a lamp', () => {
		const { lights, key, fill } = setup();
		lights.yieldTo({ direct: true, ambient: false });
		expect(lights.step(100), 'still on the way').toBe(true);
		expect(lights.keyShare).toBeCloseTo(0.75);
		expect(lights.step(1000)).toBe(false);
		expect([key.visible, fill.visible]).toEqual([false, true]);
		expect(lights.surround).toBeGreaterThan(0);
	});

	it('goes out wholly when the scene brings its own ambient light', () => {
		const { lights, key, fill } = setup();
		lights.yieldTo({ direct: false, ambient: true });
		lights.step(Infinity);
		expect([key.visible, fill.visible, lights.surround]).toEqual([false, false, 0]);
	});

	it('comes back when the last lamp is deleted', () => {
		const { lights, key } = setup();
		lights.yieldTo({ direct: true, ambient: true });
		lights.step(Infinity);
		lights.yieldTo({ direct: false, ambient: false });
		lights.step(Infinity);
		expect([key.visible, lights.keyShare]).toEqual([true, 1]);
	});

	it('spreads its shadow over the scene, and not without end', () => {
		const { lights, key } = setup();
		lights.aim(new Box3(new Vector3(-4, 0, -4), new Vector3(4, 2, 4)));
		const small = key.shadow.camera.right;
		expect(small).toBeGreaterThan(5.6);
		lights.aim(new Box3(new Vector3(-9000, 0, 0), new Vector3(9000, 2, 4)));
		expect(key.shadow.camera.right).toBeLessThan(100);
	});
});
