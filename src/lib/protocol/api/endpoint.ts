import type * as v from 'valibot';
import type { GlobalPermission } from '../global-permissions.ts';
import type { ProjectPermission } from '../permissions.ts';

/** Who may call an endpoint: anyone, whoever is signed in, or whoever's role gives the permission. */
export type Need =
	| 'anybody'
	| 'account'
	| { readonly global: GlobalPermission }
	/** The path names the project as `:projectId`. */
	| { readonly project: ProjectPermission };

/** Flat objects of strings as far as the wire goes; a schema may make numbers or ids of them. */
type Fields = v.GenericSchema<Readonly<Record<string, unknown>>>;

/** One call of the API as data: the server serves it, the client calls it, the documentation describes it. */
export type Endpoint = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below `/api`, with `:name` for what `params` reads. */
	readonly path: `/${string}`;
	readonly needs: Need;
	/** One line for people. */
	readonly summary: string;
	/** Required as soon as the path has a `:name`. Use `v.strictObject` here and below: unknown keys are refused by name. */
	readonly params?: Fields;
	readonly query?: Fields;
	readonly body?: v.GenericSchema;
	/** Missing: the answer has no body (204). What it does not name never leaves the server. */
	readonly answer?: v.GenericSchema;
	/** The answer is text of any length, written as it comes, rather than `answer`. */
	readonly streams?: 'application/x-ndjson' | 'application/json';
	/** When it went well: 200 unless said otherwise, 204 without `answer`. */
	readonly status?: 200 | 201 | 202;
	/** Which allowance it takes from; `default` unless said otherwise. */
	readonly rate?: RateClass;
	/**
	 * Whether a change may be repeated without harm by its nature. Every other change needs an `Idempotency-Key`, by
	 * which a repeated request gets the first one's answer.
	 */
	readonly repeatable?: true;
	/** Whether `If-Match` is understood: the handler asks `call.matches` with what the `GET` would answer. */
	readonly guarded?: true;
};

export const RATE_CLASSES = ['default', 'sign-in', 'game', 'builds', 'prompts'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** Keeps an endpoint's exact types. */
export const endpoint = <const E extends Endpoint>(declared: E): E => declared;

type Part = 'params' | 'query' | 'body';
type Input<E, Name extends Part> = E extends { readonly [N in Name]: infer S extends v.GenericSchema }
	? v.InferInput<S>
	: undefined;
type Output<E, Name extends Part | 'answer'> = E extends {
	readonly [N in Name]: infer S extends v.GenericSchema;
}
	? v.InferOutput<S>
	: undefined;

/** What a handler gets, as the schemas made it. */
export type InputOf<E> = {
	readonly params: Output<E, 'params'>;
	readonly query: Output<E, 'query'>;
	readonly body: Output<E, 'body'>;
};

type Needed<T> = { readonly [K in keyof T as T[K] extends undefined ? never : K]: T[K] };

/** What a caller gives: only the parts that the endpoint has. */
export type RequestOf<E> = Needed<{
	readonly params: Input<E, 'params'>;
	readonly query: Input<E, 'query'>;
	readonly body: Input<E, 'body'>;
}>;

/** What comes back when it went well: what streams, as a whole. */
export type AnswerOf<E> = E extends { readonly streams: string } ? Blob : Output<E, 'answer'>;

/** Whether it changes something, and what it may not do twice. */
export const isChange = ({ method }: Endpoint): boolean => method !== 'GET';
export const needsKey = (declared: Endpoint): boolean => isChange(declared) && declared.repeatable !== true;

/** "GET /admin/audit": how an endpoint is named wherever one is talked about. */
export const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string => `${method} ${path}`;
