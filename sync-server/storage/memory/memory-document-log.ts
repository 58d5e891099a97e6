import { crc32 } from 'node:zlib';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import type {
	DocumentLog,
	LogEntry,
	LogRow,
	RowId,
	Snapshot,
	SnapshotContent,
	StoredDocument,
} from '../document-log.ts';

type Row = LogRow & { readonly crc: number; foldedInto: number | null };
type KeptSnapshot = Snapshot & { readonly crc: number };
type Document = { rows: Row[]; snapshots: KeptSnapshot[] };

/** A document log for tests: keeps everything, until the process ends. */
export class MemoryDocumentLog implements DocumentLog {
	#documents = new Map<string, Document>();
	#quarantined = 0;
	#nextId = 1;

	append(entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		return Promise.resolve(entries.map(({ address, update }) => this.#add(address, update)));
	}

	load(address: DocumentAddress): Promise<StoredDocument> {
		const document = this.#of(address);
		const before = this.#quarantined;
		this.#setSnapshotsAside(document, (kept) => checksum(kept) !== kept.crc);
		const kept = document.snapshots.at(-1);
		const snapshot = kept ? { id: kept.id, ...copy(kept) } : null;
		const isNeeded = ({ foldedInto }: Row) => foldedInto === null || foldedInto > (snapshot?.id ?? 0);
		this.#setRowsAside(document, (row) => isNeeded(row) && crc32(row.update) !== row.crc);
		const rows = document.rows.filter(isNeeded).map(({ id, update }) => ({ id, update: update.slice() }));
		return Promise.resolve({ snapshot, rows, quarantined: this.#quarantined - before });
	}

	compact(
		address: DocumentAddress,
		after: number | null,
		rows: readonly RowId[],
		content: SnapshotContent,
	): Promise<Snapshot | null> {
		const document = this.#of(address);
		if ((document.snapshots.at(-1)?.id ?? null) !== after) return Promise.resolve(null);
		document.snapshots = document.snapshots.slice(-1);
		document.rows = document.rows.filter(
			({ foldedInto }) => foldedInto === null || foldedInto > (after ?? 0),
		);
		const id = this.#nextId++;
		document.snapshots.push({ id, ...copy(content), crc: checksum(content) });
		for (const row of document.rows) if (rows.includes(row.id)) row.foldedInto = id;
		// The caller's own bytes: what happens to the stored ones it must not feel.
		return Promise.resolve({ id, ...content });
	}

	quarantine(address: DocumentAddress, row: RowId): Promise<void> {
		this.#setRowsAside(this.#of(address), ({ id }) => id === row);
		return Promise.resolve();
	}

	quarantineSnapshot(address: DocumentAddress, snapshot: number): Promise<void> {
		this.#setSnapshotsAside(this.#of(address), ({ id }) => id === snapshot);
		return Promise.resolve();
	}

	/** Flips a bit in a stored row, as a failing disk would. */
	damage(address: DocumentAddress, row: RowId): void {
		flip(this.#of(address).rows.find(({ id }) => id === row)?.update);
	}

	/** Flips a bit in the newest snapshot. */
	damageSnapshot(address: DocumentAddress): void {
		flip(this.#of(address).snapshots.at(-1)?.state);
	}

	get quarantined(): number {
		return this.#quarantined;
	}

	/** All there is, in service or kept for the case that a snapshot is lost. */
	get kept(): { rows: number; snapshots: number } {
		const documents = [...this.#documents.values()];
		return {
			rows: documents.reduce((sum, { rows }) => sum + rows.length, 0),
			snapshots: documents.reduce((sum, { snapshots }) => sum + snapshots.length, 0),
		};
	}

	#of(address: DocumentAddress): Document {
		const key = formatAddress(address);
		const found = this.#documents.get(key) ?? { rows: [], snapshots: [] };
		this.#documents.set(key, found);
		return found;
	}

	#add(address: DocumentAddress, update: Uint8Array): RowId {
		const row = { id: this.#nextId++, update: update.slice(), crc: crc32(update), foldedInto: null };
		this.#of(address).rows.push(row);
		return row.id;
	}

	#setRowsAside(document: Document, isBad: (row: Row) => boolean): void {
		const sound = document.rows.filter((row) => !isBad(row));
		this.#quarantined += document.rows.length - sound.length;
		document.rows = sound;
	}

	#setSnapshotsAside(document: Document, isBad: (snapshot: KeptSnapshot) => boolean): void {
		const sound = document.snapshots.filter((snapshot) => !isBad(snapshot));
		this.#quarantined += document.snapshots.length - sound.length;
		document.snapshots = sound;
	}
}

const copy = ({ state, stateVector, deletions }: SnapshotContent): SnapshotContent => ({
	state: state.slice(),
	stateVector: stateVector.slice(),
	deletions: deletions.slice(),
});

const checksum = ({ state, stateVector, deletions }: SnapshotContent): number =>
	crc32(deletions, crc32(stateVector, crc32(state)));

function flip(bytes: Uint8Array | undefined): void {
	if (bytes) bytes[0] = (bytes[0] ?? 0) ^ 1;
}
