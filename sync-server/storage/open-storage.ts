import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { JWK } from 'jose';
import { systemClock } from '#lib/base/clock.ts';
import { describeCause } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';
import { AccountKeys } from '../records/accounts/account-keys.ts';
import { createSigningKey, Tokens } from '../records/projects/tokens.ts';
import type { AssetMentions } from './asset-mentions.ts';
import type { Blobs } from './blobs.ts';
import type { DocumentLog } from './document-log.ts';
import { FileBlobs } from './files/file-blobs.ts';
import { FileUploads } from './files/file-uploads.ts';
import { lockFolder } from './lock-folder.ts';
import type { ProjectRecords } from './project-records.ts';
import { openDatabase, probeDatabase } from './sqlite/database.ts';
import { SqliteAssetMentions } from './sqlite/sqlite-asset-mentions.ts';
import { SqliteDocumentLog } from './sqlite/sqlite-document-log.ts';
import { SqliteProjectRecords } from './sqlite/sqlite-project-records.ts';
import type { UnfinishedUploads } from './unfinished-uploads.ts';

/** In a data folder while a restore puts its pieces in place. */
export const RESTORING = '.restoring';

/** Everything the server keeps. */
export type Storage = {
	readonly documents: DocumentLog;
	readonly projects: ProjectRecords;
	readonly blobs: Blobs;
	readonly uploads: UnfinishedUploads;
	readonly mentions: AssetMentions;
	readonly tokens: Tokens;
	/** What signs the access tokens of accounts. */
	readonly accountKeys: AccountKeys;
	/** Where the modules of records keep their tables, beside those of documents: one file to back up. */
	readonly database: DatabaseSync;
	/** Throws when the store does not give, or does not take. */
	check(): void;
	close(): void;
};

/**
 * Opens the data folder, making what is missing: `rastudios.db`, `blobs/`, `signing-key.json`,
 * `account-keys.json`, `in-use`.
 * Throws `StartError` with a line for people.
 */
export async function openStorage(folder: string): Promise<Storage> {
	const lock = lockFolder(folder);
	try {
		refuseHalfRestored(folder);
		const tokens = await readTokens(join(folder, 'signing-key.json'));
		const accountKeys = await readAccountKeys(join(folder, 'account-keys.json'));
		const { blobs, uploads } = await openAssets(join(folder, 'blobs'));
		const path = join(folder, 'rastudios.db');
		const database = openDatabase(path);
		return {
			documents: new SqliteDocumentLog(database),
			projects: new SqliteProjectRecords(database),
			blobs,
			uploads,
			mentions: new SqliteAssetMentions(path),
			tokens,
			accountKeys,
			database,
			check: () => probeDatabase(database),
			close() {
				tidy(database);
				database.close();
				lock.close();
			},
		};
	} catch (cause) {
		lock.close();
		throw cause;
	}
}

function refuseHalfRestored(folder: string): void {
	if (!existsSync(join(folder, RESTORING))) return;
	throw new StartError(
		`A restore into the data folder ${folder} broke off, so what is there is in pieces. Run "npm run restore" again`,
	);
}

async function openAssets(folder: string): Promise<Pick<Storage, 'blobs' | 'uploads'>> {
	try {
		// On the same disk as the blobs, so that a whole upload becomes one by its new name alone.
		const uploads = await FileUploads.open(join(folder, '.arriving'), systemClock);
		return { blobs: await FileBlobs.open(folder), uploads };
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

async function readAccountKeys(path: string): Promise<AccountKeys> {
	const file = { read: () => readIfThere(path), write: (text: string) => writeSecret(path, text) };
	try {
		return await AccountKeys.open(file, systemClock.now());
	} catch (cause) {
		throw new StartError(
			`The keys of accounts ${path} cannot be used (${describeCause(cause)}). Delete the file: people stay signed in`,
		);
	}
}

function readSigningKey(path: string): JWK | null {
	const text = readIfThere(path);
	return text === null ? null : (JSON.parse(text) as JWK);
}

async function makeSigningKey(path: string): Promise<JWK> {
	const key = await createSigningKey();
	writeSecret(path, JSON.stringify(key));
	return key;
}

function readIfThere(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw cause;
	}
}

/** Whole or not at all, and for nobody else on this machine. */
function writeSecret(path: string, text: string): void {
	writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
	renameSync(`${path}.new`, path);
}

/** What is stored stands in the log beside the file until it is moved there, where a full disk may have no room for it. */
function tidy(database: DatabaseSync): void {
	try {
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	} catch {
		// The next start reads it from the log.
	}
}
