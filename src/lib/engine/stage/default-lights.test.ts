import { Box3, Color, DirectionalLight, HemisphereLight, Vector3 } from 'three';
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

	it('[E140] lends its key to the sun of a sky, whatever lamps there are, and takes it back', () => {
		const { lights, key } = setup();
		const usual = [key.color.getHexString(), key.intensity];
		const box = new Box3(new Vector3(-1, 0, -1), new Vector3(1, 1, 1));
		const fromWhere = () => key.position.clone().sub(key.target.position).normalize();
		lights.standIn({ toward: new Vector3(0, 0.6, 0.8), color: new Color('#ff0000'), intensity: 2 });
		lights.yieldTo({ direct: true, ambient: true, sunny: true });
		lights.step(Infinity);
		lights.aim(box);
		expect([key.visible, key.intensity, key.color.getHexString()]).toEqual([true, 2, 'ff0000']);
		expect(fromWhere().distanceTo(new Vector3(0, 0.6, 0.8))).toBeLessThan(1e-6);
		lights.standIn(null);
		lights.yieldTo({ direct: false, ambient: false });
		lights.step(Infinity);
		lights.aim(box);
		expect([key.color.getHexString(), key.intensity]).toEqual(usual);
		expect(fromWhere().z).toBeLessThan(0.6);
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
