import { makeEffect } from './effects.ts';
import type { Clip, Speakers } from './speakers.ts';

/** Decoded, bytes: a few minutes of music. */
const MOST_BYTES = 128 * 1024 * 1024;

export type LoadSound = (hash: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Sounds that are ready to be played; what was not heard for longest goes first when they grow too many. */
export class Clips {
	#speakers: Pick<Speakers, 'decode' | 'clipOf' | 'rate'>;
	#load: LoadSound;
	#ready = new Map<string, Clip>();
	#coming = new Map<string, Promise<Clip | null>>();
	#most: number;

	constructor(speakers: Pick<Speakers, 'decode' | 'clipOf' | 'rate'>, load: LoadSound, most = MOST_BYTES) {
		this.#speakers = speakers;
		this.#load = load;
		this.#most = most;
	}

	/** Null for what is not here, and what nobody can play. */
	async get(sound: string, isAsset: boolean): Promise<Clip | null> {
		const key = `${isAsset ? 'asset' : 'effect'} ${sound}`;
		const ready = this.#ready.get(key);
		if (ready) {
			this.#ready.delete(key);
			this.#ready.set(key, ready);
			return ready;
		}
		const coming = this.#coming.get(key) ?? this.#bring(key, sound, isAsset);
		this.#coming.set(key, coming);
		return coming;
	}

	async #bring(key: string, sound: string, isAsset: boolean): Promise<Clip | null> {
		try {
			const clip = isAsset ? await this.#decode(sound) : this.#make(sound);
			if (clip) this.#keep(key, clip);
			return clip;
		} catch {
			return null; // what cannot be had is silent
		} finally {
			this.#coming.delete(key);
		}
	}

	async #decode(hash: string): Promise<Clip | null> {
		const bytes = await this.#load(hash);
		return bytes && this.#speakers.decode(bytes);
	}

	#make(name: string): Clip | null {
		const samples = makeEffect(name, this.#speakers.rate);
		return samples && this.#speakers.clipOf(samples);
	}

	#keep(key: string, clip: Clip): void {
		this.#ready.set(key, clip);
		let bytes = 0;
		for (const one of this.#ready.values()) bytes += sizeOf(one);
		for (const [old, one] of this.#ready) {
			if (bytes <= this.#most || old === key) break;
			this.#ready.delete(old);
			bytes -= sizeOf(one);
		}
	}
}

const sizeOf = ({ length, numberOfChannels }: Clip): number => length * numberOfChannels * 4;
