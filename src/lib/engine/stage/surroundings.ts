import {
	CubeTexture,
	DataTexture,
	DataUtils,
	HalfFloatType,
	LinearFilter,
	LinearMipmapLinearFilter,
	LinearSRGBColorSpace,
	MathUtils,
	RGBAFormat,
	Vector3,
} from 'three';

type Rgb = readonly [number, number, number];
type Lamp = { readonly toward: Vector3; readonly sharpness: number; readonly color: Rgb };

const ZENITH: Rgb = [0.5, 0.68, 1.02];
const HORIZON: Rgb = [1.12, 1.1, 1.08];
const GROUND: Rgb = [0.34, 0.31, 0.29];
const LAMPS: readonly Lamp[] = [
	{ toward: new Vector3(-0.62, 0.64, 0.46).normalize(), sharpness: 26, color: [9, 7.6, 6] },
	{ toward: new Vector3(0.72, 0.38, -0.58).normalize(), sharpness: 18, color: [2.4, 3, 4] },
];

/** Face sizes from mirror to matt; three.js takes the roughness of each from its place, and never reads the last. */
const SIZES = [64, 32, 16, 8, 4];
const MATT_LEVEL = SIZES.length - 2;

/**
 * What shiny things reflect and what fills the shade: a soft sky with two lamps. Computed ready-blurred, because
 * three's own filter compiles shaders that keep a weak GPU busy for seconds.
 */
export function createSurroundings(): CubeTexture {
	const [base = [], ...blurred] = SIZES.map((size, level) => drawFaces(size, roughnessOf(level)));
	const texture = new CubeTexture(base);
	// The types know images only; the renderer takes faces made of data as well.
	texture.mipmaps = blurred.map((image, i) => ({
		image,
		width: SIZES[i + 1],
	})) as unknown as typeof texture.mipmaps;
	(texture as { isPMREMTexture: boolean }).isPMREMTexture = true;
	texture.format = RGBAFormat;
	texture.type = HalfFloatType;
	texture.colorSpace = LinearSRGBColorSpace;
	texture.minFilter = LinearMipmapLinearFilter;
	texture.magFilter = LinearFilter;
	texture.generateMipmaps = false;
	texture.needsUpdate = true;
	return texture;
}

/** The inverse of the shader's choice of level. */
const roughnessOf = (level: number): number => 1 - Math.sqrt(1 - Math.min(1, level / MATT_LEVEL));

/** Light that arrives from a direction, spread as a surface this rough would see it. */
export function lightFrom(direction: Vector3, roughness: number): Rgb {
	const soft = 0.06 + 0.8 * roughness;
	const up = direction.y;
	const sky = mix(HORIZON, ZENITH, MathUtils.smoothstep(up, -soft * 0.3, 0.85 + soft * 0.3));
	const color = [...mix(GROUND, sky, MathUtils.smoothstep(up, -soft, soft))] as [number, number, number];
	for (const lamp of LAMPS) {
		// A wider lobe holds the same light: what is spread is dimmed by as much.
		const sharpness = 1 / (1 / lamp.sharpness + roughness ** 4 / 2);
		const share = Math.exp(sharpness * (direction.dot(lamp.toward) - 1)) * (sharpness / lamp.sharpness);
		lamp.color.forEach((part, i) => (color[i as 0 | 1 | 2] += part * share));
	}
	return color;
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
	MathUtils.lerp(a[0], b[0], share),
	MathUtils.lerp(a[1], b[1], share),
	MathUtils.lerp(a[2], b[2], share),
];

/** Directions of the six faces' texels, in the order and orientation of the GPU. */
const FACES: readonly ((u: number, v: number) => [number, number, number])[] = [
	(u, v) => [1, -v, -u],
	(u, v) => [-1, -v, u],
	(u, v) => [u, 1, v],
	(u, v) => [u, -1, -v],
	(u, v) => [u, -v, 1],
	(u, v) => [-u, -v, -1],
];

function drawFaces(size: number, roughness: number): DataTexture[] {
	const direction = new Vector3();
	const at = (i: number) => ((i + 0.5) / size) * 2 - 1;
	return FACES.map((toward) => {
		const data = new Uint16Array(size * size * 4);
		for (let row = 0; row < size; row++)
			for (let column = 0; column < size; column++) {
				// three.js looks cube textures up with x mirrored.
				const [x, y, z] = toward(at(column), at(row));
				const light = lightFrom(direction.set(-x, y, z).normalize(), roughness);
				const texel = (row * size + column) * 4;
				light.forEach((part, i) => (data[texel + i] = DataUtils.toHalfFloat(part)));
				data[texel + 3] = DataUtils.toHalfFloat(1);
			}
		return new DataTexture(data, size, size, RGBAFormat, HalfFloatType);
	});
}
