import type { DocumentId } from '#lib/base/ids.ts';

type Message = { readonly documentId: DocumentId; readonly bytes: Uint8Array };

/** Who takes part: something that receives, and can say what it has and what another lacks. */
export type Station = {
	readonly name: string;
	online: boolean;
	receive(documentId: DocumentId, bytes: Uint8Array): void;
	/** What a station lacks that has this state, document by document. */
	answer(states: ReadonlyMap<DocumentId, Uint8Array>): ReadonlyMap<DocumentId, Uint8Array>;
	states(): ReadonlyMap<DocumentId, Uint8Array>;
};

/**
 * A relay that holds bytes and merges nothing: a queue for every pair of stations. What is sent to or by someone
 * who is away never arrives; whoever comes back asks for what it lacks.
 */
export class DocumentNetwork {
	readonly stations: Station[] = [];
	#queues = new Map<string, Message[]>();

	get waiting(): number {
		let sum = 0;
		for (const queue of this.#queues.values()) sum += queue.length;
		return sum;
	}

	/** To everybody who is there; `from` is whoever made it, and needs no station. */
	send(from: string, documentId: DocumentId, bytes: Uint8Array): void {
		const sender = this.stations.find(({ name }) => name === from);
		if (sender && !sender.online) return;
		for (const to of this.stations) {
			if (to.online && to !== sender) this.#queue(from, to.name).push({ documentId, bytes });
		}
	}

	/** Delivers up to `count` messages on one way. `at` takes them from the middle instead of in their order. */
	deliver(way: number, count: number, at = 0): string {
		const [names, queue] = this.#pick(way);
		if (!queue) return 'delivers nothing';
		let done = 0;
		while (done < count && queue.length > 0) {
			const [message] = queue.splice(at % queue.length, 1);
			this.#hand(names, message);
			done++;
		}
		return `delivers ${done} ${names}${at > 0 ? ' out of order' : ''}`;
	}

	/** Delivers a message that will come once more. */
	deliverTwice(way: number, at: number): string {
		const [names, queue] = this.#pick(way);
		this.#hand(names, queue?.[at % queue.length]);
		return `delivers twice ${names}`;
	}

	/** What is under way to or from a station is gone. */
	lose(station: Station): void {
		for (const [names, queue] of this.#queues) {
			const [from, to] = names.split(' → ');
			if (from === station.name || to === station.name) queue.length = 0;
		}
	}

	/** A station is back: it and all others that are there send each other what they lack. */
	greet(station: Station): void {
		station.online = true;
		for (const other of this.stations) {
			if (other === station || !other.online) continue;
			for (const [documentId, bytes] of other.answer(station.states())) {
				this.#queue(other.name, station.name).push({ documentId, bytes });
			}
			for (const [documentId, bytes] of station.answer(other.states())) {
				this.#queue(station.name, other.name).push({ documentId, bytes });
			}
		}
	}

	deliverAll(): void {
		for (const [names, queue] of this.#queues) {
			for (const message of queue.splice(0)) this.#hand(names, message);
		}
	}

	/** Everybody is back and gets everything. */
	settle(): void {
		for (const station of this.stations) station.online = true;
		this.deliverAll();
		for (let round = 0; round < 2; round++) {
			for (const station of this.stations) this.greet(station);
			this.deliverAll();
		}
	}

	#pick(way: number): [names: string, queue: Message[] | undefined] {
		const full = [...this.#queues].filter(([, queue]) => queue.length > 0);
		const [names, queue] = full[way % full.length] ?? [];
		return [names ?? '', queue];
	}

	#hand(names: string, message: Message | undefined): void {
		const to = names.split(' → ')[1];
		const station = this.stations.find(({ name }) => name === to);
		if (station && message) station.receive(message.documentId, message.bytes);
	}

	#queue(from: string, to: string): Message[] {
		const names = `${from} → ${to}`;
		const queue = this.#queues.get(names) ?? [];
		this.#queues.set(names, queue);
		return queue;
	}
}
