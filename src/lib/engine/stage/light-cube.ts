import {
	CubeTexture,
	DataTexture,
	DataUtils,
	HalfFloatType,
	LinearSRGBColorSpace,
	RGBAFormat,
	Vector3,
} from 'three';
import { finishSteps, type Steps } from '../../base/steps.ts';

export type Rgb = readonly [number, number, number];

/** Light from all directions: six faces of texels, three numbers each. */
export type LightCube = { readonly size: number; readonly light: Float32Array };

/** Face sizes from mirror to matt; three.js takes the roughness of each from its place, and never reads the last. */
export const CUBE_SIZES = [64, 32, 16, 8, 4];
const MATT_LEVEL = CUBE_SIZES.length - 2;
/** What an energetic sky may have at most: half precision ends at 65504. */
const BRIGHTEST = 60_000;

/** The inverse of the shader's choice of level. */
export const roughnessOf = (level: number): number => 1 - Math.sqrt(1 - Math.min(1, level / MATT_LEVEL));

/** Directions of the six faces' texels, in the order and orientation of the GPU. Rows are counted through all of them. */
const FACES: readonly ((u: number, v: number) => Rgb)[] = [
	(u, v) => [1, -v, -u],
	(u, v) => [-1, -v, u],
	(u, v) => [u, 1, v],
	(u, v) => [u, -1, -v],
	(u, v) => [u, -v, 1],
	(u, v) => [-u, -v, -1],
];

/** Asks for the light of each texel, a row a step. The direction is one object, used again. */
export function* sampleCubeInSteps(size: number, lightFrom: (direction: Vector3) => Rgb): Steps<LightCube> {
	const light = new Float32Array(size * size * 6 * 3);
	for (let row = 0; row < size * 6; row++) {
		eachTexel(size, row, row + 1, (direction, texel) => light.set(lightFrom(direction), texel * 3));
		yield;
	}
	return { size, light };
}

export const sampleCube = (size: number, lightFrom: (direction: Vector3) => Rgb): LightCube =>
	finishSteps(sampleCubeInSteps(size, lightFrom));

/** The same light in a quarter of the texels. */
export function halveCube({ size, light }: LightCube): LightCube {
	const half = size / 2;
	const smaller = new Float32Array(half * half * 6 * 3);
	for (let face = 0; face < 6; face++)
		for (let row = 0; row < half; row++)
			for (let column = 0; column < half; column++)
				for (let part = 0; part < 3; part++) {
					const at = ((face * size + row * 2) * size + column * 2) * 3 + part;
					const sum = light[at]! + light[at + 3]! + light[at + size * 3]! + light[at + size * 3 + 3]!;
					smaller[((face * half + row) * half + column) * 3 + part] = sum / 4;
				}
	return { size: half, light: smaller };
}

/** The light as a surface sees it that spreads it over a lobe: the sharper, the closer to a mirror. */
export const spreadCube = (cube: LightCube, size: number, sharpness: number): LightCube =>
	finishSteps(spreadCubeInSteps(cube, size, sharpness));

export function spreadCubeInSteps(cube: LightCube, size: number, sharpness: number): Steps<LightCube> {
	const { toward, share } = texelsOf(cube.size);
	const { light } = cube;
	// Beyond this the lobe is thinner than a thousandth.
	const least = 1 - 7 / sharpness;
	return sampleCubeInSteps(size, ({ x, y, z }) => {
		let [red, green, blue, all] = [0, 0, 0, 0];
		for (let i = 0, at = 0; i < share.length; i++, at += 3) {
			const cosine = x * toward[at]! + y * toward[at + 1]! + z * toward[at + 2]!;
			if (cosine < least) continue;
			const weight = Math.exp(sharpness * (cosine - 1)) * share[i]!;
			red += light[at]! * weight;
			green += light[at + 1]! * weight;
			blue += light[at + 2]! * weight;
			all += weight;
		}
		return [red / all, green / all, blue / all];
	});
}

/** A cube texture that three.js takes as filtered already. */
export const createCubeTexture = (levels: readonly LightCube[]): CubeTexture =>
	finishSteps(createCubeTextureInSteps(levels));

export function* createCubeTextureInSteps(levels: readonly LightCube[]): Steps<CubeTexture> {
	const faces: DataTexture[][] = [];
	for (const level of levels) faces.push(yield* makeFaces(level));
	const [base = [], ...blurred] = faces;
	const texture = new CubeTexture(base);
	// The types know images only; the renderer takes faces made of data as well.
	texture.mipmaps = blurred.map((image, i) => ({
		image,
		width: levels[i + 1]?.size,
	})) as unknown as typeof texture.mipmaps;
	(texture as { isPMREMTexture: boolean }).isPMREMTexture = true;
	texture.format = RGBAFormat;
	texture.type = HalfFloatType;
	texture.colorSpace = LinearSRGBColorSpace;
	texture.generateMipmaps = false;
	texture.needsUpdate = true;
	return texture;
}

/** How much of all directions a texel is: those in the middle of a face are nearer, and more. */
function texelsOf(size: number): { readonly toward: Float32Array; readonly share: Float32Array } {
	const toward = new Float32Array(size * size * 6 * 3);
	const share = new Float32Array(size * size * 6);
	eachTexel(size, 0, size * 6, (direction, texel) => {
		direction.toArray(toward, texel * 3);
		share[texel] = Math.max(Math.abs(direction.x), Math.abs(direction.y), Math.abs(direction.z)) ** 3;
	});
	return { toward, share };
}

function eachTexel(
	size: number,
	first: number,
	end: number,
	visit: (direction: Vector3, texel: number) => void,
): void {
	const direction = new Vector3();
	const at = (i: number) => ((i + 0.5) / size) * 2 - 1;
	for (let row = first; row < end; row++)
		for (let column = 0; column < size; column++) {
			// three.js looks cube textures up with x mirrored.
			const [x, y, z] = FACES[Math.floor(row / size)]!(at(column), at(row % size));
			visit(direction.set(-x, y, z).normalize(), row * size + column);
		}
}

function* makeFaces({ size, light }: LightCube): Steps<DataTexture[]> {
	const texels = size * size;
	const faces: DataTexture[] = [];
	for (let face = 0; face < 6; face++) {
		const data = new Uint16Array(texels * 4).fill(DataUtils.toHalfFloat(1));
		for (let texel = 0; texel < texels; texel++)
			for (let part = 0; part < 3; part++) {
				const value = Math.min(light[(face * texels + texel) * 3 + part]!, BRIGHTEST);
				data[texel * 4 + part] = DataUtils.toHalfFloat(value);
			}
		faces.push(new DataTexture(data, size, size, RGBAFormat, HalfFloatType));
		yield;
	}
	return faces;
}
