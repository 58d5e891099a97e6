import type { RawRow, RowsMending } from '../check/care-rows.ts';
import type { DocumentInfo } from '../ports.ts';
import type { Database } from './database.ts';
import { appendRows, quarantineDocumentRow } from './document-rows.ts';
import { rawRowsOf } from './raw-rows.ts';

/** The tables of the transaction that `mendRows` runs in. */
export const mendingTables = (db: Database) => [
	db.documents,
	db.snapshots,
	db.updates,
	db.quarantine,
	db.versions,
];

/** Inside a transaction: looks once more whether all is still what it was when this was decided, and then does it. */
export async function mendRows(
	db: Database,
	info: DocumentInfo,
	{ record, aside = [], add, forget = false }: RowsMending,
): Promise<boolean> {
	if (!isSameRecord(await db.documents.get(info.id), record)) return false;
	const rows = await rawRowsOf(db, info.id);
	const now = new Map(rows.map(({ name, value }) => [name, value]));
	if (aside.some(({ row: { name, value } }) => !isSameRow(now.get(name), value))) return false;
	if (forget && rows.length > aside.length) return false;
	for (const { id, hash } of add?.versions ?? []) {
		if ((await db.versions.get(id))?.hash !== hash) return false;
	}
	for (const { row, why } of aside) await quarantineDocumentRow(db, info.id, row.name, why);
	// What is put back is of the beginning that stands.
	if (add) await appendRows(db, info, { updates: add.states, ledger: {} });
	if (forget) await db.documents.delete(info.id);
	return true;
}

function isSameRecord(now: RawRow | undefined, seen: RawRow | null): boolean {
	if (!now || !seen) return !now && !seen;
	return now.projectId === seen.projectId && now.epoch === seen.epoch && now.kind === seen.kind;
}

function isSameRow(now: RawRow | undefined, seen: RawRow): boolean {
	if (!now || now.epoch !== seen.epoch || now.crc32 !== seen.crc32) return false;
	return isSameBytes(now.bytes, seen.bytes);
}

function isSameBytes(now: unknown, seen: unknown): boolean {
	if (!(now instanceof Uint8Array) || !(seen instanceof Uint8Array)) return typeof now === typeof seen;
	return now.length === seen.length && now.every((byte, at) => byte === seen[at]);
}
