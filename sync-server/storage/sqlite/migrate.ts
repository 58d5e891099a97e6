import { existsSync, linkSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../ops/start-error.ts';
import { inTransaction } from './transaction.ts';

/**
 * Brings the schema to the newest version: all steps or none, and only once, however many processes start together.
 * Before it touches a database that holds something, a copy is kept beside it. Throws `StartError` for a newer one.
 */
export function migrate(database: DatabaseSync, path: string, steps: readonly string[]): void {
	const found = readVersion(database);
	if (found > steps.length) {
		throw new StartError(
			`The database ${path} was written by a newer RaStudios (schema ${found}, this one knows ${steps.length}). Update RaStudios`,
		);
	}
	if (found === steps.length) return;
	if (found > 0 && path !== ':memory:') keepCopy(database, `${path}.before-schema-${found + 1}`);
	inTransaction(database, () => {
		// Asked again inside: another process may have done it while this one waited for the lock.
		for (const [i, statements] of steps.entries()) {
			if (i < readVersion(database)) continue;
			database.exec(statements);
			database.exec(`PRAGMA user_version = ${i + 1}`);
		}
	});
}

function readVersion(database: DatabaseSync): number {
	return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

// The first copy is the one from before: a later one could be of a database another process migrated meanwhile.
function keepCopy(database: DatabaseSync, path: string): void {
	if (existsSync(path)) return;
	const arriving = `${path}.${process.pid}`;
	rmSync(arriving, { force: true });
	try {
		database.prepare('VACUUM INTO ?').run(arriving);
		linkSync(arriving, path);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
	} finally {
		rmSync(arriving, { force: true });
	}
}
