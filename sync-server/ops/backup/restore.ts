import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { lockFolder } from '../../storage/lock-folder.ts';
import { RESTORING } from '../../storage/open-storage.ts';
import { checkDatabase } from '../../storage/sqlite/check-database.ts';
import { BackupError } from './backup-error.ts';
import { copyFile, digestFile, syncFolder, type FileDigest } from './copy-file.ts';
import { DATABASE, readManifest, type BackupFile, type Manifest } from './manifest.ts';

/** Reads every byte of a backup and compares it with what the manifest and the rows' checksums say. Throws `BackupError`. */
export async function checkBackup(folder: string): Promise<Manifest> {
	const manifest = await readManifest(folder);
	for (const file of manifest.files) compare(folder, file, await readOr(folder, file, digestFile));
	checkCopy(folder, manifest);
	return manifest;
}

type Order = {
	readonly backup: string;
	readonly dataDir: string;
	/** Whether the data folder may hold something, which is then put aside. */
	readonly replace: boolean;
	readonly now: number;
};

/**
 * Makes a data folder of a backup: all of it, checked, or nothing. No server may run there. What was there is kept.
 * Throws `BackupError`, and `StartError` when the folder is in use.
 */
export async function restore({ backup, dataDir, replace, now }: Order): Promise<Manifest> {
	const manifest = await readManifest(backup);
	const lock = lockFolder(dataDir);
	try {
		const broken = existsSync(join(dataDir, RESTORING));
		const present = (await readdir(dataDir)).filter((name) => !OUR_OWN.has(name));
		if (present.length > 0 && !replace && !broken) {
			throw new BackupError(`${dataDir} is not empty. With --replace, what is there is put aside and kept`);
		}
		const arriving = join(dataDir, ARRIVING);
		await rm(arriving, { recursive: true, force: true });
		for (const file of manifest.files) {
			const copied = await readOr(backup, file, (from) => copyFile(from, join(arriving, file.path)));
			compare(backup, file, copied);
		}
		checkCopy(arriving, manifest);
		await putInPlace(dataDir, present, `${PUT_ASIDE}${now}`);
		return manifest;
	} finally {
		await rm(join(dataDir, ARRIVING), { recursive: true, force: true });
		lock.close();
	}
}

const ARRIVING = '.restoring.arriving';
const PUT_ASIDE = 'before-restore-';
const OUR_OWN = new Set(['in-use', 'in-use-journal', RESTORING, ARRIVING]);

// From the first rename to the last no server may start here: the folder's name says so, and a crash leaves it.
async function putInPlace(dataDir: string, present: readonly string[], putAside: string): Promise<void> {
	const restoring = join(dataDir, RESTORING);
	// What a restore before this one did not get in place is in the backup it was made from.
	await rm(restoring, { recursive: true, force: true });
	const toMove = present.filter((name) => !name.startsWith(PUT_ASIDE));
	await rename(join(dataDir, ARRIVING), restoring);
	await syncFolder(dataDir);
	if (toMove.length > 0) await mkdir(join(dataDir, putAside), { recursive: true, mode: 0o700 });
	for (const name of toMove) await rename(join(dataDir, name), join(dataDir, putAside, name));
	for (const name of await readdir(restoring)) await rename(join(restoring, name), join(dataDir, name));
	await syncFolder(dataDir);
	await rm(restoring, { recursive: true });
	await syncFolder(dataDir);
}

async function readOr(
	folder: string,
	{ path }: BackupFile,
	read: (from: string) => Promise<FileDigest>,
): Promise<FileDigest | null> {
	try {
		return await read(join(folder, path));
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw cause;
	}
}

function compare(folder: string, file: BackupFile, found: FileDigest | null): void {
	if (found === null) throw new BackupError(`The backup ${folder} is damaged: ${file.path} is missing`);
	if (found.bytes === file.bytes && found.sha256 === file.sha256) return;
	throw new BackupError(`The backup ${folder} is damaged: ${file.path} is not what was backed up`);
}

function checkCopy(folder: string, manifest: Manifest): void {
	// Nothing is written, not even beside it: a backup may be on a disk that only reads.
	const url = new URL(`${pathToFileURL(join(folder, DATABASE)).href}?immutable=1`);
	const database = new DatabaseSync(url, { readOnly: true });
	try {
		const { fault, rows, damagedRows } = checkDatabase(database);
		if (fault !== null) throw new BackupError(`The database of the backup ${folder} is damaged: ${fault}`);
		if (rows === manifest.rows && damagedRows === manifest.damagedRows) return;
		throw new BackupError(
			`The backup ${folder} is damaged: ${rows} rows, ${damagedRows} of them damaged, instead of ${manifest.rows} and ${manifest.damagedRows}`,
		);
	} finally {
		database.close();
	}
}
