import * as v from 'valibot';
import { ok } from '#lib/base/result.ts';
import { checkAudit, exportAudit, listAudit, type AuditLine } from '#lib/protocol/api/audit.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, implementStream, type RecordsContext, type RecordsModule } from '../module.ts';
import { AuditTrail } from './audit-trail.ts';

const Place = v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0))]);

/** Reading the audit log. It is written whether or not this module is on. */
export function auditModule({ prepare, audit }: RecordsContext): RecordsModule {
	const trail = new AuditTrail(prepare);
	return {
		name: 'audit',
		version: '1.0.0',
		migrations: [],
		routes: [
			implement(listAudit, async ({ query: { cursor, limit, ...filter } }) => {
				const before = cursor === undefined ? ok([Number.MAX_SAFE_INTEGER]) : parseCursor(cursor, Place);
				if (!before.ok) return before;
				const { lines, next } = trail.page(filter, before.value[0] ?? 0, limit);
				return ok({ items: [...lines], next: next === null ? null : formatCursor([next]) });
			}),
			implementStream(exportAudit, async ({ query }, call) => {
				const actor = call.who?.userId ?? null;
				audit({ act: 'audit.export', actor, subject: 'server', outcome: 'done' }, call);
				return ok(asLines(trail.all(query)));
			}),
			implement(checkAudit, async () => ok(await trail.check())),
		],
	};
}

async function* asLines(lines: AsyncIterable<AuditLine>): AsyncGenerator<string> {
	for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
