import { Color, type CubeTexture, type Camera, type Vector3 } from 'three';
import { Sky } from 'three/addons/objects/Sky.js';
import { finishSteps, type Steps } from '../../base/steps.ts';
import type { DaylightLook } from '../scene/environment-look.ts';
import { replaceOnce } from '../scene/replace-once.ts';
import {
	AIR,
	averageOf,
	brightnessOf,
	SATURATION,
	skyOf,
	sunLightOf,
	type SunLight,
	turbidityOf,
} from './daylight.ts';
import {
	createCubeTextureInSteps,
	CUBE_SIZES,
	halveCube,
	type LightCube,
	type Rgb,
	roughnessOf,
	sampleCubeInSteps,
	spreadCubeInSteps,
} from './light-cube.ts';

type SkyLook = DaylightLook & { readonly intensity: number };

/** Farther than this from the camera its directions are exact to a pixel, however far the camera is from the middle. */
const SIZE = 1e6;
/** How far below the horizon the land is no longer hazy: the sine of the angle. */
const HAZY = 0.16;

const COLOR = 'gl_FragColor = vec4( texColor, 1.0 );';
const GROUNDED = /* glsl */ `
float grey = dot( texColor, vec3( 0.2126, 0.7152, 0.0722 ) );
texColor = mix( vec3( grey ), texColor, ${SATURATION} ) * brightness;
float land = smoothstep( 0.0, ${HAZY}, - direction.y );
gl_FragColor = vec4( mix( texColor, ground, sqrt( land ) ), 1.0 );`;

/** A clear sky with its sun, and land far away: behind everything, and as light from all around. */
export class DaylightSky {
	readonly mesh = new Sky();
	#shown: DaylightLook | null = null;
	/** What the light is of. */
	#lit: DaylightLook | null = null;
	/** The light of what is shown, on its way. */
	#making: Steps<CubeTexture> | null = null;
	#light: CubeTexture | null = null;
	#sun: SunLight | null = null;
	#brightness = 1;
	#ground = new Color();

	constructor() {
		const { mesh } = this;
		const { material } = mesh;
		Object.assign(material.uniforms, { brightness: { value: 1 }, ground: { value: new Color() } });
		const declared = `uniform float brightness;\nuniform vec3 ground;\n${material.fragmentShader}`;
		material.fragmentShader = replaceOnce(declared, COLOR, GROUNDED);
		this.#set('rayleigh', AIR.rayleigh);
		this.#set('mieCoefficient', AIR.mie);
		this.#set('mieDirectionalG', AIR.mieDirection);
		this.#set('cloudCoverage', 0);
		mesh.name = 'sky';
		mesh.frustumCulled = false;
		// After what hides it, so that hidden parts cost nothing.
		mesh.renderOrder = 100;
		mesh.onBeforeRender = (_renderer, _scene, camera) => this.#follow(camera);
	}

	/** Light from all around, filtered for every roughness: of what was shown before, until that of what is shown now is made. */
	get light(): CubeTexture | null {
		return this.#light;
	}

	get sun(): SunLight | null {
		return this.#sun;
	}

	/** Whether the sun itself is seen. */
	set disc(on: boolean) {
		this.#set('showSunDisc', on ? 1 : 0);
	}

	/** There is light to be made. */
	get dim(): boolean {
		return this.#making !== null;
	}

	show(look: SkyLook): void {
		if (!this.#shown || !isSame(this.#shown, look)) this.#paint(look);
		const sun = sunLightOf(look);
		this.#sun = { ...sun, intensity: sun.intensity * look.intensity };
		this.#set('brightness', this.#brightness * look.intensity);
		this.#set('ground', this.#ground.clone().multiplyScalar(look.intensity));
	}

	dispose(): void {
		this.mesh.removeFromParent();
		this.mesh.geometry.dispose();
		this.mesh.material.dispose();
		this.#making = null;
		this.#light?.dispose();
		this.#light = null;
	}

	/** Goes on making light until time is up. True: it is there, and what was before is freed. */
	brighten(isTimeUp: () => boolean): boolean {
		while (this.#making) {
			const { done, value } = this.#making.next();
			if (done) {
				this.#making = null;
				this.#lit = this.#shown;
				this.#light?.dispose();
				this.#light = value;
				return true;
			}
			if (isTimeUp()) return false;
		}
		return false;
	}

	#paint(look: DaylightLook): void {
		this.#shown = look;
		const sky = skyOf(look);
		this.#brightness = brightnessOf(sky);
		this.#set('turbidity', turbidityOf(look.haze));
		this.#set('sunPosition', sunLightOf(look).toward);
		this.#ground = lightOfGround(look, sky, this.#brightness);
		// What was on its way is of no use any more.
		this.#making = this.#lit && isSame(this.#lit, look) ? null : makeLight(look);
	}

	#set(name: string, value: number | Color | Vector3): void {
		const uniform = this.mesh.material.uniforms[name];
		if (!uniform) throw new Error(`The sky of three.js no longer has “${name}”`);
		uniform.value = value;
	}

	/** Three.js draws a box around the middle of the world; ours goes with whoever looks. */
	#follow(camera: Camera): void {
		this.mesh.matrixWorld.makeScale(SIZE, SIZE, SIZE).copyPosition(camera.matrixWorld);
	}
}

function isSame(a: DaylightLook, b: DaylightLook): boolean {
	return (
		a.sunHeight === b.sunHeight &&
		a.sunDirection === b.sunDirection &&
		a.haze === b.haze &&
		a.ground === b.ground
	);
}

/** The light of a sky and of the land below it, from mirror to matt. */
export const drawDaylight = (look: DaylightLook): LightCube[] => finishSteps(drawInSteps(look));

function* makeLight(look: DaylightLook): Steps<CubeTexture> {
	return yield* createCubeTextureInSteps(yield* drawInSteps(look));
}

function* drawInSteps(look: DaylightLook): Steps<LightCube[]> {
	const sky = skyOf(look);
	const brightness = brightnessOf(sky);
	const { r: red, g: green, b: blue } = lightOfGround(look, sky, brightness);
	const mirror = yield* sampleCubeInSteps(CUBE_SIZES[0]!, (direction) => {
		const land = Math.sqrt(smoothstep(-direction.y / HAZY));
		const mix = (part: number, other: number) => part * brightness * (1 - land) + other * land;
		const light: Rgb = land < 1 ? sky(direction) : BLACK;
		return [mix(light[0], red), mix(light[1], green), mix(light[2], blue)];
	});
	const half = halveCube(mirror);
	yield;
	const levels = [mirror, half];
	const coarse = halveCube(half);
	for (const [level, size] of CUBE_SIZES.entries()) {
		if (level < 2) continue;
		const source = level > 2 ? halveCube(coarse) : coarse;
		levels.push(yield* spreadCubeInSteps(source, size, 2 / roughnessOf(level) ** 4));
	}
	return levels;
}

const BLACK: Rgb = [0, 0, 0];

/** Land as far as one sees, lit by the sky and its sun. */
function lightOfGround(look: DaylightLook, sky: (direction: Vector3) => Rgb, brightness: number): Color {
	const { toward, color, intensity } = sunLightOf(look);
	const sun = color.clone().multiplyScalar((intensity * Math.max(0, toward.y)) / Math.PI);
	const [red, green, blue] = averageOf(sky);
	const all = new Color(red, green, blue).multiplyScalar(brightness).add(sun);
	return all.multiply(new Color(look.ground));
}

function smoothstep(share: number): number {
	const x = Math.min(1, Math.max(0, share));
	return x * x * (3 - 2 * x);
}
