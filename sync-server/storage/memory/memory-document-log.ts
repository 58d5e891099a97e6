import { crc32 } from 'node:zlib';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import type { DocumentLog, LogEntry, LogRow, RowId, StoredDocument } from '../document-log.ts';

type Row = LogRow & { readonly crc: number };

/** A document log for tests: keeps everything, until the process ends. */
export class MemoryDocumentLog implements DocumentLog {
	#documents = new Map<string, Row[]>();
	#quarantine: { address: string; row: Row }[] = [];
	#nextRow = 1;

	append(entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		return Promise.resolve(entries.map(({ address, update }) => this.#add(formatAddress(address), update)));
	}

	load(address: DocumentAddress): Promise<StoredDocument> {
		const key = formatAddress(address);
		const rows = this.#documents.get(key) ?? [];
		const damaged = rows.filter((row) => crc32(row.update) !== row.crc);
		for (const row of damaged) this.#setAside(key, row.id);
		const sound = rows.filter((row) => !damaged.includes(row));
		return Promise.resolve({
			rows: sound.map(({ id, update }) => ({ id, update: update.slice() })),
			quarantined: damaged.length,
		});
	}

	fold(address: DocumentAddress, rows: readonly RowId[], update: Uint8Array): Promise<RowId> {
		const key = formatAddress(address);
		const folded = new Set(rows);
		const rest = (this.#documents.get(key) ?? []).filter((row) => !folded.has(row.id));
		this.#documents.set(key, rest);
		return Promise.resolve(this.#add(key, update));
	}

	quarantine(address: DocumentAddress, row: RowId): Promise<void> {
		this.#setAside(formatAddress(address), row);
		return Promise.resolve();
	}

	/** Flips a bit in a stored row, as a failing disk would. */
	damage(address: DocumentAddress, row: RowId): void {
		const found = this.#documents.get(formatAddress(address))?.find(({ id }) => id === row);
		if (found) found.update[0] = (found.update[0] ?? 0) ^ 1;
	}

	get quarantined(): number {
		return this.#quarantine.length;
	}

	#add(key: string, update: Uint8Array): RowId {
		const row = { id: this.#nextRow++, update: update.slice(), crc: crc32(update) };
		this.#documents.set(key, [...(this.#documents.get(key) ?? []), row]);
		return row.id;
	}

	#setAside(key: string, id: RowId): void {
		const rows = this.#documents.get(key) ?? [];
		const row = rows.find((other) => other.id === id);
		if (!row) return;
		this.#quarantine.push({ address: key, row });
		this.#documents.set(
			key,
			rows.filter((other) => other !== row),
		);
	}
}
