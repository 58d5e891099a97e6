import { ok, type Result } from '#lib/base/result.ts';
import type { AnswerOf, Endpoint, RequestOf } from '#lib/protocol/api/endpoint.ts';
import { mayPass, type ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import type { AdminPort } from './admin-port.ts';

export type PageRead<T> = CachedRead<{ readonly items: readonly T[]; readonly next: string | null }>;
/** Reads the first page, or the one behind a cursor. */
export type ReadPage<T> = (cursor: string | null) => Promise<Result<PageRead<T>, ApiProblem>>;

/** What this device keeps for when the server is away: how a list begins, not all that was looked for in it. */
export async function readPage<const E extends Endpoint>(
	store: AdminPort['store'],
	endpoint: E,
	query: object,
): Promise<Result<CachedRead<AnswerOf<E>>, ApiProblem>> {
	const request = { query } as unknown as RequestOf<E>;
	if (Object.keys(query).length === 0) return store.read(endpoint, request);
	const answer = await store.call(endpoint, request);
	return answer.ok ? ok({ value: answer.value, asOf: store.now(), trouble: null }) : answer;
}

/** A list of the server, read page by page; what was read stays on screen while more comes, and while the server is away. */
export class PagedList<T> {
	#items = $state.raw<readonly T[] | null>(null);
	#next = $state.raw<string | null>(null);
	#readAt = $state.raw(0);
	#problem = $state.raw<ApiProblem | null>(null);
	#busy = $state.raw(false);
	#turn = 0;
	readonly #read: ReadPage<T>;

	constructor(read: ReadPage<T>) {
		this.#read = read;
	}

	/** Null until the first page came. */
	get items(): readonly T[] | null {
		return this.#items;
	}
	get hasMore(): boolean {
		return this.#next !== null;
	}
	get busy(): boolean {
		return this.#busy;
	}
	/** What went wrong the last time; null when nothing did. */
	get problem(): ApiProblem | null {
		return this.#problem;
	}
	/** When what is on screen was read, if the server could not be asked since; null when it is of now. */
	get asOf(): number | null {
		return this.#items && this.#problem && mayPass(this.#problem) ? this.#readAt : null;
	}

	/** Reads from the beginning: for the first time, again, or with other filters. */
	async first(): Promise<void> {
		await this.#take(null, []);
	}

	async more(): Promise<void> {
		if (this.#next !== null && !this.#busy) await this.#take(this.#next, this.#items ?? []);
	}

	/** Something of it is otherwise now, as the server just said. */
	replace(change: (item: T) => T | null): void {
		this.#items = this.#items?.flatMap((item) => change(item) ?? []) ?? null;
	}

	/** Other filters, and no answer to them yet: what was found before is no answer. */
	clear(): void {
		this.#items = null;
		this.#next = null;
	}

	async #take(cursor: string | null, before: readonly T[]): Promise<void> {
		const turn = ++this.#turn;
		this.#busy = true;
		const read = await this.#read(cursor);
		if (turn !== this.#turn) return; // asked otherwise meanwhile
		this.#busy = false;
		this.#problem = read.ok ? read.value.trouble : read.error;
		if (!read.ok) return;
		const { value, asOf } = read.value;
		this.#items = [...before, ...value.items];
		this.#next = value.next;
		this.#readAt = asOf;
	}
}
