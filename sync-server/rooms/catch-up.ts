import { readUpdate } from '#lib/doc/read-update.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { RoomContent } from './room-content.ts';

type Parts = {
	readonly address: DocumentAddress;
	readonly log: Log;
	/** Reads the document as it is stored now. */
	readonly reread: () => Promise<RoomContent>;
};

type Room = {
	readonly content: () => RoomContent;
	/** Takes the content in place of its own, and tells its members what is new to them. */
	readonly adopt: (fresh: RoomContent, news: readonly Uint8Array[]) => void;
};

/** Reads a document again that other instances of the server write as well: one reading at a time. */
export class CatchUp {
	#parts: Parts;
	#room: Room;
	#running: Promise<boolean> | null = null;
	#again = false;

	constructor(parts: Parts, room: Room) {
		this.#parts = parts;
		this.#room = room;
	}

	/** Resolves once all that was stored before the call is here; false when it could not be read. */
	run(): Promise<boolean> {
		this.#again = true;
		this.#running ??= this.#run().finally(() => {
			this.#running = null;
		});
		return this.#running;
	}

	async #run(): Promise<boolean> {
		try {
			while (this.#again) {
				this.#again = false;
				await this.#readAgain();
			}
			return true;
		} catch (cause) {
			const document = formatAddress(this.#parts.address);
			this.#parts.log.error('A document could not be read again', {
				document,
				cause: describeCause(cause),
			});
			return false;
		}
	}

	async #readAgain(): Promise<void> {
		const fresh = await this.#parts.reread();
		const before = this.#room.content();
		const { update, later } = await fresh.greet(before.known.stateVector(), () => {});
		const news = [update, ...later].filter((part) => {
			const summary = readUpdate(part);
			return summary.ok && !before.known.contains(summary.value);
		});
		// What was stored here while the log was being read.
		for (const row of before.tail) {
			const summary = readUpdate(row.update);
			if (summary.ok && !fresh.known.contains(summary.value)) fresh.add(row.id, row.update, summary.value);
		}
		this.#room.adopt(fresh, news);
	}
}
