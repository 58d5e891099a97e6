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
		damageSnapshot: (address) => log.damageSnapshot(address),
		kept: () => log.kept,
		quarantined: () => log.quarantined,
		reopen: () => log,
		dispose: () => {},
	};
});

documentLogContract('SQLite', () => {
	const folder = mkdtempSync(join(tmpdir(), 'rastudios-log-'));
	const path = join(folder, 'documents.db');
	let database = openDatabase(path);
	const count = (table: string) =>
		Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
	return {
		log: new SqliteDocumentLog(database),
		damage(_, row) {
			const found = database.prepare('SELECT bytes FROM document_rows WHERE row = ?').get(row);
			const bytes = Uint8Array.from(found?.['bytes'] as Uint8Array);
			bytes[0] = (bytes[0] ?? 0) ^ 1;
			database.prepare('UPDATE document_rows SET bytes = ? WHERE row = ?').run(bytes, row);
		},
		damageSnapshot() {
			const newest = database.prepare('SELECT id, state FROM snapshots ORDER BY id DESC').get();
			const state = Uint8Array.from(newest?.['state'] as Uint8Array);
			state[0] = (state[0] ?? 0) ^ 1;
			database.prepare('UPDATE snapshots SET state = ? WHERE id = ?').run(state, Number(newest?.['id']));
		},
		kept: () => ({ rows: count('document_rows'), snapshots: count('snapshots') }),
		quarantined: () => count('quarantine') + count('quarantined_snapshots'),
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
