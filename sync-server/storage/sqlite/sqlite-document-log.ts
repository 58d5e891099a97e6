import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type {
	DocumentLog,
	LogEntry,
	LogRow,
	RowId,
	Snapshot,
	SnapshotContent,
	StoredDocument,
} from '../document-log.ts';
import { inTransaction } from './database.ts';

const OF_DOCUMENT = 'project_id = ? AND document_id = ?';

/** The document log in SQLite. Its calls block while the disk syncs; the promises keep the port open to others. */
export class SqliteDocumentLog implements DocumentLog {
	#database: DatabaseSync;
	#insert: StatementSync;
	#selectRows: StatementSync;
	#selectSnapshot: StatementSync;
	#fold: StatementSync;
	#deleteRow: StatementSync;
	#setRowAside: StatementSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare(
			'INSERT INTO document_rows (project_id, document_id, crc, bytes) VALUES (?, ?, ?, ?)',
		);
		this.#selectRows = database.prepare(
			`SELECT row, crc, bytes FROM document_rows
			WHERE ${OF_DOCUMENT} AND (folded_into IS NULL OR folded_into > ?) ORDER BY row`,
		);
		this.#selectSnapshot = database.prepare(
			`SELECT * FROM snapshots WHERE ${OF_DOCUMENT} ORDER BY id DESC LIMIT 1`,
		);
		this.#fold = database.prepare(
			`UPDATE document_rows SET folded_into = ? WHERE row = ? AND ${OF_DOCUMENT}`,
		);
		this.#deleteRow = database.prepare(`DELETE FROM document_rows WHERE row = ? AND ${OF_DOCUMENT}`);
		this.#setRowAside = database.prepare(
			`INSERT INTO quarantine (row, project_id, document_id, crc, bytes)
			SELECT row, project_id, document_id, crc, bytes FROM document_rows WHERE row = ? AND ${OF_DOCUMENT}`,
		);
	}

	append(entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		return this.#attempt(() => entries.map(({ address, update }) => this.#add(address, update)));
	}

	async load(address: DocumentAddress): Promise<StoredDocument> {
		const { snapshot, damaged: damagedSnapshots } = await this.#loadSnapshot(address);
		// Rows folded into a snapshot that is lost are needed again.
		const found = this.#selectRows.all(address.projectId, address.documentId, snapshot?.id ?? 0);
		const rows: LogRow[] = [];
		const damaged: RowId[] = [];
		for (const row of found) {
			const id = Number(row['row']);
			const update = row['bytes'] as Uint8Array;
			if (crc32(update) === row['crc']) rows.push({ id, update });
			else damaged.push(id);
		}
		for (const id of damaged) await this.quarantine(address, id);
		return { snapshot, rows, quarantined: damaged.length + damagedSnapshots };
	}

	compact(
		address: DocumentAddress,
		after: number | null,
		rows: readonly RowId[],
		content: SnapshotContent,
	): Promise<Snapshot | null> {
		const { projectId, documentId } = address;
		return this.#attempt(() => {
			const newest = this.#selectSnapshot.get(projectId, documentId);
			if ((newest ? Number(newest['id']) : null) !== after) return null;
			this.#forgetBefore(address, after ?? 0);
			const { lastInsertRowid } = this.#database
				.prepare(
					'INSERT INTO snapshots (project_id, document_id, crc, state, state_vector, deletions) VALUES (?, ?, ?, ?, ?, ?)',
				)
				.run(projectId, documentId, checksum(content), content.state, content.stateVector, content.deletions);
			const id = Number(lastInsertRowid);
			for (const row of rows) this.#fold.run(id, row, projectId, documentId);
			return { id, ...content };
		});
	}

	quarantine(address: DocumentAddress, row: RowId): Promise<void> {
		return this.#attempt(() => {
			this.#setRowAside.run(row, address.projectId, address.documentId);
			this.#deleteRow.run(row, address.projectId, address.documentId);
		});
	}

	quarantineSnapshot({ projectId, documentId }: DocumentAddress, id: number): Promise<void> {
		return this.#attempt(() => {
			const where = `WHERE id = ? AND ${OF_DOCUMENT}`;
			this.#database
				.prepare(`INSERT INTO quarantined_snapshots SELECT * FROM snapshots ${where}`)
				.run(id, projectId, documentId);
			this.#database.prepare(`DELETE FROM snapshots ${where}`).run(id, projectId, documentId);
		});
	}

	async #loadSnapshot(address: DocumentAddress): Promise<{ snapshot: Snapshot | null; damaged: number }> {
		for (let damaged = 0; ; damaged++) {
			const found = this.#selectSnapshot.get(address.projectId, address.documentId);
			if (!found) return { snapshot: null, damaged };
			const snapshot = readSnapshot(found);
			if (checksum(snapshot) === found['crc']) return { snapshot, damaged };
			await this.quarantineSnapshot(address, snapshot.id);
		}
	}

	/** Removes what the snapshot has replaced: older ones, and the rows in it. */
	#forgetBefore({ projectId, documentId }: DocumentAddress, snapshot: number): void {
		this.#database
			.prepare(`DELETE FROM document_rows WHERE ${OF_DOCUMENT} AND folded_into <= ?`)
			.run(projectId, documentId, snapshot);
		this.#database
			.prepare(`DELETE FROM snapshots WHERE ${OF_DOCUMENT} AND id < ?`)
			.run(projectId, documentId, snapshot);
	}

	#add(address: DocumentAddress, update: Uint8Array): RowId {
		const { projectId, documentId } = address;
		return Number(this.#insert.run(projectId, documentId, crc32(update), update).lastInsertRowid);
	}

	// A throw becomes a rejection, as callers of an asynchronous port expect.
	async #attempt<T>(run: () => T): Promise<T> {
		return inTransaction(this.#database, run);
	}
}

function readSnapshot(found: Record<string, SQLOutputValue>): Snapshot {
	return {
		id: Number(found['id']),
		state: found['state'] as Uint8Array,
		stateVector: found['state_vector'] as Uint8Array,
		deletions: found['deletions'] as Uint8Array,
	};
}

const checksum = ({ state, stateVector, deletions }: SnapshotContent): number =>
	crc32(deletions, crc32(stateVector, crc32(state)));
