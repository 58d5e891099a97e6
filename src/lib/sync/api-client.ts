import * as v from 'valibot';
import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { needsKey, type AnswerOf, type Endpoint, type RequestOf } from '../protocol/api/endpoint.ts';
import { explainSilence, NotAnswered, type ApiProblem } from './api-problem.ts';
import { readApiRefusal } from './read-api-refusal.ts';

/** Milliseconds without an answer. */
export const API_TIMEOUT_MS = 30_000;

/** Who speaks: access tokens of whoever is signed in, if it is the one asked for. Null: there is none now. */
export type AccountTokens = {
	/** The user they are of; null: nobody is signed in. */
	readonly account: string | null;
	token(account?: string): Promise<string | null>;
	/** Another one for a token that the server refused. */
	renew(refused: string, account?: string): Promise<string | null>;
};

export type ApiClientOptions = {
	/** The server's origin, as `https://host`. */
	readonly origin: string;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	readonly clock: Clock;
	readonly tokens: AccountTokens;
	readonly mintKey: () => string;
};

export type CallOptions = {
	readonly signal?: AbortSignal;
	/** The `Idempotency-Key`, of a request that may have been sent before. */
	readonly key?: string;
	/** The user it has to go as; whoever is signed in when it is asked for without it. */
	readonly account?: string;
	/** Sent instead of an account's token: the token of a project. */
	readonly bearer?: string;
};

export type ApiAnswer<E> = Result<AnswerOf<E>, ApiProblem>;

/** A request as the wire has it, whatever its endpoint's types. */
export type RawRequest = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };

/** The server's records over HTTP. Nothing here throws or waits for ever, and no answer is believed unchecked. */
export class ApiClient {
	readonly #options: ApiClientOptions;

	constructor(options: ApiClientOptions) {
		this.#options = options;
	}

	call<const E extends Endpoint>(
		endpoint: E,
		request: RequestOf<E>,
		options: CallOptions = {},
	): Promise<ApiAnswer<E>> {
		return this.callRaw(endpoint, request, options) as Promise<ApiAnswer<E>>;
	}

	/** The same for a request that was kept as plain data. */
	async callRaw(
		endpoint: Endpoint,
		request: RawRequest,
		options: CallOptions = {},
	): Promise<Result<unknown, ApiProblem>> {
		const key = options.key ?? (needsKey(endpoint) ? this.#options.mintKey() : undefined);
		const send = (bearer: string | null) => this.#send(endpoint, request, { ...options, key, bearer });
		if (options.bearer !== undefined) return send(options.bearer);
		if (endpoint.needs === 'anybody') return send(null);
		const { tokens } = this.#options;
		const account = options.account ?? tokens.account;
		const token = account === null ? null : await tokens.token(account);
		if (account === null || token === null) return err(SIGNED_OUT);
		const answer = await send(token);
		if (answer.ok || answer.error.code !== 'unauthorized') return answer;
		// It may have ended a moment ago, or with its session: only a new one tells.
		const renewed = await tokens.renew(token, account);
		return renewed === null ? answer : send(renewed);
	}

	async #send(
		endpoint: Endpoint,
		request: RawRequest,
		{ signal, key, bearer }: Sending,
	): Promise<Result<unknown, ApiProblem>> {
		const { origin, fetch, clock } = this.#options;
		const abort = new AbortController();
		const late = new NotAnswered(`The server did not answer within ${API_TIMEOUT_MS / 1000} s`);
		const cancel = clock.after(API_TIMEOUT_MS, () => abort.abort(late));
		const url = `${origin}/api${pathOf(endpoint.path, request.params)}${queryOf(request.query)}`;
		const init = initOf(endpoint, request, { key, bearer });
		const signals = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
		try {
			const response = await fetch(url, { ...init, signal: signals });
			if (!response.ok) return err(await readApiRefusal(response));
			if (!endpoint.streams) return await readAnswer(endpoint, response);
			// How long it takes to write all of it, nobody knows: only its beginning is waited for.
			cancel();
			return ok(await response.blob());
		} catch (cause) {
			return err(explainSilence(abort.signal.aborted ? abort.signal.reason : cause, signal));
		} finally {
			cancel();
		}
	}
}

type Sending = {
	readonly signal?: AbortSignal;
	readonly key: string | undefined;
	readonly bearer: string | null;
};

const SIGNED_OUT: ApiProblem = { code: 'signed-out', message: 'Nobody is signed in here as this account' };

function pathOf(path: string, params: unknown): string {
	const values = (params ?? {}) as Readonly<Record<string, unknown>>;
	return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryOf(query: unknown): string {
	const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
	return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([k, value]) => [k, String(value)]))}`;
}

function initOf(
	{ method, body }: Endpoint,
	request: RawRequest,
	{ key, bearer }: Pick<Sending, 'key' | 'bearer'>,
): RequestInit {
	// No page of another site can send this header without asking: what goes by the cookie demands it.
	const headers: Record<string, string> = { 'x-rastudios': '1' };
	if (bearer !== null) headers['authorization'] = `Bearer ${bearer}`;
	if (key !== undefined) headers['idempotency-key'] = key;
	if (body) headers['content-type'] = 'application/json';
	const content = body ? { body: JSON.stringify(request.body) } : {};
	return { method, headers, credentials: 'same-origin', redirect: 'error', cache: 'no-store', ...content };
}

async function readAnswer({ answer }: Endpoint, response: Response): Promise<Result<unknown, ApiProblem>> {
	const text = await response.text();
	if (!answer) return response.status === 204 ? ok() : notUnderstood(text);
	try {
		const parsed = v.safeParse(answer, JSON.parse(text));
		return parsed.success ? ok(parsed.output) : notUnderstood(parsed.issues[0].message);
	} catch {
		return notUnderstood(text);
	}
}

const notUnderstood = (what: string): Result<never, ApiProblem> =>
	err({ code: 'answer', message: `The server's answer is not understood ("${what.slice(0, 60)}")` });
