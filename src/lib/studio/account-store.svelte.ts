import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import {
	changeMe,
	changePassword,
	endAllSessions,
	endSession,
	eraseMe,
	listSessions,
	signIn,
	signUp,
	type SessionInfo,
} from '../protocol/api/accounts.ts';
import { nameOf, type AnswerOf, type Endpoint, type RequestOf } from '../protocol/api/endpoint.ts';
import type { KeptRequest } from '../protocol/api/kept-request.ts';
import type { AccountSession, AccountState } from '../sync/account-session.ts';
import type { ApiAnswer, ApiClient } from '../sync/api-client.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { CachedRead, CachedReads } from '../sync/cached-reads.ts';
import type { Outbox, OutboxState } from '../sync/outbox.ts';
import type { MemberTokens } from '../sync/member-tokens.ts';
import type { AccountMethods } from './account-methods.ts';
import { AccountProjects } from './account-projects.svelte.ts';
import { settleChange, type Changed } from './asked-change.ts';
import type { DeviceProjects } from './device-projects.ts';
import { Observed } from './observed.svelte.ts';

export type NewAccount = Omit<RequestOf<typeof signUp>['body'], 'device'>;

export type AccountParts = {
	readonly session: AccountSession;
	readonly outbox: Outbox;
	readonly api: ApiClient;
	readonly reads: CachedReads;
	readonly tokens: MemberTokens;
	readonly devices: DeviceProjects;
	readonly methods: AccountMethods;
	readonly clock: Clock;
	/** What this device is called where one is signed in. */
	readonly device: string;
};

const SIGNED_OUT: ApiProblem = { code: 'signed-out', message: 'Nobody is signed in' };

/** The person's account as screens see it: who is signed in, what waits, where else they are. */
export class AccountStore {
	/** Those of this device, and those of the account that are elsewhere. */
	readonly projects: AccountProjects;
	readonly #parts: AccountParts;
	readonly #state: Observed<AccountState>;
	readonly #waiting: Observed<OutboxState>;

