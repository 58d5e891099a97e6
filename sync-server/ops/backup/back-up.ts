import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { checkDatabase, type DatabaseCheck } from '../../storage/sqlite/check-database.ts';
import { describeCause } from '../log.ts';
import { BackupError } from './backup-error.ts';
import { copyFile, digestFile, syncFolder } from './copy-file.ts';
import { BLOB_PATH, DATABASE, MANIFEST, SIGNING_KEY, type BackupFile, type Manifest } from './manifest.ts';

type Order = {
	readonly dataDir: string;
	/** Made here; must not hold anything yet. */
	readonly target: string;
	readonly version: string;
	readonly now: number;
};

export type BackupOutcome = {
	readonly manifest: Manifest;
	/** Assets that are not what their name says any more, and were left out. */
	readonly damagedAssets: readonly string[];
};

/**
 * Copies all a server keeps while it runs: the database as it is at one moment, then the assets, which never change.
 * The target appears when all of it is there. Throws `BackupError`.
 */
export async function backUp({ dataDir, target, version, now }: Order): Promise<BackupOutcome> {
	await refuseTarget(dataDir, target);
	const arriving = join(dirname(target), `.${basename(target)}.arriving-${process.pid}`);
	try {
		await mkdir(arriving, { recursive: true, mode: 0o700 });
		const { schema, rows, damagedRows } = await copyDatabase(dataDir, arriving);
		const files: BackupFile[] = [{ path: DATABASE, ...(await digestFile(join(arriving, DATABASE))) }];
		if (existsSync(join(dataDir, SIGNING_KEY))) {
			const digest = await copyFile(join(dataDir, SIGNING_KEY), join(arriving, SIGNING_KEY));
			files.push({ path: SIGNING_KEY, ...digest });
		}
		const damagedAssets: string[] = [];
		for await (const asset of copyAssets(dataDir, arriving)) {
			if (asset.file) files.push(asset.file);
			else damagedAssets.push(asset.path);
		}
		const manifest: Manifest = {
			format: 'rastudios-backup',
			version: 1,
			createdAt: new Date(now).toISOString(),
			server: version,
			schema,
			rows,
			damagedRows,
			files,
		};
		await writeManifest(arriving, manifest);
		if (existsSync(target)) await rmdir(target);
		await rename(arriving, target);
		await syncFolder(dirname(target));
		return { manifest, damagedAssets };
	} catch (cause) {
		throw cause instanceof BackupError ? cause : new BackupError(explain(target, cause), { cause });
	} finally {
		await rm(arriving, { recursive: true, force: true });
	}
}

const SQLITE_FULL = 13;

function explain(target: string, cause: unknown): string {
	const { code, errcode } = cause as { code?: unknown; errcode?: unknown };
	const isFull = code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL;
	const why = isFull ? 'its disk is full. Free some room there, or name another' : describeCause(cause);
	return `Nothing was backed up to ${target}: ${why}`;
}

async function refuseTarget(dataDir: string, target: string): Promise<void> {
	if (!existsSync(join(dataDir, DATABASE))) {
		throw new BackupError(
			`${dataDir} is no data folder: it has no ${DATABASE}. Set DATA_DIR to the server's`,
		);
	}
	if (!relative(dataDir, target).startsWith(`..`)) {
		throw new BackupError(
			`${target} is inside the data folder. Name a folder elsewhere, best on another disk`,
		);
	}
	if (existsSync(target) && (await readdir(target)).length > 0) {
		throw new BackupError(`${target} is not empty. Name a new folder: a backup never replaces another`);
	}
}

async function copyDatabase(dataDir: string, arriving: string): Promise<DatabaseCheck> {
	const source = new DatabaseSync(join(dataDir, DATABASE), { readOnly: true });
	const path = join(arriving, DATABASE);
	try {
		// All pages in one step: a server that goes on writing would make several begin anew, for ever.
		await backup(source, path, { rate: ALL_PAGES });
	} finally {
		source.close();
	}
	const copy = new DatabaseSync(path);
	try {
		// One file, without a log beside it.
		copy.exec('PRAGMA journal_mode = DELETE');
		const check = checkDatabase(copy);
		if (check.fault !== null) throw new BackupError(`The database in ${dataDir} is damaged: ${check.fault}`);
		return check;
	} finally {
		copy.close();
		await syncFile(path);
	}
}

const ALL_PAGES = 2 ** 31 - 1;

async function* copyAssets(
	dataDir: string,
	arriving: string,
): AsyncGenerator<{ path: string; file: BackupFile | null }> {
	for (const path of await listAssets(dataDir)) {
		const [, hash] = BLOB_PATH.exec(path) ?? [];
		const copied = await copyUnlessGone(join(dataDir, path), join(arriving, path));
		if (copied === null) continue;
		if (copied.sha256 === hash) yield { path, file: { path, ...copied } };
		else {
			await rm(join(arriving, path));
			yield { path, file: null };
		}
	}
}

async function listAssets(dataDir: string): Promise<string[]> {
	if (!existsSync(join(dataDir, 'blobs'))) return [];
	const entries = await readdir(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(dataDir, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.filter((path) => BLOB_PATH.test(path))
		.sort();
}

// An asset nobody refers to any more may be cleared away while we read.
async function copyUnlessGone(from: string, to: string) {
	try {
		return await copyFile(from, to);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
		await rm(to, { force: true });
		return null;
	}
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
	const file = await open(join(folder, MANIFEST), 'wx', 0o600);
	await file.writeFile(`${JSON.stringify(manifest, null, '\t')}\n`);
	await file.sync().finally(() => file.close());
	await syncFolder(folder);
}

async function syncFile(path: string): Promise<void> {
	const file = await open(path, 'r+');
	await file.sync().finally(() => file.close());
}
