import type { GameWorld } from '../world/game-world.ts';
import type { AssetRef, PlayingSound, Sound, SoundEffect, SoundOptions } from './api.ts';
import { ScriptEntity } from './script-entity.ts';
import { finite } from './vectors.ts';

/** More at once nobody hears. */
const MOST_A_TICK = 32;
/** Nothing that can be played has a longer one. */
const LONGEST_NAME = 200;
const BUSES = ['effects', 'music', 'voice'] as const;

/** Sounds are played by whoever shows the game; a script tells what it wants to be heard. */
export class ScriptSound implements Sound {
	#world: GameWorld;
	#tick: () => number;
	#last = 0;
	#toldIn = -1;
	#told = 0;

	constructor(world: GameWorld, tick: () => number) {
		this.#world = world;
		this.#tick = tick;
	}

	play(sound: AssetRef | SoundEffect, options: SoundOptions = {}): PlayingSound {
		const { volume = 1, pitch = 1, loop = false, at, bus = 'effects' } = options;
		const id = ++this.#last;
		const named = nameOf(sound);
		// What is not chosen is silent; so is what nobody could tell from the others.
		if (named && this.#mayTell())
			this.#world.tell({
				...{ type: 'sound', id, ...named, loop: loop === true },
				volume: within(volume, 0, 1, 'volume'),
				pitch: within(pitch, 0.1, 10, 'pitch'),
				index: at instanceof ScriptEntity ? ScriptEntity.indexOf(at) : -1,
				bus: BUSES.includes(bus) ? bus : 'effects',
			});
		return { stop: () => this.#world.tell({ type: 'stop-sound', id }) };
	}

	music(
		sound: AssetRef | null,
		{ volume = 1, fade = 1 }: { readonly volume?: number; readonly fade?: number } = {},
	): void {
		const named = sound === null ? undefined : nameOf(sound);
		this.#world.tell({
			type: 'music',
			sound: named?.sound ?? null,
			volume: within(volume, 0, 1, 'volume'),
			fade: within(fade, 0, 60, 'fade'),
		});
	}

	#mayTell(): boolean {
		const tick = this.#tick();
		if (tick !== this.#toldIn) this.#told = 0;
		this.#toldIn = tick;
		return ++this.#told <= MOST_A_TICK;
	}
}

function nameOf(sound: unknown): { readonly sound: string; readonly isAsset: boolean } | undefined {
	const { asset } = (sound ?? {}) as { readonly asset?: unknown };
	const isAsset = typeof sound !== 'string';
	const name = isAsset ? asset : sound;
	return typeof name === 'string' && name.length <= LONGEST_NAME ? { sound: name, isAsset } : undefined;
}

const within = (value: number, least: number, most: number, what: string): number =>
	Math.min(most, Math.max(least, finite(value, what)));
