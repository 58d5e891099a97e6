import type { DatabaseSync } from 'node:sqlite';

export type DatabaseUse = {
	/** Of the file. */
	readonly bytes: number;
	readonly setAside: number;
	readonly audit: number;
	/** All tables that are neither documents nor the audit log. */
	readonly records: number;
	readonly projects: readonly (readonly [projectId: string, documents: number, bytes: number])[];
};

const DOCUMENTS = ['document_rows', 'snapshots', 'quarantine', 'quarantined_snapshots'];
const AUDIT = ['audit'];

/** Says what takes up room in the database. Reads for seconds where there is much: not on the thread that serves. */
export function measureDatabase(database: DatabaseSync): DatabaseUse {
	// One view of all of it, whatever is written meanwhile.
	database.exec('BEGIN');
	try {
		const number = (sql: string, ...values: string[]) =>
			Number(Object.values(database.prepare(sql).get(...values) ?? {})[0] ?? 0);
		const trees = database
			.prepare('SELECT name, tbl_name AS part FROM sqlite_schema WHERE rootpage > 0')
			.all() as { name: string; part: string }[];
		const sizeOf = (belongs: (part: string) => boolean) =>
			trees
				.filter(({ part }) => belongs(part))
				.map(({ name }) => number('SELECT sum(pgsize) FROM dbstat WHERE name = ? AND aggregate = TRUE', name))
				.reduce((sum, bytes) => sum + bytes, 0);
		return {
			bytes: number('PRAGMA page_count') * number('PRAGMA page_size'),
			setAside:
				number('SELECT sum(length(bytes)) FROM quarantine') +
				number(
					'SELECT sum(length(state) + length(state_vector) + length(deletions)) FROM quarantined_snapshots',
				),
			audit: sizeOf((part) => AUDIT.includes(part)),
			records: sizeOf((part) => !AUDIT.includes(part) && !DOCUMENTS.includes(part)),
			projects: database
				.prepare(
					// The length of a blob is in its row's header: none of them is read.
					`SELECT project_id, count(DISTINCT document_id) AS documents, sum(bytes) AS bytes FROM (
						SELECT project_id, document_id, sum(length(bytes)) AS bytes FROM document_rows
							GROUP BY project_id, document_id
						UNION ALL
						SELECT project_id, document_id, sum(length(state) + length(state_vector) + length(deletions))
							FROM snapshots GROUP BY project_id, document_id
					) GROUP BY project_id`,
				)
				.all()
				.map((row) => [String(row['project_id']), Number(row['documents']), Number(row['bytes'])] as const),
		};
	} finally {
		database.exec('ROLLBACK');
	}
}
