import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Bus, BusEntry, BusEvents } from './bus.ts';

type Follower = { heard: number; readonly events: BusEvents; cancel: Dispose | null };

type Topic = { end: number; entries: BusEntry[]; readonly followers: Set<Follower> };

export type MemoryBusOptions = {
	readonly clock: Clock;
	/** Entries of a topic that are kept for those who are behind. */
	readonly keep?: number;
	/** Milliseconds an entry travels. */
	readonly delay?: () => number;
};

/** A bus for the instances of one process. */
export class MemoryBus implements Bus {
	#clock: Clock;
	#keep: number;
	#delay: () => number;
	#topics = new Map<string, Topic>();

	constructor({ clock, keep = 1000, delay = () => 0 }: MemoryBusOptions) {
		this.#clock = clock;
		this.#keep = keep;
		this.#delay = delay;
	}

	publish(name: string, from: string, message: Uint8Array): Promise<number> {
		const topic = this.#topics.get(name);
		// Nobody hears it, and who comes later begins later.
		if (!topic) return Promise.resolve(0);
		const entry = { position: ++topic.end, from, message: message.slice() };
		topic.entries.push(entry);
		if (topic.entries.length > this.#keep) topic.entries.shift();
		for (const follower of topic.followers) this.#wake(topic, follower);
		return Promise.resolve(entry.position);
	}

	follow(name: string, after: number | null, events: BusEvents): Promise<Dispose> {
		const topic = this.#topics.get(name) ?? { end: 0, entries: [], followers: new Set() };
		this.#topics.set(name, topic);
		const follower: Follower = { heard: after ?? topic.end, events, cancel: null };
		topic.followers.add(follower);
		if (follower.heard < topic.end) this.#wake(topic, follower);
		return Promise.resolve(() => {
			follower.cancel?.();
			topic.followers.delete(follower);
			if (topic.followers.size === 0) this.#topics.delete(name);
		});
	}

	/** Topics somebody follows. */
	get topics(): number {
		return this.#topics.size;
	}

	#wake(topic: Topic, follower: Follower): void {
		follower.cancel ??= this.#clock.after(this.#delay(), () => {
			follower.cancel = null;
			this.#deliver(topic, follower);
		});
	}

	#deliver(topic: Topic, follower: Follower): void {
		const { heard, events } = follower;
		const oldest = topic.end - topic.entries.length;
		follower.heard = topic.end;
		if (heard < oldest) events.lost();
		for (const entry of topic.entries.slice(Math.max(0, heard - oldest))) {
			if (topic.followers.has(follower)) events.entry(entry);
		}
	}
}
