import type { DatabaseSync } from 'node:sqlite';

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