	constructor(parts: AccountParts) {
		const { session, outbox, reads, clock, devices: device } = parts;
		this.#parts = parts;
		this.projects = new AccountProjects({ session, reads, device, outbox, clock });
		this.#state = new Observed(
			(changed) => session.onChange(changed),
			() => session.state,
		);
		this.#waiting = new Observed(
			(changed) => outbox.onChange(changed),
			() => outbox.state,
		);
		outbox.onSent(async ({ request, answer }) => {
			// The client checked it against the endpoint's schema.
			if (request.endpoint === nameOf(changeMe)) await session.noteProfile(answer as never);
		});
	}

	/** The ways in beside the password. */
	get methods(): AccountMethods {
		return this.#parts.methods;
	}
	get state(): AccountState {
		return this.#state.current;
	}
	get waiting(): OutboxState {
		return this.#waiting.current;
	}

	/** The user whose projects and requests go now; null when nobody is signed in. */
	get account(): string | null {
		return this.#parts.session.account;
	}

	/** Told when somebody signs in or out, or anything else of the session changes. */
	onSession(listener: () => void): Dispose {
		return this.#parts.session.onChange(listener);
	}

	/** What lets them into a project as its member. */
	get tokens(): Pick<MemberTokens, 'token'> {
		return this.#parts.tokens;
	}

	/** Milliseconds. */
	now(): number {
		return this.#parts.clock.now();
	}

	/** Asks the server now, as whoever is signed in. */
	call<const E extends Endpoint>(endpoint: E, request: RequestOf<E>): Promise<ApiAnswer<E>> {
		return this.#parts.api.call(endpoint, request);
	}

	/** What the server says now or, while it is away, said last to whoever is signed in. */
	async read<const E extends Endpoint>(
		endpoint: E,
		request: RequestOf<E>,
	): Promise<Result<CachedRead<AnswerOf<E>>, ApiProblem>> {
		const { session, reads } = this.#parts;
		const { account } = session;
		return account === null ? err(SIGNED_OUT) : reads.read(account, endpoint, request);
	}

	/**
	 * Sent at once, or when the server can be reached: one of `WAITING_ENDPOINTS`. `summary` is what people read of it while
	 * it waits. False: nobody is signed in.
	 */
	async ask<const E extends Endpoint>(endpoint: E, request: RequestOf<E>, summary: string): Promise<boolean> {
		return (await this.#parts.outbox.add(endpoint, request, summary)) !== null;
	}

	/** As `ask`, for somebody who looks: what became of it. A refusal is told here, and leaves nothing waiting. */
	async change<const E extends Endpoint>(
		endpoint: E,
		request: RequestOf<E>,
		summary: string,
	): Promise<Result<Changed, ApiProblem>> {
		const added = await this.#parts.outbox.add(endpoint, request, summary);
		return added ? settleChange(this.#parts, added.request.key) : err(SIGNED_OUT);
	}

	/** What went wrong; null when nothing did. */
	async signIn(handle: string, password: string): Promise<ApiProblem | null> {
		const { session, api, device } = this.#parts;
		const done = await session.signIn(() => api.call(signIn, { body: { handle, password, device } }));
		return done.ok ? null : done.error;
	}

	async signUp(account: NewAccount): Promise<ApiProblem | null> {
		const { session, api, device } = this.#parts;
		const done = await session.signIn(() => api.call(signUp, { body: { ...account, device } }));
		return done.ok ? null : done.error;
	}

	async signOut(): Promise<void> {
		const { session, reads } = this.#parts;
		const { account } = session;
		await session.signOut();
		if (account !== null) await reads.forget(account);
	}

	/** Looks whether the server still knows this device; says so in `state`. */
	async confirm(): Promise<void> {
		await this.#parts.session.token();
	}

	/** Sent at once, or when the server can be reached. */
	async rename(displayName: string, summary: string): Promise<void> {
		await this.ask(changeMe, { body: { displayName } }, summary);
	}

	/** The name that a waiting request asks for; null when it asks for something else. */
	nameAskedBy({ endpoint, input }: KeptRequest): string | null {
		if (endpoint !== nameOf(changeMe)) return null;
		const { body } = input as { readonly body?: { readonly displayName?: unknown } };
		return typeof body?.displayName === 'string' ? body.displayName : null;
	}

	/** Whether it could still be changed. */
	async editName(key: string, displayName: string, summary: string): Promise<boolean> {
		const input: JsonValue = { body: { displayName } };
		return (await this.#parts.outbox.edit(key, input, summary)).ok;
	}

	async retry(key: string): Promise<boolean> {
		return (await this.#parts.outbox.retry(key)).ok;
	}

	async drop(key: string): Promise<void> {
		const { outbox, devices } = this.#parts;
		const dropped = outbox.state.requests.find((request) => request.key === key);
		if (dropped) await devices.noteDropped(dropped);
		await outbox.drop(key);
	}

	/** Where else one is signed in, as the server said it now or last. */
	async sessions(): Promise<Result<CachedRead<readonly SessionInfo[]>, ApiProblem>> {
		const read = await this.read(listSessions, {});
		return read.ok ? ok({ ...read.value, value: read.value.value.sessions }) : read;
	}

	/** Ends all other sessions, too. Without the present one only where there is none yet. */
	async changePassword(current: string | null, password: string): Promise<ApiProblem | null> {
		const body = { password, ...(current !== null && { current }) };
		const changed = await this.#parts.api.call(changePassword, { body });
		return changed.ok ? null : changed.error;
	}

	async endSession(sessionId: string): Promise<ApiProblem | null> {
		const ended = await this.#parts.api.call(endSession, { params: { sessionId } });
		return ended.ok ? null : ended.error;
	}

	async endOthers(): Promise<ApiProblem | null> {
		const ended = await this.#parts.api.call(endAllSessions, { body: { keepThis: true } });
		return ended.ok ? null : ended.error;
	}

	/** Signs out here and everywhere else; not while the server is away, which could not end the others. */
	async endEverywhere(): Promise<ApiProblem | null> {
		const { api, session } = this.#parts;
		const { account } = session;
		const ended = await api.call(endAllSessions, { body: {} });
		if (!ended.ok) return ended.error;
		if (session.account === account) await this.signOut();
		return null;
	}

	/** Erases the account for good, and what waits to be sent as it. Projects on this device stay. */
	async erase(handle: string): Promise<ApiProblem | null> {
		const { api, outbox, session } = this.#parts;
		const { account } = session;
		const erased = await api.call(eraseMe, { body: { handle } });
		if (!erased.ok) return erased.error;
		for (const { key } of (await outbox.list(account)) ?? []) await outbox.drop(key);
		if (session.account === account) await this.signOut();
		return null;
	}
}
