import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintLinkId, mintProjectId } from '#lib/base/ids.ts';
import { openDatabase } from './database.ts';
import { SqliteDocumentLog } from './sqlite-document-log.ts';
import { SqliteProjectRecords } from './sqlite-project-records.ts';

/** The tables as version 1 made them: what is on the disks of its hosts. */
const VERSION_1 = `
	CREATE TABLE projects (id TEXT PRIMARY KEY, claim_hash BLOB NOT NULL, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE links (
		id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES projects (id),
		role TEXT NOT NULL CHECK (role IN ('editor', 'viewer')), created_at INTEGER NOT NULL, revoked_at INTEGER
	) STRICT, WITHOUT ROWID;
	CREATE INDEX links_of_project ON links (project_id, created_at);
	CREATE TABLE document_rows (
		row INTEGER PRIMARY KEY AUTOINCREMENT, project_id TEXT NOT NULL, document_id TEXT NOT NULL,
		crc INTEGER NOT NULL, bytes BLOB NOT NULL
	) STRICT;
	CREATE INDEX rows_of_document ON document_rows (project_id, document_id, row);
	CREATE TABLE quarantine (
		row INTEGER PRIMARY KEY, project_id TEXT NOT NULL, document_id TEXT NOT NULL,
		crc INTEGER NOT NULL, bytes BLOB NOT NULL
	) STRICT;
	PRAGMA user_version = 1;
`;

describe('the database', () => {
	let path: string;
	let folder: string;
	const address = { projectId: mintProjectId(), documentId: mintDocumentId() };
	const update = new Uint8Array([1, 2, 3]);

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-database-'));
		path = join(folder, 'rastudios.db');
		const old = new DatabaseSync(path);
		old.exec(VERSION_1);
		old
			.prepare('INSERT INTO document_rows (project_id, document_id, crc, bytes) VALUES (?, ?, ?, ?)')
			.run(address.projectId, address.documentId, crc32(update), update);
		old.close();
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('[L4] documents of version 1 are all there, and can be compacted', async () => {
		const database = openDatabase(path);
		const log = new SqliteDocumentLog(database);
		const { snapshot, rows } = await log.load(address);
		expect([snapshot, rows.map((row) => [...row.update])]).toEqual([null, [[1, 2, 3]]]);
		const content = { state: update, stateVector: update, deletions: update };
		const compacted = await log.compact(address, null, [rows[0]!.id], content);
		expect(await log.load(address)).toEqual({ snapshot: compacted, rows: [], quarantined: 0 });
		database.close();
	});

	it('[L4] links of version 1 lead where they led, and there can be links of the later roles', async () => {
		const [kept, later] = [mintLinkId(), mintLinkId()];
		const { projectId } = address;
		const old = new DatabaseSync(path);
		old.prepare('INSERT INTO projects (id, claim_hash, created_at) VALUES (?, ?, 1)').run(projectId, update);
		old
			.prepare(
				"INSERT INTO links (id, project_id, role, created_at, revoked_at) VALUES (?, ?, 'viewer', 2, 3)",
			)
			.run(kept, projectId);
		old.close();
		const database = openDatabase(path);
		const records = new SqliteProjectRecords(database);
		const link = { projectId, createdAt: 2, revokedAt: 3 };
		expect(await records.link(kept)).toEqual({ linkId: kept, role: 'viewer', ...link });
		await records.addLink({ linkId: later, role: 'commenter', ...link });
		expect(await records.link(later)).toMatchObject({ role: 'commenter' });
		expect([...(await records.revokedSince(3))].sort()).toEqual([kept, later].sort());
		database.close();
	});

	it('[L4] opening twice upgrades once', async () => {
		openDatabase(path).close();
		const database = openDatabase(path);
		expect((await new SqliteDocumentLog(database).load(address)).rows).toHaveLength(1);
		database.close();
	});
});
