import { type Color, type CubeTexture, PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { DaylightSky, drawDaylight } from './daylight-sky.ts';

const LOOK = { sunHeight: 35, sunDirection: 90, haze: 0.15, ground: '#806040', intensity: 1 };

const NEVER = () => false;
const AT_ONCE = () => true;

function setup() {
	const sky = new DaylightSky();
	sky.show(LOOK);
	sky.brighten(NEVER);
	return { sky, uniforms: sky.mesh.material.uniforms };
}

describe('[E140] a sky', () => {
	it('stands where it is said to, as three draws it and as it shines', () => {
		const { sky, uniforms } = setup();
		const toward = uniforms['sunPosition']?.value as Vector3;
		expect(toward.x).toBeGreaterThan(0.8);
		expect(sky.sun?.toward).toEqual(toward);
	});

	it('makes its light anew when what it looks like changes, not when it is only brighter', () => {
		const { sky, uniforms } = setup();
		const first = sky.light!;
		const freed = vi.fn();
		first.addEventListener('dispose', freed);
		const before = uniforms['brightness']?.value as number;
		sky.show({ ...LOOK, intensity: 2 });
		expect([sky.light, freed.mock.calls.length]).toEqual([first, 0]);
		expect(uniforms['brightness']?.value).toBeCloseTo(before * 2);
		sky.show({ ...LOOK, haze: 0.5 });
		expect(sky.brighten(NEVER)).toBe(true);
		expect(sky.light).not.toBe(first);
		expect(freed).toHaveBeenCalledOnce();
	});

	it('makes its light in small steps, and what was before shines until it is there', () => {
		const { sky } = setup();
		const first = sky.light!;
		const freed = vi.fn();
		first.addEventListener('dispose', freed);
		sky.show({ ...LOOK, sunHeight: 20 });
		let steps = 1;
		for (; !sky.brighten(AT_ONCE); steps++)
			expect([sky.light, sky.dim, freed.mock.calls.length]).toEqual([first, true, 0]);
		expect(steps).toBeGreaterThan(300);
		expect([sky.light === first, sky.dim, freed.mock.calls.length]).toEqual([false, false, 1]);
		expect(sky.brighten(AT_ONCE), 'there is nothing left to do').toBe(false);
	});

	it('drops what it was making when it is to look another way, and shows the last look alone', () => {
		const { sky } = setup();
		const texels = (light: CubeTexture) =>
			(light.images as { image: { data: Uint16Array } }[])[2]!.image.data;
		const low = { ...LOOK, sunHeight: 5 };
		for (const look of [{ ...LOOK, haze: 0.9 }, low]) {
			sky.show(look);
			for (let i = 0; i < 200; i++) sky.brighten(AT_ONCE);
		}
		sky.brighten(NEVER);
		const alone = new DaylightSky();
		alone.show(low);
		alone.brighten(NEVER);
		expect(texels(sky.light!)).toEqual(texels(alone.light!));
	});

	it('keeps the light it has when it looks again as before', () => {
		const { sky } = setup();
		const first = sky.light;
		sky.show({ ...LOOK, haze: 0.9 });
		sky.brighten(AT_ONCE);
		sky.show(LOOK);
		expect([sky.dim, sky.brighten(NEVER), sky.light]).toEqual([false, false, first]);
	});

	it('goes with whoever looks', () => {
		const { sky } = setup();
		const camera = new PerspectiveCamera();
		camera.position.set(5000, 20, -7000);
		camera.updateMatrixWorld();
		sky.mesh.onBeforeRender(
			null as never,
			null as never,
			camera,
			null as never,
			null as never,
			null as never,
		);
		const place = new Vector3().setFromMatrixPosition(sky.mesh.matrixWorld);
		expect(place).toEqual(camera.position);
	});

	it('gives the graphics card everything back', () => {
		const { sky } = setup();
		const freed = vi.fn();
		for (const part of [sky.light!, sky.mesh.geometry, sky.mesh.material])
			part.addEventListener('dispose', freed);
		sky.dispose();
		expect(freed).toHaveBeenCalledTimes(3);
		expect(sky.light).toBeNull();
	});

	it('shines blue from above, in the colour of the land from below, and finite from everywhere', () => {
		const levels = drawDaylight(LOOK);
		const ground = setup().uniforms['ground']?.value as Color;
		expect(levels.map(({ size }) => size)).toEqual([64, 32, 16, 8, 4]);
		for (const { light } of levels) expect(light.every((part) => part >= 0 && part < 60_000)).toBe(true);
		// The middles of the faces that look up and down, as three.js orders them.
		const middle = (face: number) => {
			const { size, light } = levels[3]!;
			const at = (face * size * size + (size * size) / 2 + size / 2) * 3;
			return [...light.subarray(at, at + 3)];
		};
		const [above, below] = [middle(2), middle(3)];
		expect(above[2]).toBeGreaterThan(above[0]!);
		expect(below[0]).toBeGreaterThan(below[2]!);
		expect(ground.r).toBeGreaterThan(ground.b);
	});
});
