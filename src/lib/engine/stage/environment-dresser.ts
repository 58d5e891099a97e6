import {
	ACESFilmicToneMapping,
	AgXToneMapping,
	CineonToneMapping,
	Color,
	Fog,
	FogExp2,
	LinearToneMapping,
	NeutralToneMapping,
	NoToneMapping,
	ReinhardToneMapping,
	type Scene,
	SRGBColorSpace,
	type Texture,
	type ToneMapping,
	type WebGLRenderer,
} from 'three';
import type { AssetCache } from '../scene/asset-cache.ts';
import { DaylightSky } from './daylight-sky.ts';
import type { SunLight } from './daylight.ts';
import type { Background, EnvironmentLook, FogLook } from '../scene/environment-look.ts';

const TONES: Readonly<Record<EnvironmentLook['toneMapping'], ToneMapping>> = {
	none: NoToneMapping,
	linear: LinearToneMapping,
	reinhard: ReinhardToneMapping,
	cineon: CineonToneMapping,
	aces: ACESFilmicToneMapping,
	agx: AgXToneMapping,
	neutral: NeutralToneMapping,
};
const VOID = '#000000';

/** What of a renderer decides how light becomes a picture. */
export type Toned = Pick<WebGLRenderer, 'toneMapping' | 'toneMappingExposure'>;

/** Puts the environment that a scene brings around it; without one, the studio's own surroundings. */
export class EnvironmentDresser {
	#scene: Scene;
	#renderer: Toned;
	#panoramas: Pick<AssetCache<Texture>, 'peek'>;
	#surroundings: Texture;
	#look: EnvironmentLook | null = null;
	#panorama: Texture | null = null;
	#sky: DaylightSky | null = null;
	#airless = false;

	constructor(
		scene: Scene,
		renderer: Toned,
		panoramas: Pick<AssetCache<Texture>, 'peek'>,
		surroundings: Texture,
	) {
		this.#scene = scene;
		this.#renderer = renderer;
		this.#panoramas = panoramas;
		this.#surroundings = surroundings;
		this.#dress();
	}

	/** The scene has a background of its own: the studio's sky is in the way. */
	get own(): boolean {
		return this.#look !== null;
	}

	/** How bright the light of the scene's own panorama or sky is; null while it has none. */
	get ownLight(): number | null {
		const background = this.#look?.background;
		if (background?.kind === 'sky') return this.#sky?.light ? background.intensity : null;
		return this.#panorama && background?.kind === 'image' ? background.intensity : null;
	}

	/** What shines in the scene's own sky, if it has one. */
	get sun(): SunLight | null {
		return this.#sky?.sun ?? null;
	}

	/** No fog, whatever the scene says. */
	set airless(on: boolean) {
		if (on === this.#airless) return;
		this.#airless = on;
		this.#dress();
	}

	/** Follows what the scene says now; false, and nothing done, while that is the same. */
	follow(look: EnvironmentLook | null): boolean {
		const panorama = this.#findPanorama(look);
		if (look === this.#look && panorama === this.#panorama) return false;
		this.#look = look;
		this.#panorama = panorama;
		this.#dress();
		return true;
	}

	/** The light of the scene's sky is not made yet: until then what was before shines. */
	get dim(): boolean {
		return this.#sky?.dim === true;
	}

	/** Goes on making the light of the scene's sky until time is up. */
	brighten(isTimeUp: () => boolean): void {
		if (this.#sky?.brighten(isTimeUp)) this.#scene.environment = this.#sky.light;
	}

	/** Gives scene and renderer back as they were without an environment. */
	dispose(): void {
		this.#look = null;
		this.#panorama = null;
		this.#dress();
	}

	#findPanorama(look: EnvironmentLook | null): Texture | null {
		if (look?.background.kind !== 'image' || !look.background.image) return null;
		const state = this.#panoramas.peek(look.background.image);
		return state?.status === 'ready' ? state.value : null;
	}

	#dress(): void {
		const look = this.#look;
		const tone = look?.toneMapping ?? 'aces';
		const exposure = tone === 'none' ? 1 : (look?.exposure ?? 1);
		this.#renderer.toneMapping = TONES[tone];
		this.#renderer.toneMappingExposure = exposure;
		this.#dressSky(look?.background);
		this.#scene.environment = this.#sky?.light ?? this.#panorama ?? this.#surroundings;
		this.#scene.fog = look && !this.#airless ? makeFog(look.fog) : null;
		this.#back(look?.background, exposure);
	}

	#dressSky(background: Background | undefined): void {
		if (background?.kind !== 'sky') {
			this.#sky?.dispose();
			this.#sky = null;
			return;
		}
		if (!this.#sky) this.#scene.add((this.#sky = new DaylightSky()).mesh);
		this.#sky.show(background);
		// Through a very long lens the sun would fill the picture.
		this.#sky.disc = !this.#airless;
	}

	#back(background: Background | undefined, exposure: number): void {
		const scene = this.#scene;
		const turn = background?.kind === 'image' ? (background.rotation * Math.PI) / 180 : 0;
		scene.environmentRotation.y = scene.backgroundRotation.y = turn;
		if (background?.kind !== 'image' || !this.#panorama) {
			// A panorama that is not here (yet) leaves the void, as none does.
			const color = background?.kind === 'color' ? background.color : VOID;
			scene.background = background && !this.#sky ? new Color(color) : null;
			return;
		}
		scene.background = this.#panorama;
		// Pictures of eight bits go past the tone mapping: the exposure would not reach them.
		const past = this.#panorama.colorSpace === SRGBColorSpace;
		scene.backgroundIntensity = background.intensity * (past ? exposure : 1);
		scene.backgroundBlurriness = background.blur;
	}
}

function makeFog(fog: FogLook): Fog | FogExp2 | null {
	switch (fog.kind) {
		case 'none':
			return null;
		case 'linear':
			return new Fog(fog.color, fog.near, fog.far);
		case 'exponential':
			return new FogExp2(fog.color, fog.density);
	}
}
