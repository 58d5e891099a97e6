import { Dexie } from 'dexie';
import { mergeLedgers } from '../change-ledger.ts';
import type { Database, DocumentRecord, UpdateRecord } from './database.ts';

/** The record with what the rows behind it say themselves: an everyday edit adds its row, and leaves the record alone. */
export function sumUp(record: DocumentRecord, updates: readonly UpdateRecord[]): DocumentRecord {
	const behind = updates.filter(({ seq }) => seq > record.lastSeq);
	if (behind.length === 0) return record;
	return {
		...record,
		lastSeq: behind.reduce((last, { seq }) => Math.max(last, seq), record.lastSeq),
		bytes: behind.reduce((total, row) => total + sizeOf(row), record.bytes),
		ledger: ledgerOf(record, behind),
	};
}

/** All that is known of who changed the document: by its record, and by the rows of the same beginning. */
export const ledgerOf = (
	record: Pick<DocumentRecord, 'epoch' | 'ledger'>,
	updates: readonly UpdateRecord[],
) =>
	updates
		.filter(({ epoch }) => epoch === record.epoch)
		.reduce((ledger, row) => mergeLedgers(ledger, row.ledger ?? {}), record.ledger);

/** The rows behind the record, inside a transaction. */
export const updatesBehind = (db: Database, { id, lastSeq }: DocumentRecord) =>
	db.updates.where('[doc+seq]').between([id, lastSeq], [id, Dexie.maxKey], false).toArray();

/** Also of one that was damaged. */
const sizeOf = ({ bytes }: { readonly bytes: unknown }) => (bytes instanceof Uint8Array ? bytes.length : 0);
