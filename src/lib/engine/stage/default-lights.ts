import { type Box3, DirectionalLight, Group, HemisphereLight, Vector3 } from 'three';
import type { SunLight } from './daylight.ts';
import { fitSun } from './fit-sun.ts';

const KEY_INTENSITY = 3.1;
const FILL_INTENSITY = 0.3;
const SURROUND_INTENSITY = 0.45;
/** A lit scene keeps some of the surroundings, so that its dark sides are not black holes. */
const LIT_SHARE = 0.55;
const FADE_MS = 400;
const KEY_COLOR = '#ffe9d2';
const KEY_DIRECTION = new Vector3(0.55, -1, -0.5).normalize();

export type OwnLighting = {
	readonly direct: boolean;
	readonly ambient: boolean;
	/** Its sky has a sun, which shines unless another does. */
	readonly sunny?: boolean;
};

/** The light of a new scene: a warm key with soft shadow and the sky's fill. It gives way to the scene's own lights. */
export class DefaultLights {
	readonly group = new Group();
	readonly #key = new DirectionalLight(KEY_COLOR, KEY_INTENSITY);
	readonly #fill = new HemisphereLight('#d5e3ff', '#6a5f58', FILL_INTENSITY);
	#direction = KEY_DIRECTION.clone();
	#strength = KEY_INTENSITY;
	#share = { key: 1, fill: 1 };
	#goal = { key: 1, fill: 1 };

	constructor() {
		const { shadow } = this.#key;
		this.#key.castShadow = true;
		shadow.mapSize.set(2048, 2048);
		shadow.radius = 3;
		shadow.bias = -0.0002;
		this.group.add(this.#key, this.#key.target, this.#fill);
	}

	/** How strong the sky's own reflection should be now. */
	get surround(): number {
		return SURROUND_INTENSITY * this.#share.fill;
	}

	/** Whether the key light throws shadows now. */
	get shadows(): boolean {
		return this.#key.visible;
	}

	get keyShare(): number {
		return this.#share.key;
	}

	/** What the scene brings decides what is left for the defaults. */
	yieldTo(own: OwnLighting): void {
		this.#goal = {
			key: !own.sunny && (own.direct || own.ambient) ? 0 : 1,
			fill: own.ambient ? 0 : own.direct ? LIT_SHARE : 1,
		};
	}

	/** The sun of a sky stands in for the key light; null: it is itself again. */
	standIn(sun: SunLight | null): void {
		this.#strength = sun?.intensity ?? KEY_INTENSITY;
		this.#key.color.set(sun?.color ?? KEY_COLOR);
		if (sun) this.#direction.copy(sun.toward).negate();
		else this.#direction.copy(KEY_DIRECTION);
	}

	aim(bounds: Box3): void {
		fitSun(this.#key, this.#direction, bounds);
	}

	/** Moves towards the goal; true while it is still on the way. */
	step(deltaMs: number): boolean {
		const most = deltaMs / FADE_MS;
		this.#share = {
			key: approach(this.#share.key, this.#goal.key, most),
			fill: approach(this.#share.fill, this.#goal.fill, most),
		};
		this.#key.intensity = this.#strength * this.#share.key;
		this.#key.visible = this.#key.intensity > 0;
		this.#fill.intensity = FILL_INTENSITY * this.#share.fill;
		this.#fill.visible = this.#share.fill > 0;
		return this.#share.key !== this.#goal.key || this.#share.fill !== this.#goal.fill;
	}

	dispose(): void {
		this.#key.dispose();
		this.#fill.dispose();
	}
}

const approach = (from: number, to: number, most: number): number =>
	from < to ? Math.min(to, from + most) : Math.max(to, from - most);
