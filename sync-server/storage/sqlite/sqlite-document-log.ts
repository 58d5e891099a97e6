import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { DocumentLog, LogEntry, LogRow, RowId, StoredDocument } from '../document-log.ts';
import { inTransaction } from './database.ts';

/** The document log in SQLite. Its calls block while the disk syncs; the promises keep the port open to others. */
export class SqliteDocumentLog implements DocumentLog {
	#database: DatabaseSync;
	#insert: StatementSync;
	#select: StatementSync;
	#delete: StatementSync;
	#setAside: StatementSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare(
			'INSERT INTO document_rows (project_id, document_id, crc, bytes) VALUES (?, ?, ?, ?)',
		);
		this.#select = database.prepare(
			'SELECT row, crc, bytes FROM document_rows WHERE project_id = ? AND document_id = ? ORDER BY row',
		);
		this.#delete = database.prepare(
			'DELETE FROM document_rows WHERE row = ? AND project_id = ? AND document_id = ?',
		);
		this.#setAside = database.prepare(
			`INSERT INTO quarantine (row, project_id, document_id, crc, bytes)
			SELECT row, project_id, document_id, crc, bytes FROM document_rows
			WHERE row = ? AND project_id = ? AND document_id = ?`,
		);
	}

	append(entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		return this.#attempt(() => entries.map(({ address, update }) => this.#add(address, update)));
	}

	async load(address: DocumentAddress): Promise<StoredDocument> {
		const found = this.#select.all(address.projectId, address.documentId);
		const rows: LogRow[] = [];
		const damaged: RowId[] = [];
		for (const row of found) {
			const id = Number(row['row']);
			const update = row['bytes'] as Uint8Array;
			if (crc32(update) === row['crc']) rows.push({ id, update });
			else damaged.push(id);
		}
		for (const id of damaged) await this.quarantine(address, id);
		return { rows, quarantined: damaged.length };
	}

	fold(address: DocumentAddress, rows: readonly RowId[], update: Uint8Array): Promise<RowId> {
		return this.#attempt(() => {
			const folded = this.#add(address, update);
			for (const row of rows) this.#delete.run(row, address.projectId, address.documentId);
			return folded;
		});
	}

	quarantine(address: DocumentAddress, row: RowId): Promise<void> {
		return this.#attempt(() => {
			this.#setAside.run(row, address.projectId, address.documentId);
			this.#delete.run(row, address.projectId, address.documentId);
		});
	}

	#add(address: DocumentAddress, update: Uint8Array): RowId {
		const { lastInsertRowid } = this.#insert.run(
			address.projectId,
			address.documentId,
			crc32(update),
			update,
		);
		return Number(lastInsertRowid);
	}

	// A throw becomes a rejection, as callers of an asynchronous port expect.
	async #attempt<T>(run: () => T): Promise<T> {
		return inTransaction(this.#database, run);
	}
}
