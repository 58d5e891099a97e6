import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeCause } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';

/**
 * Makes the data folder if need be and takes it for this process alone, until the lock is closed. Rooms live in
 * memory, so two servers must never share one. The system drops the lock when a process dies.
 */
export function lockFolder(folder: string): { close(): void } {
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
