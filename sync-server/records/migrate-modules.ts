import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../ops/start-error.ts';
import { inTransaction } from '../storage/sqlite/transaction.ts';
import type { RecordsModule } from './module.ts';

type Migrated = Pick<RecordsModule, 'name' | 'migrations'>;

/**
 * Brings the tables of all modules to their newest version: all or nothing, and once, however many processes start
 * together. Throws `StartError` for tables that a newer version of a module wrote.
 */
export function migrateModules(database: DatabaseSync, modules: readonly Migrated[]): void {
	database.exec(
		'CREATE TABLE IF NOT EXISTS module_migrations (module TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID',
	);
	if (modules.every((module) => readVersion(database, module) === module.migrations.length)) return;
	inTransaction(database, () => {
		for (const module of modules) migrateModule(database, module);
	});
}

function migrateModule(database: DatabaseSync, module: Migrated): void {
	const { name, migrations } = module;
	// Asked inside the transaction: another process may have done it while this one waited for the lock.
	const found = readVersion(database, module);
	if (found > migrations.length) {
		throw new StartError(
			`The tables of the module ${name} were written by a newer RaStudios (schema ${found}, this one knows ${migrations.length}). Update RaStudios`,
		);
	}
	if (found === migrations.length) return;
	for (const statements of migrations.slice(found)) database.exec(statements);
	database
		.prepare('INSERT OR REPLACE INTO module_migrations (module, version) VALUES (?, ?)')
		.run(name, migrations.length);
}

function readVersion(database: DatabaseSync, { name }: Migrated): number {
	const row = database.prepare('SELECT version FROM module_migrations WHERE module = ?').get(name);
	return Number(row?.['version'] ?? 0);
}
