import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '#lib/base/clock.ts';
import type { Log } from '../ops/log.ts';
import { AuditLog } from './audit/audit-log.ts';
import type { RecordsContext } from './module.ts';

type Parts = { readonly database: DatabaseSync; readonly clock: Clock; readonly log: Log };

/** What modules are made with, on one database. */
export function createRecordsContext({ database, clock, log }: Parts): RecordsContext {
	const prepared = new Map<string, StatementSync>();
	const prepare = (sql: string): StatementSync => {
		const statement = prepared.get(sql) ?? database.prepare(sql);
		prepared.set(sql, statement);
		return statement;
	};
	const audit = new AuditLog({ database, prepare });
	return { database, prepare, clock, log, audit: (entry, call) => audit.add(entry, call) };
}
