import { type CubeTexture, MathUtils, Vector3 } from 'three';
import { createCubeTexture, CUBE_SIZES, type Rgb, roughnessOf, sampleCube } from './light-cube.ts';

type Lamp = { readonly toward: Vector3; readonly sharpness: number; readonly color: Rgb };

const ZENITH: Rgb = [0.5, 0.68, 1.02];
const HORIZON: Rgb = [1.12, 1.1, 1.08];
const GROUND: Rgb = [0.34, 0.31, 0.29];
const LAMPS: readonly Lamp[] = [
	{ toward: new Vector3(-0.62, 0.64, 0.46).normalize(), sharpness: 26, color: [9, 7.6, 6] },
	{ toward: new Vector3(0.72, 0.38, -0.58).normalize(), sharpness: 18, color: [2.4, 3, 4] },
];

/**
 * What shiny things reflect and what fills the shade: a soft sky with two lamps. Computed ready-blurred, because
 * three's own filter compiles shaders that keep a weak GPU busy for seconds.
 */
export function createSurroundings(): CubeTexture {
	const draw = (size: number, level: number) =>
		sampleCube(size, (direction) => lightFrom(direction, roughnessOf(level)));
	return createCubeTexture(CUBE_SIZES.map(draw));
}

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
