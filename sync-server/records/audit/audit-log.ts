import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../../storage/sqlite/transaction.ts';
import type { AuditEntry, Call, RecordsContext } from '../module.ts';
import { isToldEach, REFUSAL_COUNTS_TABLE, RefusalCounts } from './refusal-counts.ts';

/** What happened, once and for ever: nothing changes a row or takes one out. */
export const AUDIT_MIGRATIONS = [
	`
	CREATE TABLE audit (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		at INTEGER NOT NULL,
		request_id TEXT NOT NULL,
		act TEXT NOT NULL,
		actor TEXT,
		subject TEXT NOT NULL,
		outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
		details TEXT NOT NULL,
		hash BLOB NOT NULL
	) STRICT;
	CREATE INDEX audit_by_time ON audit (at);
	CREATE INDEX audit_by_actor ON audit (actor) WHERE actor IS NOT NULL;
	CREATE INDEX audit_by_act ON audit (act);
	CREATE INDEX audit_by_subject ON audit (subject);
	CREATE INDEX audit_refused ON audit (outcome) WHERE outcome = 'refused';
	CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
		BEGIN SELECT RAISE(ABORT, 'The audit log is only ever added to'); END;
	CREATE TRIGGER audit_keeps BEFORE DELETE ON audit
		BEGIN SELECT RAISE(ABORT, 'The audit log is only ever added to'); END;
	-- A replacing insert fires no trigger for what it takes out.
	CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit
		WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM audit)
		BEGIN SELECT RAISE(ABORT, 'The audit log is only ever added to'); END;
	`,
	REFUSAL_COUNTS_TABLE,
];

/** A row as it is stored, and as the chain covers it. */
export type AuditRow = {
	readonly seq: number;
	readonly at: number;
	readonly requestId: string;
	readonly act: string;
	readonly actor: string | null;
	readonly subject: string;
	readonly outcome: 'done' | 'refused';
	/** JSON. */
	readonly details: string;
};

/** Before the first row. */
export const CHAIN_START = new Uint8Array(32);

/** What a row adds to the chain: the sha-256 of the hash before it and of all it says. */
export function chainHash(previous: Uint8Array, row: AuditRow): Uint8Array {
	const { seq, at, requestId, act, actor, subject, outcome, details } = row;
	const canonical = JSON.stringify([seq, at, requestId, act, actor, subject, outcome, details]);
	return createHash('sha256').update(previous).update(canonical).digest();
}

const MAX_DETAILS = 1000;

/** Adds to the log, in the transaction of what is told. */
export class AuditLog {
	readonly #database: DatabaseSync;
	readonly #prepare: RecordsContext['prepare'];
	readonly #refusals: RefusalCounts;

	constructor({ database, prepare }: Pick<RecordsContext, 'database' | 'prepare'>) {
		this.#database = database;
		this.#prepare = prepare;
		this.#refusals = new RefusalCounts(prepare);
	}

	/** What was done is a line each time; what was refused again and again is counted. */
	add(entry: AuditEntry, call: Pick<Call, 'now' | 'requestId'>): void {
		const add = entry.outcome === 'refused' ? this.#addRefusal : this.#insert;
		// The chain goes on from the last row, so nobody may add one in between.
		if (this.#database.isTransaction) return add.call(this, entry, call);
		inTransaction(this.#database, () => add.call(this, entry, call));
	}

	#addRefusal(entry: AuditEntry, call: Pick<Call, 'now' | 'requestId'>): void {
		for (const earlier of this.#refusals.close(call.now)) this.#insert(earlier, call);
		const tries = this.#refusals.note(entry, call.now);
		if (tries === null) return;
		const { details } = entry;
		this.#insert(isToldEach(tries) ? entry : { ...entry, details: { ...details, tries } }, call);
	}

	#insert(entry: AuditEntry, { now, requestId }: Pick<Call, 'now' | 'requestId'>): void {
		const last = this.#prepare('SELECT seq, at, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
		const details = JSON.stringify(entry.details ?? {});
		if (details.length > MAX_DETAILS)
			throw new Error(`The details of ${entry.act} are too long for the audit log`);
		const row: AuditRow = {
			seq: Number(last?.['seq'] ?? 0) + 1,
			// A clock that is set back does not bring the rows out of order.
			at: Math.max(now, Number(last?.['at'] ?? 0)),
			requestId,
			act: entry.act,
			actor: entry.actor,
			subject: entry.subject,
			outcome: entry.outcome,
			details,
		};
		const hash = chainHash((last?.['hash'] as Uint8Array | undefined) ?? CHAIN_START, row);
		this.#prepare(
			'INSERT INTO audit (seq, at, request_id, act, actor, subject, outcome, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
		).run(row.seq, row.at, requestId, row.act, row.actor, row.subject, row.outcome, details, hash);
	}
}
