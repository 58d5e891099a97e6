import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Result } from '#lib/base/result.ts';
import { readUpdate, type UpdateSummary } from '#lib/doc/read-update.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { Bus } from '../bus/bus.ts';
import type { DocumentLog, Snapshot } from '../storage/document-log.ts';
import type { CommitQueue } from './commit-queue.ts';
import { SMALL_BYTES, type Merger } from './merger.ts';
import { RoomContent, type ReadRow } from './room-content.ts';
import { RoomLink } from './room-link.ts';
import type { RoomMember } from './room-member.ts';
import { Room } from './room.ts';

type Parts = {
	readonly documents: DocumentLog;
	readonly commits: CommitQueue;
	readonly merger: Merger;
	/** Updates behind a snapshot that make a new one worth its while. */
	readonly tailRows: number;
	readonly clock: Clock;
	readonly log: Log;
	/** What connects this instance with others; none when it is the only one. */
	readonly instances?: { readonly bus: Bus; readonly instance: string };
};

/** Milliseconds for which a room nobody is in stays at hand: a reload or a broken line is back by then. */
export const IDLE_GRACE_MS = 30_000;
/** Bytes of all rooms that stay at hand; those left first go first. */
const MAX_IDLE_BYTES = 64 * 1024 * 1024;

/** An open document as whoever looks after the server may see it. */
export type OpenRoom = {
	readonly address: DocumentAddress;
	/** Rises with every room that is opened. */
	readonly number: number;
	readonly since: number;
	readonly connections: number;
	readonly people: number;
	readonly bytes: number;
};

type Loaded = Pick<OpenRoom, 'number' | 'since'>;
type Idle = { readonly bytes: number; readonly cancel: Dispose };

/** The rooms in use: loaded for the first who enters, dropped some time after the last who leaves. */
export class Rooms {
	#parts: Parts;
	#open = new Map<string, Promise<Room>>();
	/** In the order they were opened. */
	#loaded = new Map<Room, Loaded>();
	#opened = 0;
	/** Rooms nobody is in, in the order they were left. */
	#idle = new Map<string, Idle>();
	#idleBytes = 0;
	#closed = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Rooms somebody is in, or about to be. */
	get size(): number {
		return this.#open.size - this.#idle.size;
	}

	/** Bytes of documents held in memory. */
	get bytes(): number {
		let bytes = 0;
		for (const room of this.#loaded.keys()) bytes += room.bytes;
		return bytes;
	}

	/** Rooms opened behind this number, in the order they were opened; also those left a moment ago. */
	list(after: number, limit: number): OpenRoom[] {
		const rooms: OpenRoom[] = [];
		for (const [room, loaded] of this.#loaded) {
			if (rooms.length === limit) break;
			if (loaded.number <= after) continue;
			rooms.push({ address: room.address, ...loaded, ...room.attendance, bytes: room.bytes });
		}
		return rooms;
	}

	/** Joins the document's room, loading it when needed. Rejects when the store fails; the next call tries again. */
	async enter(address: DocumentAddress, member: RoomMember): Promise<{ room: Room; leave: Dispose }> {
		const key = formatAddress(address);
		for (;;) {
			const opening = this.#open.get(key) ?? this.#load(key, address);
			const room = await opening;
			// Another may have come and gone while we waited, and the room with them.
			if (this.#open.get(key) !== opening) continue;
			this.#forgetIdle(key);
			return { room, leave: room.join(member) };
		}
	}

	/** Checks an update from a client; a large one away from the thread that serves the others. */
	read(update: Uint8Array): Result<UpdateSummary, string> | Promise<Result<UpdateSummary, string>> {
		return update.byteLength <= SMALL_BYTES ? readUpdate(update) : this.#parts.merger.read(update);
	}

	/** Another instance of the server is gone. */
	forget(instance: string): void {
		for (const opening of this.#open.values()) {
			opening.then(
				(room) => room.forget(instance),
				() => undefined, // whoever wants to enter hears of it
			);
		}
	}

	/** Lets go of what nobody uses; from here on nothing is kept at hand. */
	close(): void {
		this.#closed = true;
		for (const key of [...this.#idle.keys()]) this.#drop(key);
	}

	#load(key: string, address: DocumentAddress): Promise<Room> {
		let room: Room | null = null;
		const onIdle = () => {
			if (room && this.#open.get(key) === opening) this.#keepIdle(key, room);
		};
		const opening = this.#openRoom(key, address, onIdle).then((opened) => {
			this.#loaded.set(opened, { number: ++this.#opened, since: this.#parts.clock.now() });
			return (room = opened);
		});
		this.#open.set(key, opening);
		opening.catch(() => {
			if (this.#open.get(key) === opening) this.#open.delete(key);
		});
		return opening;
	}

	async #openRoom(key: string, address: DocumentAddress, onIdle: () => void): Promise<Room> {
		const { instances, log } = this.#parts;
		const link = instances ? await RoomLink.open(key, { ...instances, log }) : null;
		try {
			const reread = () => this.#read(address);
			const content = await reread();
			return new Room({ ...this.#parts, address, link, reread, onIdle }, content);
		} catch (cause) {
			link?.close();
			throw cause;
		}
	}

	#keepIdle(key: string, room: Room): void {
		if (!room.isIdle) return;
		this.#forgetIdle(key);
		const { bytes } = room;
		const cancel = this.#parts.clock.after(IDLE_GRACE_MS, () => this.#drop(key));
		this.#idle.set(key, { bytes, cancel });
		this.#idleBytes += bytes;
		for (const oldest of this.#idle.keys()) {
			if (this.#idleBytes <= MAX_IDLE_BYTES && !this.#closed) break;
			this.#drop(oldest);
		}
	}

	#forgetIdle(key: string): void {
		const idle = this.#idle.get(key);
		if (!idle) return;
		idle.cancel();
		this.#idle.delete(key);
		this.#idleBytes -= idle.bytes;
	}

	#drop(key: string): void {
		this.#forgetIdle(key);
		const opening = this.#open.get(key);
		this.#open.delete(key);
		void opening?.then((room) => {
			this.#loaded.delete(room);
			room.dispose();
		});
	}

	async #read(address: DocumentAddress): Promise<RoomContent> {
		const { documents, log } = this.#parts;
		const stored = await documents.load(address);
		const rows: ReadRow[] = [];
		let { quarantined } = stored;
		for (const row of stored.rows) {
			const summary = await this.read(row.update);
			if (summary.ok) rows.push({ ...row, summary: summary.value });
			else {
				await documents.quarantine(address, row.id);
				quarantined++;
			}
		}
		if (quarantined > 0) {
			const document = formatAddress(address);
			log.error('Damaged parts of a document were set aside; the rest is served', { document, quarantined });
		}
		return this.#assemble(address, stored.snapshot, rows);
	}

	async #assemble(
		address: DocumentAddress,
		snapshot: Snapshot | null,
		rows: readonly ReadRow[],
	): Promise<RoomContent> {
		try {
			const content = new RoomContent(this.#parts, snapshot, rows);
			const { stranded } = content;
			const document = formatAddress(address);
			if (stranded > 0)
				this.#parts.log.warn('Updates wait for others that were lost', { document, stranded });
			return content;
		} catch (cause) {
			if (!snapshot) throw cause;
			await this.#parts.documents.quarantineSnapshot(address, snapshot.id);
			this.#parts.log.error('A snapshot could not be read and was set aside; the one before it is served', {
				document: formatAddress(address),
				cause: describeCause(cause),
			});
			return this.#read(address);
		}
	}
}
