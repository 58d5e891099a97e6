import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { Bus } from './bus.ts';

/** Milliseconds between two signs of life of an instance, and without any until it counts as gone. */
const BEAT_MS = 5_000;
const GONE_MS = 15_000;
const TOPIC = 'instances';
const ALIVE = new Uint8Array([1]);
const LEAVING = new Uint8Array([0]);

type Parts = {
	readonly bus: Bus;
	/** This one's name. */
	readonly instance: string;
	readonly clock: Clock;
	readonly log: Log;
	/** An instance has ended, or has not been heard of for long. */
	readonly onGone: (instance: string) => void;
};

/** Which other instances of the server there are. */
export class Instances {
	#parts: Parts;
	/** When each was last heard of. */
	#heard = new Map<string, number>();
	#end: Dispose = () => {};
	#cancelBeat: Dispose = () => {};
	#following = false;
	#closed = false;

	constructor(parts: Parts) {
		this.#parts = parts;
		void this.#beat();
	}

	close(): void {
		this.#closed = true;
		this.#cancelBeat();
		this.#say(LEAVING);
		this.#end();
	}

	async #beat(): Promise<void> {
		this.#cancelBeat = this.#parts.clock.after(BEAT_MS, () => void this.#beat());
		for (const [instance, at] of this.#heard) {
			if (this.#parts.clock.now() - at > GONE_MS) this.#forget(instance);
		}
		if (!this.#following) await this.#follow();
		if (!this.#closed) this.#say(ALIVE);
	}

	async #follow(): Promise<void> {
		const { bus, instance, clock, log } = this.#parts;
		this.#following = true;
		try {
			const end = await bus.follow(TOPIC, null, {
				entry: ({ from, message }) => {
					if (from === instance) return;
					if (message[0] === LEAVING[0]) this.#forget(from);
					else this.#heard.set(from, clock.now());
				},
				lost: () => {}, // the next beat says it all
			});
			if (this.#closed) end();
			else this.#end = end;
		} catch (cause) {
			this.#following = false;
			log.error('The other instances cannot be heard', { cause: describeCause(cause) });
		}
	}

	#forget(instance: string): void {
		if (this.#heard.delete(instance)) this.#parts.onGone(instance);
	}

	#say(message: Uint8Array): void {
		const { bus, instance, log } = this.#parts;
		bus.publish(TOPIC, instance, message).catch((cause: unknown) => {
			log.error('The other instances could not be told', { cause: describeCause(cause) });
		});
	}
}
