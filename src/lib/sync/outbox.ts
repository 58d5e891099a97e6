import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Disposer } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { JsonValue } from '../base/json.ts';
import type { Random } from '../base/random.ts';
import { err, ok, type Result } from '../base/result.ts';
import { nameOf, type Endpoint, type RequestOf } from '../protocol/api/endpoint.ts';
import type { KeptRequest, RequestTrouble } from '../protocol/api/kept-request.ts';
import type { AccountTokens, ApiClient, RawRequest } from './api-client.ts';
import type { ApiProblem } from './api-problem.ts';
import { backoffDelay } from './backoff.ts';
import type { ConnectionHints } from './hints.ts';
import { isLasting, restOf } from './outbox-pace.ts';
import { requestsToGo } from './outbox-order.ts';
import type { OutboxRows, RequestChange } from './outbox-rows.ts';

export type OutboxOptions = {
	readonly rows: OutboxRows;
	readonly api: Pick<ApiClient, 'callRaw'>;
	/** The endpoints whose requests may wait; those of any other stay where they are. */
	readonly endpoints: readonly Endpoint[];
	readonly session: Pick<AccountTokens, 'token'> & {
		readonly account: string | null;
		onChange(listener: () => void): Dispose;
	};
	readonly page: {
		/** Null: another tab sends. */
		holdLock(name: string, patienceMs: number): Promise<Dispose | null>;
		onFreeze(listener: () => void): Dispose;
	};
	readonly clock: Clock;
	readonly random: Random;
	readonly hints: ConnectionHints;
	readonly mintKey: () => string;
};

/** What of an account waits on this device. */
export type OutboxState = {
	readonly account: string | null;
	/** In the order they go. */
	readonly requests: readonly KeptRequest[];
	/** Requests that another version of the app made, which only that can send: nothing overtakes them. */
	readonly unknown: number;
	/** False: the device does not say what waits, so nothing is sent. */
	readonly readable: boolean;
};

/** A request was answered well. */
export type SentRequest = { readonly request: KeptRequest; readonly answer: unknown };

/** `gone`: it was sent or dropped; `under-way`: the server may have done it. */
export type OutboxRefusal = 'gone' | 'under-way';

/** Another tab that sends is looked after in this rhythm: it may have been killed. */
const OTHER_TAB_MS = 5_000;

/**
 * Changes asked of the server, sent in order, by one tab at a time, until each is answered; a refused one stops only those
 * behind it that are about the same thing. A request may be sent twice,
 * after a crash or from a tab that thaws; by its key the server does it once.
 */
