import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { createSurroundings, lightFrom } from './surroundings.ts';

const brightness = (direction: Vector3, roughness: number) =>
	lightFrom(direction.normalize(), roughness).reduce((sum, part) => sum + part, 0);

describe('the surroundings', () => {
	it('are brighter above than below, and brightest towards the lamp', () => {
		const [up, down, lamp] = [new Vector3(0, 1, 0), new Vector3(0, -1, 0), new Vector3(-0.62, 0.64, 0.46)];
		expect(brightness(up, 0)).toBeGreaterThan(brightness(down, 0) * 1.5);
		expect(brightness(lamp, 0)).toBeGreaterThan(brightness(up, 0) * 3);
	});

	it('blur with roughness: the lamp dims, what is beside it brightens', () => {
		const lamp = new Vector3(-0.62, 0.64, 0.46);
		const beside = new Vector3(-0.95, 0.2, -0.2);
		expect(brightness(lamp, 1)).toBeLessThan(brightness(lamp, 0) / 2);
		expect(brightness(beside, 1)).toBeGreaterThan(brightness(beside, 0));
	});

	it('are a whole prefiltered cube: six faces at every level, all finite', () => {
		const texture = createSurroundings();
		const levels = texture.mipmaps as unknown as {
			image: { image: { data: Uint16Array; width: number } }[];
			width: number;
		}[];
		expect(texture.image).toHaveLength(6);
		expect(levels.map(({ width, image }) => [width, image.length])).toEqual([
			[32, 6],
			[16, 6],
			[8, 6],
			[4, 6],
		]);
		// 0x7c00 and above: infinite or not a number, in half precision.
		for (const { image } of levels)
			for (const face of image) expect(Math.max(...face.image.data)).toBeLessThan(0x7c00);
	});
});
