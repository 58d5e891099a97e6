import * as v from 'valibot';
import type { JsonValue } from '../../base/json.ts';

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Why an attempt did not do what it should: for people, and for who decides what becomes of it. */
const Trouble = v.object({
	reason: v.string(),
	message: v.string(),
	field: v.optional(v.string()),
});

const state = v.variant('kind', [
	/** `trouble`: what kept the last attempt from being answered, if there was one; `notBefore` (ms): when it goes again. */
	v.object({
		kind: v.literal('waiting'),
		trouble: v.optional(Trouble),
		notBefore: v.optional(v.number()),
	}),
	/** On its way: whether it arrived is known only when it is answered. */
	v.object({ kind: v.literal('sending') }),
	/** The server will not do it; nothing behind it about the same thing goes before somebody decided. */
	v.object({ kind: v.literal('refused'), trouble: Trouble }),
]);

/** A change asked of the server that is kept on this device until it is answered. */
export const KeptRequest = v.object({
	key: text,
	/** The user it was made as: it never goes as another. */
	account: text,
	/** Lower goes first among those of one account; equal ones by key. */
	order: v.number(),
	/** Grows with each change of this row: of two changes made at once, the first stands. */
	revision: count,
	/** Who made the revision: tells one's own change from another's of the same number. */
	mark: text,
	/** `METHOD /path/:of` the endpoint. */
	endpoint: text,
	/** `params`, `query` and `body`. */
	input: v.custom<JsonValue>((value) => value !== undefined),
	/** The `Idempotency-Key`: another one after an edit, since it is another request then. */
	sendAs: text,
	/** What it is, for people, in the language it was made in. */
	summary: v.string(),
	/** Milliseconds since the Unix epoch. */
	madeAt: v.number(),
	/** How often it was sent. From the first on, the server may have done it. */
	attempts: count,
	state,
});
export type KeptRequest = v.InferOutput<typeof KeptRequest>;
export type RequestState = KeptRequest['state'];
export type RequestTrouble = v.InferOutput<typeof Trouble>;
