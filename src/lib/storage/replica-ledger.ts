import { changesOf, countWaiting, mergeLedgers } from './change-ledger.ts';
import type { ChangeLedger } from './ports.ts';

/** How many changes of each replica were in what was sent. Opaque to others: taken when sending, handed back when acknowledged. */
export type ChangeMark = { readonly [replica: string]: number };

/**
 * One tab's view of who changed a document how often, and how much of that a server has. It knows of more changes
 * (`ledger`) than it holds itself (`held`): only what it holds can it have sent.
 */
export class ReplicaLedger {
	readonly replica: string;
	#ledger: ChangeLedger = {};
	#held: { [replica: string]: number } = {};

	constructor(replica: string) {
		this.replica = replica;
	}

	get ledger(): ChangeLedger {
		return this.#ledger;
	}

	get held(): ChangeMark {
		return this.#held;
	}

	get waiting(): number {
		return countWaiting(this.#ledger);
	}

	/** Counts one change made here; returns this replica's line of the ledger. */
	countOwn(): ChangeLedger {
		const { made, acknowledged } = changesOf(this.#ledger, this.replica);
		const line = { [this.replica]: { made: made + 1, acknowledged } };
		this.#ledger = mergeLedgers(this.#ledger, line);
		this.#held = { ...this.#held, [this.replica]: made + 1 };
		return line;
	}

	/** Takes what the database or another tab knows. Returns whether any of it was news. */
	learn(other: ChangeLedger): boolean {
		const merged = mergeLedgers(this.#ledger, other);
		const news = Object.entries(merged).some(([replica, changes]) => {
			const known = changesOf(this.#ledger, replica);
			return known.made !== changes.made || known.acknowledged !== changes.acknowledged;
		});
		this.#ledger = merged;
		return news;
	}

	/** The document now contains the first `count` changes of these replicas. */
	hold(counts: ChangeMark): void {
		const held = { ...this.#held };
		for (const [replica, count] of Object.entries(counts)) {
			held[replica] = Math.max(held[replica] ?? 0, count);
		}
		this.#held = held;
	}

	/** Whether `count` is the very next change of that replica, or one held already. */
	follows(replica: string, count: number): boolean {
		return count <= (this.#held[replica] ?? 0) + 1;
	}

	mark(scope: 'own' | 'all'): ChangeMark {
		return scope === 'all' ? { ...this.#held } : { [this.replica]: this.#held[this.replica] ?? 0 };
	}

	/** Returns the lines that changed, to be kept and told; `null` when there was nothing new in it. */
	acknowledge(mark: ChangeMark): ChangeLedger | null {
		const lines: { [replica: string]: { made: number; acknowledged: number } } = {};
		for (const [replica, count] of Object.entries(mark)) {
			const { made, acknowledged } = changesOf(this.#ledger, replica);
			if (count > acknowledged) lines[replica] = { made: Math.max(made, count), acknowledged: count };
		}
		if (Object.keys(lines).length === 0) return null;
		this.#ledger = mergeLedgers(this.#ledger, lines);
		return lines;
	}
}

/** All changes a ledger knows to have been made. */
export const madeIn = (ledger: ChangeLedger): ChangeMark =>
	Object.fromEntries(Object.entries(ledger).map(([replica, { made }]) => [replica, made]));
