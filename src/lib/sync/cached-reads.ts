import * as v from 'valibot';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { isJson, type JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { nameOf, type AnswerOf, type Endpoint, type RequestOf } from '../protocol/api/endpoint.ts';
import type { ApiClient } from './api-client.ts';
import { mayPass, type ApiProblem } from './api-problem.ts';

/** Where this device keeps values by name; `undefined` removes. */
export type ReadsKeep = {
	read(name: string): Promise<JsonValue | undefined>;
	write(name: string, value: JsonValue | undefined): Promise<unknown>;
};

export type CachedRead<T> = {
	readonly value: T;
	/** When the server said so, in milliseconds. */
	readonly asOf: number;
	/** Why it is not of this moment; null when it is. */
	readonly trouble: ApiProblem | null;
};

export type CachedReadsOptions = {
	readonly api: Pick<ApiClient, 'call'>;
	readonly keep: ReadsKeep;
	readonly clock: Clock;
	readonly session: { readonly account: string | null; onChange(listener: () => void): Dispose };
};

/** Answers kept for an account; beyond this many the oldest goes. */
const MOST_KEPT = 100;

const Kept = v.record(v.string(), v.object({ value: v.unknown(), asOf: v.number() }));
type Kept = v.InferOutput<typeof Kept>;

/** What the server last said, for when it cannot be asked. */
export class CachedReads {
	readonly #options: CachedReadsOptions;
	/** What only those see who look after the server: with the page it is gone. */
	readonly #page = new Map<string, JsonValue | undefined>();
	#account: string | null;

	constructor(options: CachedReadsOptions) {
		this.#options = options;
		this.#account = options.session.account;
		options.session.onChange(() => this.#changePerson());
	}

	/** Asks the server; where it cannot be reached, what it said last time. A refusal forgets that. */
	async read<const E extends Endpoint>(
		account: string,
		endpoint: E,
		request: RequestOf<E>,
	): Promise<Result<CachedRead<AnswerOf<E>>, ApiProblem>> {
		const { api, clock } = this.#options;
		const name = `${nameOf(endpoint)} ${JSON.stringify(request)}`;
		const answer = await api.call(endpoint, request, { account });
		if (answer.ok) {
			const asOf = clock.now();
			await this.#note(account, endpoint, name, { value: answer.value, asOf });
			return ok({ value: answer.value, asOf, trouble: null });
		}
		const isAway = mayPass(answer.error) || answer.error.code === 'signed-out';
		if (!isAway) await this.#note(account, endpoint, name, null);
		const kept = isAway ? (await this.#kept(account, endpoint))[name] : undefined;
		if (!kept || !endpoint.answer || !v.is(endpoint.answer, kept.value)) return err(answer.error);
		return ok({ value: kept.value as AnswerOf<E>, asOf: kept.asOf, trouble: answer.error });
	}

	/** When somebody signs out: the next person at this device reads nothing of theirs. */
	async forget(account: string): Promise<void> {
		this.#page.delete(settingOf(account));
		await this.#options.keep.write(settingOf(account), undefined);
	}

	/** Each tab does so for itself: what one of them has under way may come after another forgot. */
	#changePerson(): void {
		const { account } = this.#options.session;
		if (this.#account !== null && this.#account !== account) void this.forget(this.#account);
		this.#account = account;
	}

	#keepOf({ needs }: Endpoint): ReadsKeep {
		const isAdmins = typeof needs === 'object' && 'global' in needs && needs.global.startsWith('admin.');
		if (!isAdmins) return this.#options.keep;
		return {
			read: async (name) => this.#page.get(name),
			write: async (name, value) => void this.#page.set(name, value),
		};
	}

	async #kept(account: string, endpoint: Endpoint): Promise<Kept> {
		const kept = v.safeParse(Kept, await this.#keepOf(endpoint).read(settingOf(account)));
		return kept.success ? kept.output : {};
	}

	// What another tab notes at the same moment may be lost: then one answer is an older one.
	async #note(account: string, endpoint: Endpoint, name: string, entry: Kept[string] | null): Promise<void> {
		const { [name]: _, ...others } = await this.#kept(account, endpoint);
		const all = Object.entries(entry ? { ...others, [name]: entry } : others);
		const newest = all.sort(([, a], [, b]) => b.asOf - a.asOf).slice(0, MOST_KEPT);
		const value: unknown = Object.fromEntries(newest);
		if (!isJson(value) || this.#options.session.account !== account) return; // they left meanwhile
		await this.#keepOf(endpoint).write(settingOf(account), value);
	}
}

const settingOf = (account: string) => `reads.${account}`;
