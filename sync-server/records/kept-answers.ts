import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { RecordsContext } from './module.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long an answer is kept for whoever sends its request again. */
export const KEPT_MS = 30 * DAY_MS;

export const KEPT_ANSWERS_MIGRATIONS = [
	`
	CREATE TABLE kept_answers (
		key_hash BLOB PRIMARY KEY,
		request_hash BLOB NOT NULL,
		sealed BLOB NOT NULL,
		at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX kept_answers_by_time ON kept_answers (at);
	`,
];

/** A request that may come again, by its sender's own key for it. */
export type KeyedRequest = {
	/** Who sends it: two people may choose one key. */
	readonly owner: string;
	readonly key: string;
	/** All it says: the same key for another request is a mistake of the sender's. */
	readonly content: string;
};

const OTHER_REQUEST: ProtocolError = {
	code: 'conflict',
	field: 'Idempotency-Key',
	message: 'This Idempotency-Key was used for another request. Choose a new one for each change',
};

/**
 * The answers of changes that were made, for requests that come again. They are sealed with the sender's key, of which
 * only a hash is kept: whoever gets hold of the database reads no answer.
 */
export class KeptAnswers {
	readonly #prepare: RecordsContext['prepare'];

	constructor(prepare: RecordsContext['prepare']) {
		this.#prepare = prepare;
	}

	/** The answer of this request when it was made before; a refusal when its key was used for another. */
	find(request: KeyedRequest): Result<{ readonly answer: unknown } | null, ProtocolError> {
		const row = this.#prepare('SELECT request_hash, sealed FROM kept_answers WHERE key_hash = ?').get(
			hashKey(request),
		);
		if (!row) return ok(null);
		if (!hash(request.content).equals(row['request_hash'] as Uint8Array)) return err(OTHER_REQUEST);
		return ok({ answer: unseal(request, row['sealed'] as Uint8Array) });
	}

	/** Inside the transaction of the change. */
	keep(request: KeyedRequest, answer: unknown, at: number): void {
		this.#prepare('INSERT INTO kept_answers (key_hash, request_hash, sealed, at) VALUES (?, ?, ?, ?)').run(
			hashKey(request),
			hash(request.content),
			seal(request, answer),
			at,
		);
	}

	/** Forgets a few that are older than `KEPT_MS`; says how many. */
	sweep(now: number, most = 1000): number {
		const { changes } = this.#prepare(
			'DELETE FROM kept_answers WHERE key_hash IN (SELECT key_hash FROM kept_answers WHERE at < ? ORDER BY at LIMIT ?)',
		).run(now - KEPT_MS, most);
		return Number(changes);
	}
}

const hash = (text: string) => createHash('sha256').update(text).digest();
const hashKey = ({ owner, key }: KeyedRequest) => hash(JSON.stringify([owner, key]));

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const sealingKey = ({ owner, key }: KeyedRequest) =>
	new Uint8Array(hkdfSync('sha256', key, owner, 'kept answer', 32));

function seal(request: KeyedRequest, answer: unknown): Uint8Array {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(CIPHER, sealingKey(request), iv);
	// In a list: JSON has no word for "nothing".
	const sealed = Buffer.concat([cipher.update(JSON.stringify([answer ?? null]), 'utf8'), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function unseal(request: KeyedRequest, bytes: Uint8Array): unknown {
	const decipher = createDecipheriv(CIPHER, sealingKey(request), bytes.subarray(0, IV_BYTES));
	decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
	const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
	const [answer] = JSON.parse(text.toString('utf8')) as [unknown];
	return answer;
}
