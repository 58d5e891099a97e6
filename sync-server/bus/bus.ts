import type { Dispose } from '#lib/base/disposer.ts';

/** What an instance said about a topic, in the order in which all hear it. */
export type BusEntry = { readonly position: number; readonly from: string; readonly message: Uint8Array };

export type BusEvents = {
	/** Called once for each entry, in order; one's own come as well. */
	readonly entry: (entry: BusEntry) => void;
	/** Entries were let go before they could be heard. What follows goes on behind them. */
	readonly lost: () => void;
};

/**
 * What the instances of one server tell each other: for each topic a stream, ordered and kept for a while. It carries
 * nothing that is not durable elsewhere or stale in a moment, so that losing some of it loses nothing.
 */
export interface Bus {
	/** Appends to the topic's stream; resolves with the place it took. Rejects when the bus cannot be reached. */
	publish(topic: string, from: string, message: Uint8Array): Promise<number>;
	/** Hears what comes behind this position, or from now on. Resolves once nothing more can be missed. */
	follow(topic: string, after: number | null, events: BusEvents): Promise<Dispose>;
}
