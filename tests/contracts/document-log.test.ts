import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryDocumentLog } from '#server/storage/memory/memory-document-log.ts';
import { openDatabase } from '#server/storage/sqlite/database.ts';
import { SqliteDocumentLog } from '#server/storage/sqlite/sqlite-document-log.ts';
import { documentLogContract } from './document-log.contract.ts';

documentLogContract('memory', () => {
	const log = new MemoryDocumentLog();
	return {
		log,
		damage: (address, row) => log.damage(address, row),
		quarantined: () => log.quarantined,
		reopen: () => log,
		dispose: () => {},
	};
});

documentLogContract('SQLite', () => {
	const folder = mkdtempSync(join(tmpdir(), 'rastudios-log-'));
	const path = join(folder, 'documents.db');
	let database = openDatabase(path);
	return {
		log: new SqliteDocumentLog(database),
		damage(_, row) {
			const found = database.prepare('SELECT bytes FROM document_rows WHERE row = ?').get(row);
			const bytes = Uint8Array.from(found?.['bytes'] as Uint8Array);
			bytes[0] = (bytes[0] ?? 0) ^ 1;
			database.prepare('UPDATE document_rows SET bytes = ? WHERE row = ?').run(bytes, row);
		},
		quarantined: () => Number(database.prepare('SELECT count(*) AS n FROM quarantine').get()?.['n']),
		reopen() {
			database.close();
			database = openDatabase(path);
			return new SqliteDocumentLog(database);
		},
		dispose() {
			database.close();
			rmSync(folder, { recursive: true });
		},
	};
});
