import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

export type DatabaseCheck = {
	readonly schema: number;
	/** Rows that carry a checksum, and those that do not match it. */
	readonly rows: number;
	readonly damagedRows: number;
	/** What SQLite finds wrong with the file itself; null when nothing. */
	readonly fault: string | null;
};

/**
 * Reads all there is. A column `crc` is the CRC-32 of its row's BLOB columns, one after the other as declared, in every
 * table: so this holds for those that are yet to come. What is set aside already is not counted again.
 */
export function checkDatabase(database: DatabaseSync): DatabaseCheck {
	const schema = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
	const found = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
	const fault = found === 'ok' ? null : String(found);
	if (fault !== null) return { schema, rows: 0, damagedRows: 0, fault };
	let rows = 0;
	let damagedRows = 0;
	for (const { table, blobs } of checkedTables(database)) {
		for (const row of database.prepare(`SELECT crc, ${blobs.join(', ')} FROM ${table}`).iterate()) {
			rows++;
			const crc = blobs.reduce((sum, column) => crc32(row[column] as Uint8Array, sum), 0);
			if (crc !== row['crc']) damagedRows++;
		}
	}
	return { schema, rows, damagedRows, fault };
}

function checkedTables(database: DatabaseSync): { table: string; blobs: string[] }[] {
	const tables = database
		.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%quarantine%'")
		.all();
	return tables.flatMap(({ name }) => {
		const columns = database.prepare('SELECT name, type FROM pragma_table_info(?)').all(name as string);
		const blobs = columns.flatMap((column) => (column['type'] === 'BLOB' ? [String(column['name'])] : []));
		const isChecked = columns.some((column) => column['name'] === 'crc') && blobs.length > 0;
		return isChecked ? [{ table: String(name), blobs }] : [];
	});
}
