import type { DatabaseSync } from 'node:sqlite';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { KeptAnswers, KeyedRequest } from '../../records/kept-answers.ts';
import type { Call } from '../../records/module.ts';
import { inTransaction } from '../../storage/sqlite/transaction.ts';
import { entityTagOf, namesTag } from './entity-tag.ts';

const STALE: ProtocolError = {
	code: 'stale',
	message: 'This was changed meanwhile. Read it again, and change that',
};

type Parts = {
	readonly context: Context;
	readonly database: DatabaseSync;
	readonly kept: KeptAnswers;
	/** The request by its key; null where none is needed. */
	readonly keyed: KeyedRequest | null;
	/** What a `GET` of the same path answers; undefined when there is none. */
	readonly readable: Endpoint['answer'];
	readonly known: Pick<Call, 'who' | 'projectRole' | 'now' | 'requestId' | 'address'>;
	/** Whether the caller would be let in this very moment. */
	readonly mayStill: () => Result<void, ProtocolError>;
};

/** A request as its handler sees it, and what became of it. */
export class RequestCall {
	readonly #parts: Parts;
	/** Whether `commit` was called: no change may go past it. */
	committed = false;
	/** Why a caller who was let in may not any more; nothing was changed then. */
	turnedAway: ProtocolError | null = null;
	/** Whether the answer is that of an earlier, equal request. */
	repeated = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	toCall(): Call {
		const { context, known } = this.#parts;
		return {
			...known,
			log: context.get('log'),
			header: (name) => context.req.header(name) ?? null,
			cookie: (name) => getCookie(context, name) ?? null,
			setCookie: (cookie) => context.header('Set-Cookie', cookie, { append: true }),
			commit: (change) => this.#commit(change),
			matches: (current) => this.#matches(current),
		};
	}

	/** The answer of an equal request that came before. */
	findKept(): Result<{ readonly answer: unknown } | null, ProtocolError> {
		const { kept, keyed } = this.#parts;
		const found = keyed ? kept.find(keyed) : ok(null);
		if (found.ok && found.value) this.repeated = true;
		return found;
	}

	#commit<T>(change: () => Result<T, ProtocolError>): Result<T, ProtocolError> {
		const { database, kept, keyed, known, mayStill } = this.#parts;
		this.committed = true;
		const refusal = new Refusal();
		try {
			return inTransaction(database, () => {
				// An equal request may have been faster, while this one waited for something else.
				const found = this.findKept();
				if (!found.ok) return found;
				if (found.value) return ok(found.value.answer as T);
				const may = mayStill();
				if (!may.ok) {
					this.turnedAway = may.error;
					return may;
				}
				const result = change();
				if (!result.ok) throw refusal.because(result.error);
				if (keyed) kept.keep(keyed, result.value, known.now);
				return result;
			});
		} catch (cause) {
			if (cause === refusal && refusal.reason) return err(refusal.reason);
			throw cause;
		}
	}

	#matches(current: unknown): Result<void, ProtocolError> {
		const { context, readable } = this.#parts;
		const header = context.req.header('if-match');
		if (header === undefined) return ok();
		const shown = readable ? v.parse(readable, current) : current;
		return namesTag(header, entityTagOf(shown)) ? ok() : err(STALE);
	}
}

/** Thrown to take a transaction back; never leaves `commit`. */
class Refusal extends Error {
	reason: ProtocolError | null = null;

	because(reason: ProtocolError): this {
		this.reason = reason;
		return this;
	}
}