export class Outbox {
	readonly #options: OutboxOptions;
	readonly #endpoints: ReadonlyMap<string, Endpoint>;
	readonly #changed = new Emitter<OutboxState>();
	readonly #keepers = new Set<(sent: SentRequest) => Promise<void>>();
	readonly #watching = new Disposer();
	#state: OutboxState = { account: null, requests: [], unknown: 0, readable: true };
	#turn: Promise<void> | null = null;
	#again = false;
	#atOnce = false;
	/** Of getting a token, one after the other. */
	#failures = 0;
	#cancelTimer: Dispose | null = null;
	/** While this tab sends. */
	#held: Dispose | null = null;
	#listed = 0;

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.#endpoints = new Map(options.endpoints.map((endpoint) => [nameOf(endpoint), endpoint]));
	}

	get state(): OutboxState {
		return this.#state;
	}

	onChange(listener: (state: OutboxState) => void): Dispose {
		return this.#changed.on(listener);
	}

	/**
	 * Told of each request that was answered well, in the tab that sent it and before it leaves the list, so that what the
	 * answer changes here is kept by then; after a crash, or when it throws, told again.
	 */
	onSent(keep: (sent: SentRequest) => Promise<void>): Dispose {
		this.#keepers.add(keep);
		return () => void this.#keepers.delete(keep);
	}

	/** Looks what waits, and sends it from now on. */
	start(): void {
		const { rows, session, page, hints } = this.#options;
		const lookAndSend = () => {
			void this.#look();
			this.wake();
		};
		this.#watching.add(rows.onChange(lookAndSend));
		this.#watching.add(session.onChange(lookAndSend));
		let wasOnline = hints.isOnline();
		this.#watching.add(
			hints.onChange(() => {
				const cameBack = !wasOnline && hints.isOnline();
				wasOnline = hints.isOnline();
				this.wake(cameBack);
			}),
		);
		// What is under way may come twice then, which the server knows; other tabs go on meanwhile.
		this.#watching.add(page.onFreeze(() => this.#letGo()));
		lookAndSend();
	}

	close(): void {
		this.#watching.dispose();
		this.#cancelTimer?.();
		this.#letGo();
		this.#changed.clear();
		this.#keepers.clear();
	}

	/** Keeps a request of `account`, to be sent when it is its turn. Null: it is not who is signed in now. */
	async add<const E extends Endpoint>(
		endpoint: E,
		request: RequestOf<E>,
		summary: string,
		account = this.#options.session.account,
	): Promise<{ readonly request: KeptRequest; readonly durable: boolean } | null> {
		if (account === null || account !== this.#options.session.account) return null;
		const input = request as unknown as JsonValue;
		const added = await this.#options.rows.add({ account, endpoint: nameOf(endpoint), input, summary });
		await this.#look();
		return added;
	}

	/** What waits for `account`, as the device has it now; null when that cannot be read. */
	async list(account = this.#options.session.account): Promise<readonly KeptRequest[] | null> {
		if (account === null) return [];
		const listed = await this.#options.rows.list(account);
		return listed.ok ? listed.value.requests : null;
	}

	/** Puts other content into a request that was refused, or that never left. It keeps its place. */
	async edit(key: string, input: JsonValue, summary: string): Promise<Result<void, OutboxRefusal>> {
		const { mintKey } = this.#options;
		return this.#changeUnsent(key, { input, summary, sendAs: mintKey(), attempts: 0 });
	}

	/** Sends a refused request again as it is. */
	async retry(key: string): Promise<Result<void, OutboxRefusal>> {
		return this.#changeUnsent(key, {});
	}

	/** Gives a request up. One that was on its way may have been done all the same. */
	async drop(key: string): Promise<void> {
		await this.#options.rows.remove(key);
		await this.#look();
	}

	/** Sends what waits, if it can be sent now; `atOnce`: without waiting for a pause to end. */
	wake(atOnce = false): void {
		if (this.#watching.disposed) return;
		this.#cancelTimer?.();
		this.#cancelTimer = null;
		this.#atOnce ||= atOnce;
		if (this.#turn) {
			this.#again = true;
			return;
		}
		this.#turn = this.#takeTurn().finally(() => {
			this.#turn = null;
			if (this.#again) this.wake();
		});
	}

	async #changeUnsent(key: string, change: RequestChange): Promise<Result<void, OutboxRefusal>> {
		const request = await this.#find(key);
		if (!request) return err('gone');
		const isUnsent = request.state.kind === 'waiting' && request.attempts === 0;
		if (request.state.kind !== 'refused' && !isUnsent) return err('under-way');
		const changed = await this.#options.rows.change(request, { ...change, state: { kind: 'waiting' } });
		await this.#look();
		if (changed) return ok();
		return err((await this.#find(key)) ? 'under-way' : 'gone');
	}

	async #find(key: string): Promise<KeptRequest | undefined> {
		return (await this.list())?.find((one) => one.key === key);
	}

	async #takeTurn(): Promise<void> {
		this.#again = false;
		const { account } = this.#options.session;
		const first = account === null ? null : await this.#next(account);
		if (account === null || !first || this.#watching.disposed) return;
		const restMs = this.#atOnce ? 0 : restOf(first.request, this.#options.clock.now());
		this.#atOnce = false;
		if (restMs > 0) return this.#wakeIn(restMs);
		const release = await this.#options.page.holdLock(`outbox:${account}`, 0);
		if (!release) return this.#wakeIn(OTHER_TAB_MS);
		this.#held = release;
		if (this.#watching.disposed) return this.#letGo();
		try {
			while (this.#held === release && (await this.#sendNext(account, release)));
		} finally {
			release();
			if (this.#held === release) this.#held = null;
		}
	}

	/** Whether the next one may follow at once. */
	async #sendNext(account: string, turn: Dispose): Promise<boolean> {
		const { rows, session } = this.#options;
		if ((await session.token(account)) === null) {
			// With somebody else signed in, or nobody, the session will say when that changes.
			if (session.account === account) this.#pauseUnasked();
			return false;
		}
		this.#failures = 0;
		const next = await this.#next(account);
		if (!next || this.#held !== turn) return false;
		const { endpoint, request } = next;
		const sending = await rows.change(request, {
			attempts: request.attempts + 1,
			state: { kind: 'sending' },
		});
		if (this.#held !== turn) return false;
		if (!sending) return true; // edited or dropped in that moment: look again
		const answer = await this.#options.api.callRaw(endpoint, sending.input as RawRequest, {
			account,
			key: sending.sendAs,
		});
		return this.#settle(sending, answer);
	}

	async #settle(request: KeptRequest, answer: Result<unknown, ApiProblem>): Promise<boolean> {
		const { rows } = this.#options;
		if (answer.ok) {
			if (!(await this.#keep({ request, answer: answer.value }))) return this.#postpone(request);
			await rows.remove(request.key);
			return true;
		}
		const { code, message, field, retryAfter } = answer.error;
		const trouble = { reason: code, message, ...(field !== undefined && { field }) };
		if (!isLasting(answer.error)) return this.#postpone(request, trouble, retryAfter);
		await rows.change(request, { state: { kind: 'refused', trouble } });
		return true; // what is about something else goes on
	}

	/** Whether all who keep what the answer changes here have it; before it leaves the list, where any tab may look. */
	async #keep(sent: SentRequest): Promise<boolean> {
		try {
			for (const keep of this.#keepers) await keep(sent);
			return true;
		} catch {
			return false; // asked again by its key, the server answers the same
		}
	}

	/** Sends it again after a pause, noted in the row: no other tab may be more impatient. */
	async #postpone(request: KeptRequest, trouble?: RequestTrouble, leastSeconds = 0): Promise<false> {
		const { rows, clock, random } = this.#options;
		const pauseMs = backoffDelay(request.attempts - 1, random, leastSeconds * 1000);
		const notBefore = clock.now() + pauseMs;
		await rows.change(request, { state: { kind: 'waiting', ...(trouble && { trouble }), notBefore } });
		this.#wakeIn(pauseMs);
		return false;
	}

	/** What goes next; null when nothing may. */
	async #next(account: string): Promise<{ endpoint: Endpoint; request: KeptRequest } | null> {
		const listed = await this.#options.rows.list(account);
		if (!listed.ok) {
			this.#pauseUnasked();
			return null;
		}
		const { requests, unknown } = listed.value;
		if (unknown > 0) return null;
		// Nothing overtakes what only another build can send, whatever that is about.
		const strange = requests.findIndex((request) => !this.#endpoints.has(request.endpoint));
		const [request] = requestsToGo(strange < 0 ? requests : requests.slice(0, strange));
		const endpoint = request && this.#endpoints.get(request.endpoint);
		return endpoint ? { endpoint, request } : null;
	}

	/** Nothing could be sent: no token, or a device that does not answer. */
	#pauseUnasked(): void {
		this.#wakeIn(backoffDelay(this.#failures, this.#options.random));
		this.#failures += 1;
	}

	#wakeIn(ms: number): void {
		this.#again = false;
		this.#cancelTimer?.();
		this.#cancelTimer = this.#watching.disposed ? null : this.#options.clock.after(ms, () => this.wake());
	}

	#letGo(): void {
		this.#held?.();
		this.#held = null;
	}

	async #look(): Promise<void> {
		const { account } = this.#options.session;
		const turn = (this.#listed += 1);
		const listed = account === null ? null : await this.#options.rows.list(account);
		if (turn !== this.#listed) return; // a later look knows better
		const nothing = { requests: [], unknown: 0 };
		this.#state = listed?.ok
			? { account, ...this.#known(listed.value), readable: true }
			: { account, ...nothing, readable: listed === null };
		this.#changed.emit(this.#state);
	}

	#known({ requests, unknown }: { requests: readonly KeptRequest[]; unknown: number }) {
		const known = requests.filter(({ endpoint }) => this.#endpoints.has(endpoint));
		return { requests: known, unknown: unknown + requests.length - known.length };
	}
}
