import { Color, MathUtils, Vector3 } from 'three';
import type { DaylightLook } from '../scene/environment-look.ts';
import type { Rgb } from './light-cube.ts';

/**
 * The same numbers as in the shader of three's `Sky` (Preetham's model of daylight), for the light that comes from the
 * sky: to compute a small one here is quicker than to wait for a picture from the graphics card.
 */
const RAYLEIGH: Rgb = [5.804542996261093e-6, 1.3562911419845635e-5, 3.0265902468824876e-5];
const MIE: Rgb = [1.8399918514433978e14, 2.7798023919660528e14, 4.0790479543861094e14];
const RAYLEIGH_HEIGHT = 8.4e3;
const MIE_HEIGHT = 1.25e3;
const CUTOFF = 1.6110731556870734;

/** What three's sky is told besides haze and sun. */
export const AIR = { rayleigh: 1, mie: 0.004, mieDirection: 0.78 } as const;
/** Preetham's blues are deeper than a camera's. */
export const SATURATION = 0.75;
/** The sun straight above, in clear air. */
const SUN_INTENSITY = 3.5;

export type SunLight = { readonly toward: Vector3; readonly color: Color; readonly intensity: number };

export const turbidityOf = (haze: number): number => MathUtils.lerp(1, 16, haze);

/** Towards the sun. */
export function sunToward({ sunHeight, sunDirection }: DaylightLook): Vector3 {
	const up = MathUtils.degToRad(sunHeight);
	const around = MathUtils.degToRad(sunDirection);
	return new Vector3(Math.sin(around) * Math.cos(up), Math.sin(up), Math.cos(around) * Math.cos(up));
}

/**
 * By how much a sky is brought to what scenes are lit with. From noon to sunset real light falls a thousandfold; a
 * photographer makes up for most of that, and so does this.
 */
export function brightnessOf(light: (direction: Vector3) => Rgb): number {
	const average = Math.max(greyOf(averageOf(light)), 1e-6);
	return (USUAL_LIGHT * (average / REAL_LIGHT) ** 0.35) / average;
}

/** What arrives on level ground, as one colour of the whole sky. */
export function averageOf(light: (direction: Vector3) => Rgb): Rgb {
	const direction = new Vector3();
	const sum: [number, number, number] = [0, 0, 0];
	for (let i = 0; i < AVERAGED; i++) {
		const up = (i + 0.5) / AVERAGED;
		const around = i * GOLDEN_ANGLE;
		const flat = Math.sqrt(1 - up * up);
		const parts = light(direction.set(flat * Math.cos(around), up, flat * Math.sin(around)));
		parts.forEach((part, at) => (sum[at as 0 | 1 | 2] += (part * up * 2) / AVERAGED));
	}
	return sum;
}

/** How a sky looks in each direction, without sun and ground, as bright as the model has it. */
export function skyOf(look: DaylightLook): (direction: Vector3) => Rgb {
	const sun = sunToward(look);
	const air = airOf(look);
	const power = sunPower(sun.y);
	const low = MathUtils.clamp((1 - sun.y) ** 5, 0, 1);
	return (direction) => {
		const cosine = direction.dot(sun);
		const rayleighPhase = 0.05968310365946075 * (1 + (cosine * 0.5 + 0.5) ** 2);
		const miePhase = henyeyGreenstein(cosine, AIR.mieDirection);
		const path = pathOf(direction.y);
		const part = (i: 0 | 1 | 2): number => {
			const through = throughAir(air, path, i);
			const { rayleigh, mie } = air;
			const scattered = (rayleigh[i] * rayleighPhase + mie[i] * miePhase) / (rayleigh[i] + mie[i]);
			const light = (power * scattered * (1 - through)) ** 1.5;
			const dusk = MathUtils.lerp(1, Math.sqrt(power * scattered * through), low);
			return (light * dusk + 0.1 * through) * 0.04 + NIGHT[i];
		};
		return saturate([part(0), part(1), part(2)]);
	};
}

/** What reaches the ground straight from the sun: redder and weaker the lower it stands. */
export function sunLightOf(look: DaylightLook): SunLight {
	const toward = sunToward(look);
	const air = airOf(look);
	const path = pathOf(toward.y);
	const reach = MathUtils.smoothstep(toward.y, -0.02, 0.06);
	const parts = ([0, 1, 2] as const).map((i) => throughAir(air, path, i));
	const most = Math.max(...parts, 1e-6);
	const [red = 1, green = 1, blue = 1] = parts.map((part) => part / most);
	return { toward, color: new Color(red, green, blue), intensity: SUN_INTENSITY * Math.sqrt(most) * reach };
}

type Air = { readonly rayleigh: Rgb; readonly mie: Rgb };

/** Directions, spread evenly over the upper half. */
const AVERAGED = 256;
const GOLDEN_ANGLE = 2.399963;
/** On a clear afternoon: what scenes are lit with, and what the model says. */
const USUAL_LIGHT = 0.3;
const REAL_LIGHT = 1.3;

const NIGHT: Rgb = [0, 0.0003, 0.00075];

function airOf({ haze }: DaylightLook): Air {
	const dust = 0.434 * 0.2 * turbidityOf(haze) * 10e-18 * AIR.mie;
	return {
		rayleigh: [RAYLEIGH[0] * AIR.rayleigh, RAYLEIGH[1] * AIR.rayleigh, RAYLEIGH[2] * AIR.rayleigh],
		mie: [MIE[0] * dust, MIE[1] * dust, MIE[2] * dust],
	};
}

const greyOf = ([red, green, blue]: Rgb): number => red * 0.2126 + green * 0.7152 + blue * 0.0722;

function saturate(color: Rgb): Rgb {
	const [red, green, blue] = color;
	const grey = greyOf(color);
	const mix = (part: number) => MathUtils.lerp(grey, part, SATURATION);
	return [mix(red), mix(green), mix(blue)];
}

const sunPower = (up: number): number =>
	1000 * Math.max(0, 1 - Math.exp(-(CUTOFF - Math.acos(MathUtils.clamp(up, -1, 1))) / 1.5));

/** How much air light from there crosses; 1 straight from above. */
function pathOf(up: number): number {
	const zenith = Math.acos(MathUtils.clamp(up, 0, 1));
	return 1 / (Math.cos(zenith) + 0.15 * (93.885 - (zenith * 180) / Math.PI) ** -1.253);
}

const throughAir = ({ rayleigh, mie }: Air, path: number, i: 0 | 1 | 2): number =>
	Math.exp(-(rayleigh[i] * RAYLEIGH_HEIGHT + mie[i] * MIE_HEIGHT) * path);

function henyeyGreenstein(cosine: number, g: number): number {
	return (0.07957747154594767 * (1 - g * g)) / (1 - 2 * g * cosine + g * g) ** 1.5;
}
