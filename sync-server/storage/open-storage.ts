import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JWK } from 'jose';
import { MAX_ASSET_BYTES } from '#lib/protocol/limits.ts';
import { describeCause } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';
import { createSigningKey, Tokens } from '../records/projects/tokens.ts';
import type { Blobs } from './blobs.ts';
import type { DocumentLog } from './document-log.ts';
import { FileBlobs } from './files/file-blobs.ts';
import type { ProjectRecords } from './project-records.ts';
import { openDatabase } from './sqlite/database.ts';
import { SqliteDocumentLog } from './sqlite/sqlite-document-log.ts';
import { SqliteProjectRecords } from './sqlite/sqlite-project-records.ts';

/** Everything the server keeps. */
export type Storage = {
	readonly documents: DocumentLog;
	readonly projects: ProjectRecords;
	readonly blobs: Blobs;
	readonly tokens: Tokens;
	/** Throws when the store does not answer. */
	check(): void;
	close(): void;
};

/**
 * Opens the data folder, making what is missing: `rastudios.db`, `blobs/`, `signing-key.json`, `in-use`.
 * Throws `StartError` with a line for people.
 */
export async function openStorage(folder: string): Promise<Storage> {
	const lock = lockFolder(folder);
	try {
		const tokens = await readTokens(join(folder, 'signing-key.json'));
		const blobs = await openBlobs(join(folder, 'blobs'));
		const database = openDatabase(join(folder, 'rastudios.db'));
		return {
			documents: new SqliteDocumentLog(database),
			projects: new SqliteProjectRecords(database),
			blobs,
			tokens,
			check: () => void database.prepare('SELECT 1 FROM projects LIMIT 1').get(),
			close() {
				database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
				database.close();
				lock.close();
			},
		};
	} catch (cause) {
		lock.close();
		throw cause;
	}
}

// Rooms live in memory, so two servers must never share a folder. The system drops this lock when a process dies.
function lockFolder(folder: string): DatabaseSync {
	try {
		ensureFolder(folder);
		const probe = join(folder, '.write-probe');
		writeFileSync(probe, '');
		rmSync(probe);
	} catch (cause) {
		throw new StartError(
			`The data folder ${folder} cannot be written (${describeCause(cause)}). Set DATA_DIR to a folder that can.`,
		);
	}
	let lock: DatabaseSync | undefined;
	try {
		lock = new DatabaseSync(join(folder, 'in-use'));
		lock.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
		return lock;
	} catch (cause) {
		lock?.close();
		const why = describeCause(cause).includes('locked')
			? 'is used by another RaStudios server'
			: 'cannot be used';
		throw new StartError(
			`The data folder ${folder} ${why} (${describeCause(cause)}). Set DATA_DIR to another folder.`,
		);
	}
}

// Node's own recursive mkdir never returns where folders cannot be made at all, as under /proc.
function ensureFolder(path: string): void {
	if (existsSync(path)) return;
	if (dirname(path) !== path) ensureFolder(dirname(path));
	mkdirSync(path, { mode: 0o700 });
}

async function openBlobs(folder: string): Promise<Blobs> {
	try {
		return await FileBlobs.open(folder, MAX_ASSET_BYTES);
	} catch (cause) {
		throw new StartError(`The asset folder ${folder} cannot be written (${describeCause(cause)})`);
	}
}

async function readTokens(path: string): Promise<Tokens> {
	try {
		return await Tokens.fromSigningKey(readSigningKey(path) ?? (await makeSigningKey(path)));
	} catch (cause) {
		throw new StartError(
			`The signing key ${path} cannot be used (${describeCause(cause)}). Restore it from a backup, or delete it and share new links`,
		);
	}
}

function readSigningKey(path: string): JWK | null {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as JWK;
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw cause;
	}
}

async function makeSigningKey(path: string): Promise<JWK> {
	const key = await createSigningKey();
	writeFileSync(`${path}.new`, JSON.stringify(key), { mode: 0o600, flush: true });
	renameSync(`${path}.new`, path);
	return key;
}
