import { setImmediate } from 'node:timers/promises';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { AuditFilter, AuditLine } from '#lib/protocol/api/audit.ts';
import type { RecordsContext } from '../module.ts';
import { pagesOf } from '../pages.ts';
import { CHAIN_START, chainHash, type AuditRow } from './audit-log.ts';

/** Rows that one page looks at, at most: however rare what is asked for, the answer comes at once. */
const LOOKED_AT = 2000;
const BATCH = 1000;

export type AuditPage = {
	readonly lines: readonly AuditLine[];
	/** Go on below this one; null at the end. */
	readonly next: number | null;
};

/** A line as whom it is about may have it: who else it names is not theirs. */
type Concern = Readonly<Record<'at' | 'act' | 'outcome' | 'details', unknown>> & { readonly seq: number };

export type AuditCheck = { readonly lines: number; readonly head: string; readonly brokenAt: number | null };

type Condition = { readonly sql: string; readonly value?: SQLInputValue; readonly index?: string };

const COLUMNS = 'seq, at, request_id, act, actor, subject, outcome, details, hash';

/** Reads the log: by what is looked for, from its newest line to its oldest. */
export class AuditTrail {
	readonly #prepare: RecordsContext['prepare'];

	constructor(prepare: RecordsContext['prepare']) {
		this.#prepare = prepare;
	}

	/** Lines below `before` that match. */
	page(filter: AuditFilter, before: number, limit: number): AuditPage {
		const [least, most] = this.#range(filter, before);
		// The index that leaves the least to look at; whatever else is asked is looked up row by row.
		const [narrowest, ...others] = conditionsOf(filter);
		const index = narrowest?.index ? `INDEXED BY ${narrowest.index}` : '';
		const by = narrowest ? `${narrowest.sql} AND` : '';
		const looked = `FROM audit ${index} WHERE ${by} seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ${LOOKED_AT}`;
		const place = [...valuesOf(narrowest ? [narrowest] : []), least, most];
		const rest = others.map(({ sql }) => sql).join(' AND ') || '1';
		const lines = this.#prepare(
			`SELECT ${COLUMNS} FROM (SELECT ${COLUMNS} ${looked}) WHERE ${rest} ORDER BY seq DESC LIMIT ?`,
		)
			.all(...place, ...valuesOf(others), limit)
			.map(parseLine);
		const last = lines.at(-1);
		if (last && lines.length === limit) return { lines, next: last.seq };
		const end = this.#prepare(`SELECT min(seq) AS seq, count(*) AS n FROM (SELECT seq ${looked})`).get(
			...place,
		);
		return { lines, next: Number(end?.['n']) === LOOKED_AT ? Number(end?.['seq']) : null };
	}

	/** Every line that matches, newest first, letting others have their turn after each thousand. */
	async *all(filter: AuditFilter): AsyncGenerator<AuditLine> {
		let next: number | null = Number.MAX_SAFE_INTEGER;
		while (next !== null) {
			const page: AuditPage = this.page(filter, next, BATCH);
			yield* page.lines;
			next = page.next;
			await setImmediate();
		}
	}

	/** What somebody did and what was done to them by now, from the oldest on, a page at a time. */
	concerning(userId: string, subject: string): Iterable<readonly Concern[]> {
		const end = Number(this.#prepare('SELECT max(seq) AS seq FROM audit').get()?.['seq'] ?? 0);
		const page = (column: string) =>
			`SELECT * FROM (SELECT seq, at, act, outcome, details FROM audit INDEXED BY audit_by_${column}
				WHERE ${column} = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${BATCH})`;
		const query = `${page('actor')} UNION ${page('subject')} ORDER BY seq LIMIT ${BATCH}`;
		return pagesOf(
			0,
			(after) =>
				this.#prepare(query)
					.all(userId, after, end, subject, after, end)
					.map(({ seq, at, act, outcome, details }): Concern => ({
						seq: Number(seq),
						at: Number(at),
						act: String(act),
						outcome: String(outcome),
						details: JSON.parse(String(details)) as unknown,
					})),
			({ seq }) => seq,
		);
	}

	/** Walks the chain from its first line. */
	async check(): Promise<AuditCheck> {
		let head: Uint8Array = CHAIN_START;
		let seq = 0;
		const written = Number(
			this.#prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").get()?.['seq'] ?? 0,
		);
		const answer = (brokenAt: number | null) => ({ lines: seq, head: hex(head), brokenAt });
		for (;;) {
			const rows = this.#prepare(
				`SELECT ${COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
			).all(seq);
			if (rows.length === 0) return answer(seq < written ? seq + 1 : null);
			for (const row of rows) {
				const next = chainHash(head, parseRow(row));
				if (row['seq'] !== seq + 1 || hex(next) !== hex(row['hash'] as Uint8Array)) return answer(seq + 1);
				head = next;
				seq++;
			}
			await setImmediate();
		}
	}

	// Lines stand in the order of their times, so a time is a place among them.
	#range({ from, to }: AuditFilter, before: number): [number, number] {
		const first =
			from === undefined
				? 0
				: (this.#seq('SELECT seq FROM audit WHERE at >= ? ORDER BY at, seq LIMIT 1', from) ?? before);
		const end =
			to === undefined
				? before
				: (this.#seq('SELECT seq FROM audit WHERE at < ? ORDER BY at DESC, seq DESC LIMIT 1', to) ?? -1) + 1;
		return [first, Math.min(end, before)];
	}

	#seq(sql: string, at: number): number | undefined {
		const row = this.#prepare(sql).get(at);
		return row && Number(row['seq']);
	}
}

/** What is asked for, with what is likely to leave the fewest rows first. */
function conditionsOf({ subject, actor, outcome, act }: AuditFilter): Condition[] {
	const conditions: Condition[] = [];
	if (subject !== undefined)
		conditions.push({ sql: 'subject = ?', value: subject, index: 'audit_by_subject' });
	if (actor !== undefined) conditions.push({ sql: 'actor = ?', value: actor, index: 'audit_by_actor' });
	if (outcome === 'refused') conditions.push({ sql: "outcome = 'refused'", index: 'audit_refused' });
	if (act !== undefined) conditions.push({ sql: 'act = ?', value: act, index: 'audit_by_act' });
	if (outcome === 'done') conditions.push({ sql: "outcome = 'done'" });
	return conditions;
}

const valuesOf = (conditions: readonly Condition[]): SQLInputValue[] =>
	conditions.flatMap(({ value }) => (value === undefined ? [] : [value]));

type Stored = Record<string, SQLOutputValue>;

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function parseRow(row: Stored): AuditRow {
	return {
		seq: Number(row['seq']),
		at: Number(row['at']),
		requestId: row['request_id'] as string,
		act: row['act'] as string,
		actor: row['actor'] as string | null,
		subject: row['subject'] as string,
		outcome: row['outcome'] as AuditRow['outcome'],
		details: row['details'] as string,
	};
}

function parseLine(row: Stored): AuditLine {
	const parsed = parseRow(row);
	const details = JSON.parse(parsed.details) as AuditLine['details'];
	return { ...parsed, details, hash: hex(row['hash'] as Uint8Array) };
}
