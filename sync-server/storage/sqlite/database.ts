import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../ops/start-error.ts';
import { describeCause } from '../../ops/log.ts';

/** Each entry brings the schema from its index to the next version (`PRAGMA user_version`). Never edit one that shipped. */
const MIGRATIONS = [
	`
	CREATE TABLE projects (
		id TEXT PRIMARY KEY,
		claim_hash BLOB NOT NULL,
		created_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE links (
		id TEXT PRIMARY KEY,
		project_id TEXT NOT NULL REFERENCES projects (id),
		role TEXT NOT NULL CHECK (role IN ('editor', 'viewer')),
		created_at INTEGER NOT NULL,
		revoked_at INTEGER
	) STRICT, WITHOUT ROWID;
	CREATE INDEX links_of_project ON links (project_id, created_at);
	CREATE TABLE document_rows (
		row INTEGER PRIMARY KEY AUTOINCREMENT,
		project_id TEXT NOT NULL,
		document_id TEXT NOT NULL,
		crc INTEGER NOT NULL,
		bytes BLOB NOT NULL
	) STRICT;
	CREATE INDEX rows_of_document ON document_rows (project_id, document_id, row);
	CREATE TABLE quarantine (
		row INTEGER PRIMARY KEY,
		project_id TEXT NOT NULL,
		document_id TEXT NOT NULL,
		crc INTEGER NOT NULL,
		bytes BLOB NOT NULL
	) STRICT;
	`,
] as const;

// Older ones have a write-ahead-log bug that can lose committed pages.
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Opens or makes the database file (":memory:" for tests). Throws `StartError` with a line for people. */
export function openDatabase(path: string): DatabaseSync {
	const database = connect(path);
	try {
		assertSqliteVersion(database);
		// FULL: a commit returns only when the disk has it, which is what an acknowledgement promises.
		database.exec(
			'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
		);
		migrate(database, path);
		return database;
	} catch (cause) {
		database.close();
		if (cause instanceof StartError) throw cause;
		throw new StartError(`The database ${path} cannot be used: ${describeCause(cause)}`);
	}
}

function connect(path: string): DatabaseSync {
	try {
		return new DatabaseSync(path);
	} catch (cause) {
		throw new StartError(`The database ${path} cannot be opened: ${describeCause(cause)}`);
	}
}

function assertSqliteVersion(database: DatabaseSync): void {
	const version = String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
	const numbers = version.split('.').map(Number);
	for (const [i, least] of OLDEST_SQLITE.entries()) {
		const part = numbers[i] ?? 0;
		if (part > least) return;
		if (part < least) {
			throw new StartError(`SQLite ${OLDEST_SQLITE.join('.')} or newer is needed, this Node has ${version}`);
		}
	}
}

function migrate(database: DatabaseSync, path: string): void {
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
	if (version > MIGRATIONS.length) {
		throw new StartError(
			`The database ${path} was written by a newer RaStudios (schema ${version}, this one knows ${MIGRATIONS.length}). Update RaStudios`,
		);
	}
	for (const [i, statements] of MIGRATIONS.entries()) {
		if (i < version) continue;
		inTransaction(database, () => {
			database.exec(statements);
			database.exec(`PRAGMA user_version = ${i + 1}`);
		});
	}
}

/** Runs all of it or none. */
export function inTransaction<T>(database: DatabaseSync, run: () => T): T {
	database.exec('BEGIN IMMEDIATE');
	try {
		const value = run();
		database.exec('COMMIT');
		return value;
	} catch (cause) {
		// A full disk may have rolled back already.
		if (database.isTransaction) database.exec('ROLLBACK');
		throw cause;
	}
}
