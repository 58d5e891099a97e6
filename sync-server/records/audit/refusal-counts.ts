import type { SQLOutputValue } from 'node:sqlite';
import type { AuditEntry, RecordsContext } from '../module.ts';

/** How long refusals of one kind are counted together. */
const WINDOW_MS = 60 * 60_000;
/** Each of the first ones of an hour is a line of its own; then every tenth power is. */
const TOLD_EACH = 5;
/** Hours that are told of with one refusal, at most. */
const CLOSED_AT_ONCE = 20;

export const REFUSAL_COUNTS_TABLE = `
	-- Refusals of this hour, by kind: strangers can cause any number, and what is in the log stays.
	CREATE TABLE refusal_counts (
		act TEXT NOT NULL,
		who TEXT NOT NULL,
		reason TEXT NOT NULL,
		actor TEXT,
		subject TEXT NOT NULL,
		since INTEGER NOT NULL,
		tries INTEGER NOT NULL,
		told INTEGER NOT NULL,
		PRIMARY KEY (act, who, reason)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX refusal_counts_by_time ON refusal_counts (since);
`;

/**
 * Which refusals are worth a line. They are of one kind when the same act was refused for the same reason to the same
 * person, or of the same subject to nobody in particular. Each costs one write, whether a line comes of it or not: how
 * long an answer takes does not tell whether somebody tried that name before.
 */
export class RefusalCounts {
	readonly #prepare: RecordsContext['prepare'];

	constructor(prepare: RecordsContext['prepare']) {
		this.#prepare = prepare;
	}

	/** Inside a transaction. How many of its kind it makes, if that is worth a line; null if not. */
	note(entry: AuditEntry, now: number): number | null {
		const { act, actor, subject } = entry;
		const row = this.#prepare(
			`INSERT INTO refusal_counts VALUES (?, ?, ?, ?, ?, ?, 1, 1)
				ON CONFLICT DO UPDATE SET tries = tries + 1 RETURNING tries`,
		).get(act, actor ?? subject, reasonOf(entry), actor, subject, now);
		const tries = Number(row?.['tries']);
		if (!isWorthALine(tries)) return null;
		this.#prepare('UPDATE refusal_counts SET told = tries WHERE act = ? AND who = ? AND reason = ?').run(
			act,
			actor ?? subject,
			reasonOf(entry),
		);
		return tries;
	}

	/** Inside a transaction. What is left to tell of hours that are over, a few at a time. */
	close(now: number): AuditEntry[] {
		const over = this.#prepare('SELECT * FROM refusal_counts WHERE since <= ? ORDER BY since LIMIT ?').all(
			now - WINDOW_MS,
			CLOSED_AT_ONCE,
		);
		for (const { act, who, reason } of over) {
			this.#prepare('DELETE FROM refusal_counts WHERE act = ? AND who = ? AND reason = ?').run(
				String(act),
				String(who),
				String(reason),
			);
		}
		return over.filter(({ tries, told }) => Number(tries) > Number(told)).map(asEntry);
	}
}

/** Whether that many were told each by itself. */
export const isToldEach = (tries: number): boolean => tries <= TOLD_EACH;

const isWorthALine = (tries: number): boolean => isToldEach(tries) || /^10+$/.test(String(tries));

const reasonOf = ({ details }: AuditEntry): string => String(details?.['reason'] ?? details?.['why'] ?? '');

function asEntry(row: Record<string, SQLOutputValue>): AuditEntry {
	return {
		act: String(row['act']),
		actor: row['actor'] as string | null,
		subject: String(row['subject']),
		outcome: 'refused',
		details: { reason: String(row['reason']), tries: Number(row['tries']) },
	};
}
