import {
	BoxGeometry,
	BufferGeometry,
	DataTexture,
	Group,
	HalfFloatType,
	Mesh,
	MeshStandardMaterial,
	RedFormat,
	Texture,
} from 'three';
import { expect, it } from 'vitest';
import { bytesOf, measureMemory } from './measure-memory.ts';

const picture = (width: number, height: number, mipmaps: boolean) => {
	const texture = new Texture({ width, height } as HTMLImageElement);
	texture.generateMipmaps = mipmaps;
	return texture;
};

it('[E214] buffers and textures are counted once, however many things are drawn with them', () => {
	const geometry = new BoxGeometry();
	const map = picture(64, 32, false);
	const material = new MeshStandardMaterial({ map, roughnessMap: map });
	const scene = new Group().add(new Mesh(geometry, material), new Mesh(geometry, material));
	// 24 corners of a box with place, normal and picture, and 36 indices of two bytes.
	expect(measureMemory(scene)).toEqual({ geometries: 24 * 8 * 4 + 36 * 2, textures: 64 * 32 * 4 });
});

it('[E214] textures take what their format does, with their smaller selves', () => {
	expect(bytesOf(picture(64, 64, true))).toBe(Math.round((64 * 64 * 4 * 4) / 3));
	const places = new DataTexture(null, 16, 16);
	places.type = HalfFloatType;
	expect(bytesOf(places)).toBe(16 * 16 * 4 * 2);
	places.format = RedFormat;
	expect(bytesOf(places)).toBe(16 * 16 * 2);
	expect(bytesOf(new Texture())).toBe(0);
});

it('[E214] what holds data on the way to things drawn counts as well', () => {
	const drawn = Object.assign(new Mesh(new BufferGeometry(), new MeshStandardMaterial()), {
		_matricesTexture: new DataTexture(new Float32Array(16), 2, 2),
	});
	expect(measureMemory(new Group().add(drawn)).textures).toBe(2 * 2 * 4);
});
