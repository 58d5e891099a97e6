import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../ops/start-error.ts';
import { describeCause } from '../../ops/log.ts';
import { migrate } from './migrate.ts';
import { inTransaction } from './transaction.ts';

export { inTransaction };

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
	`
	CREATE INDEX links_by_revocation ON links (revoked_at) WHERE revoked_at IS NOT NULL;
	CREATE TABLE document_epochs (
		project_id TEXT NOT NULL,
		document_id TEXT NOT NULL,
		epoch INTEGER NOT NULL,
		PRIMARY KEY (project_id, document_id)
	) STRICT, WITHOUT ROWID;
	`,
	// Snapshots beside the rows, in whatever older versions folded; a row is kept while its snapshot is the newest.
	`
	ALTER TABLE document_rows ADD COLUMN folded_into INTEGER;
	CREATE TABLE snapshots (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		project_id TEXT NOT NULL,
		document_id TEXT NOT NULL,
		crc INTEGER NOT NULL,
		state BLOB NOT NULL,
		state_vector BLOB NOT NULL,
		deletions BLOB NOT NULL
	) STRICT;
	CREATE INDEX snapshots_of_document ON snapshots (project_id, document_id, id);
	CREATE TABLE quarantined_snapshots (
		id INTEGER PRIMARY KEY,
		project_id TEXT NOT NULL,
		document_id TEXT NOT NULL,
		crc INTEGER NOT NULL,
		state BLOB NOT NULL,
		state_vector BLOB NOT NULL,
		deletions BLOB NOT NULL
	) STRICT;
	`,
	// Links of every role but the owner's; projects that were deleted for good, or whose claim was handed on.
	`
	CREATE TABLE links_of_all_roles (
		id TEXT PRIMARY KEY,
		project_id TEXT NOT NULL REFERENCES projects (id),
		role TEXT NOT NULL CHECK (role IN ('editor', 'commenter', 'viewer', 'player')),
		created_at INTEGER NOT NULL,
		revoked_at INTEGER
	) STRICT, WITHOUT ROWID;
	INSERT INTO links_of_all_roles SELECT id, project_id, role, created_at, revoked_at FROM links;
	DROP TABLE links;
	ALTER TABLE links_of_all_roles RENAME TO links;
	CREATE INDEX links_of_project ON links (project_id, created_at);
	CREATE INDEX links_by_revocation ON links (revoked_at) WHERE revoked_at IS NOT NULL;
	ALTER TABLE projects ADD COLUMN claim_ended_at INTEGER;
	ALTER TABLE projects ADD COLUMN deleted_at INTEGER;
	CREATE TABLE grant_changes (
		change INTEGER PRIMARY KEY AUTOINCREMENT,
		project_id TEXT NOT NULL,
		user_id TEXT,
		at INTEGER NOT NULL
	) STRICT;
	`,
	// In the order they were made, for whoever looks through all of them.
	`
	CREATE INDEX projects_by_time ON projects (created_at, id) WHERE deleted_at IS NULL;
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
			'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
		);
		migrate(database, path, MIGRATIONS);
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

/** Throws when the database cannot be read, or not be written: a full disk, a file system that went read-only. */
export function probeDatabase(database: DatabaseSync): void {
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
	// Writes the page it is on, with what is there already.
	inTransaction(database, () => database.exec(`PRAGMA user_version = ${version}`));
}
