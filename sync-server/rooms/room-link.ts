import type { Dispose } from '#lib/base/disposer.ts';
import type { Bus, BusEntry } from '../bus/bus.ts';
import { describeCause, type Log } from '../ops/log.ts';
import { decodeNews, encodeNews, type RoomNews } from './room-news.ts';

/** What a room does with what it hears of the other instances. */
export type RoomLinkEvents = {
	readonly news: (news: RoomNews, from: string) => void;
	/** Something may have been missed. */
	readonly lost: () => void;
};

type Parts = {
	readonly bus: Bus;
	/** This instance, as the others know it. */
	readonly instance: string;
	readonly log: Log;
};

/** One room's line to the other instances that have it open. */
export class RoomLink {
	#parts: Parts;
	#topic: string;
	#events: RoomLinkEvents | null = null;
	/** What was heard while the document was still being read. */
	#early: ((events: RoomLinkEvents) => void)[] = [];
	#end: Dispose = () => {};
	#closed = false;

	private constructor(topic: string, parts: Parts) {
		this.#topic = topic;
		this.#parts = parts;
	}

	/** From here on nothing is missed: what is read of the document afterwards is as new as what is heard, or newer. */
	static async open(topic: string, parts: Parts): Promise<RoomLink> {
		const link = new RoomLink(topic, parts);
		link.#end = await parts.bus.follow(topic, null, {
			entry: (entry) => link.#hear(entry),
			lost: () => link.#tell(({ lost }) => lost()),
		});
		return link;
	}

	/** Hears everything, what was heard before first. */
	attach(events: RoomLinkEvents): void {
		this.#events = events;
		for (const tell of this.#early.splice(0)) tell(events);
		this.publish({ kind: 'opened' });
	}

	/** Tells the others, if the bus can be reached: what matters is in the log, which they read again when in doubt. */
	publish(news: RoomNews): void {
		if (this.#closed) return;
		const { bus, instance, log } = this.#parts;
		bus.publish(this.#topic, instance, encodeNews(news)).catch((cause: unknown) => {
			log.error('The other instances could not be told', { room: this.#topic, cause: describeCause(cause) });
		});
	}

	close(): void {
		this.publish({ kind: 'closed' });
		this.#closed = true;
		this.#end();
	}

	#hear({ from, message }: BusEntry): void {
		if (from === this.#parts.instance) return;
		const news = decodeNews(message);
		if (news) this.#tell((events) => events.news(news, from));
	}

	#tell(tell: (events: RoomLinkEvents) => void): void {
		if (this.#closed) return;
		if (this.#events) tell(this.#events);
		else this.#early.push(tell);
	}
}
