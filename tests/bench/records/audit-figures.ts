import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditFilter } from '#lib/protocol/api/audit.ts';
import { AUDIT_MIGRATIONS } from '#server/records/audit/audit-log.ts';
import { AuditTrail } from '#server/records/audit/audit-trail.ts';
import { openDatabase } from '#server/storage/sqlite/database.ts';
import { againstBudget, median, type Figure } from '../figure.ts';

const LINES = 1_000_000;

/** A million lines, of a thousand people and a hundred thousand subjects; what is rare is at the far end. */
export function fillAudit(database: DatabaseSync): void {
	const before = Number(database.prepare('SELECT max(seq) AS seq FROM audit').get()?.['seq'] ?? 0);
	database.exec(`
		INSERT INTO audit (seq, at, request_id, act, actor, subject, outcome, details, hash)
		WITH RECURSIVE line (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM line LIMIT ${LINES})
		SELECT ${before} + i, 1700000000000 + i * 100, 'request-' || i,
			CASE WHEN i < 10 THEN 'rare' WHEN i % 2 THEN 'common' ELSE 'act-' || (i % 50) END,
			CASE WHEN i % 3 THEN 'user-' || (i % 1000) ELSE 'busy' END,
			'project:' || (i % 100000),
			CASE WHEN i % 20 THEN 'done' ELSE 'refused' END, '{"role":"editor"}', zeroblob(32)
		FROM line
	`);
}

const FILTERS: readonly AuditFilter[] = [
	{},
	{ actor: 'user-7' },
	{ act: 'common' },
	{ outcome: 'refused' },
	{ actor: 'busy', act: 'rare' },
	{ act: 'common', outcome: 'done', from: 1700000000000 + 50_000_000, to: 1700000000000 + 50_010_000 },
	{ actor: 'busy', outcome: 'refused', act: 'nothing' },
	{ subject: 'project:77', outcome: 'refused' },
];

/** The slowest of many ways to look for a page among a million lines. */
export function measureAuditPage(): Figure[] {
	const folder = mkdtempSync(join(tmpdir(), 'rastudios-audit-'));
	const database = openDatabase(join(folder, 'rastudios.db'));
	try {
		for (const statements of AUDIT_MIGRATIONS) database.exec(statements);
		fillAudit(database);
		const trail = new AuditTrail((sql) => database.prepare(sql));
		const slowest = FILTERS.map((filter) => {
			const runs = Array.from({ length: 7 }, () => {
				const start = performance.now();
				trail.page(filter, Number.MAX_SAFE_INTEGER, 50);
				return performance.now() - start;
			});
			return median(runs);
		});
		return [againstBudget('audit-page-1m', 'ms', Math.max(...slowest), 50)];
	} finally {
		database.close();
		rmSync(folder, { recursive: true });
	}
}
