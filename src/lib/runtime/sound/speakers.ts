import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';

export type Bus = 'effects' | 'music' | 'voice';

/** A sound that is ready to be played. */
export type Clip = { readonly length: number; readonly numberOfChannels: number };

/** How a sound grows quieter with distance, m. */
export type Falloff = {
	readonly refDistance: number;
	readonly maxDistance: number;
	readonly rolloff: number;
};

export type VoiceOptions = {
	readonly volume: number;
	readonly pitch: number;
	readonly loop: boolean;
	readonly bus: Bus;
	/** Where it comes from, world metres; null: everywhere. */
	readonly at: Vector3 | null;
	readonly falloff: Falloff;
	/** Grows to its volume in so many seconds. */
	readonly fade: number;
	/** It came to its end, or was stopped. */
	readonly onended: () => void;
};

export type Voice = {
	move(to: Vector3): void;
	/** Fades away in so many seconds. */
	stop(fade: number): void;
};

/** What is heard of a game. */
export interface Speakers {
	/** Samples a second. */
	readonly rate: number;
	/** Null for what cannot be played. */
	decode(bytes: Uint8Array<ArrayBuffer>): Promise<Clip | null>;
	clipOf(samples: Float32Array<ArrayBuffer>): Clip;
	play(clip: Clip, options: VoiceOptions): Voice;
	/** From where it is heard. */
	listen(position: Vector3, rotation: Quaternion): void;
	/** How loud all of a kind is, or everything, 0 to 1. */
	setVolume(bus: Bus | 'all', volume: number): void;
	/** Stands still, or goes on. */
	setPaused(paused: boolean): void;
	dispose(): void;
}
