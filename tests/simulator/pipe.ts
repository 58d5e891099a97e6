import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { Link, Parcel } from './virtual-network.ts';

type Waiting = { readonly parcel: Parcel; readonly size: number; sent: (() => void) | undefined };

/** One direction of a socket: in order, as fast as the link lets it, held or lost with it. */
export class Pipe {
	readonly #link: Link;
	readonly #clock: Clock;
	readonly #random: Random;
	readonly #arrive: (parcel: Parcel) => void;
	/** Sent and not yet heard, oldest first. */
	#queue: Waiting[] = [];
	#lastDeparture = 0;
	#lastArrival = 0;
	#due = 0;
	#dead = false;
	#paused = false;
	buffered = 0;

	constructor(link: Link, clock: Clock, random: Random, arrive: (parcel: Parcel) => void) {
		this.#link = link;
		this.#clock = clock;
		this.#random = random;
		this.#arrive = arrive;
	}

	send(parcel: Parcel, sent?: () => void): void {
		const size = parcel.kind === 'message' ? parcel.bytes.byteLength : 0;
		const waiting = { parcel, size, sent };
		this.buffered += size;
		// A dead pipe takes bytes for ever, as a socket's buffer does until somebody gives up on it.
		if (this.#dead) return void this.#queue.push(waiting);
		this.#queue.push(waiting);
		this.#schedule(size);
	}

	setPaused(paused: boolean): void {
		this.#paused = paused;
		if (!paused) this.#deliver();
	}

	/** What was held comes after all. */
	release(): void {
		this.#deliver();
	}

	die(): void {
		this.#dead = true;
	}

	/** Whoever sent has gone: nothing of theirs waits any more. */
	abandon(): void {
		for (const waiting of this.#queue) {
			waiting.sent?.();
			waiting.sent = undefined;
		}
	}

	#schedule(size: number): void {
		const { latency, jitter, bytesPerSecond } = this.#link;
		const now = this.#clock.now();
		this.#lastDeparture = Math.max(now, this.#lastDeparture) + (size / bytesPerSecond) * 1000;
		const arrival = Math.max(this.#lastDeparture + latency + this.#random() * jitter, this.#lastArrival);
		this.#lastArrival = arrival;
		this.#clock.after(arrival - now, () => {
			this.#due++;
			this.#deliver();
		});
	}

	#deliver(): void {
		while (this.#due > 0 && !this.#dead && !this.#paused && !this.#link.stalled) {
			const waiting = this.#queue.shift();
			this.#due--;
			if (!waiting) return;
			this.buffered -= waiting.size;
			waiting.sent?.();
			this.#arrive(waiting.parcel);
		}
	}
}
