import * as v from 'valibot';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { JsonValue } from '../base/json.ts';
import { ok, type Result } from '../base/result.ts';
import { Profile, SignedIn } from '../protocol/api/account-fields.ts';
import type { AccountTokens } from './api-client.ts';
import { mayPass, type ApiProblem } from './api-problem.ts';

export type AccountState =
	/** Not looked yet what this device knows. */
	| { readonly kind: 'unknown' }
	| { readonly kind: 'signed-out' }
	/** This device is signed in, as far as it knows: the server has not said so lately, or could not be asked. */
	| { readonly kind: 'known'; readonly user: Profile; readonly trouble: ApiProblem | null }
	| { readonly kind: 'signed-in'; readonly user: Profile; readonly sessionId: string }
	/** The server ended it: they have to sign in again. */
	| { readonly kind: 'ended'; readonly user: Profile; readonly why: ApiProblem };

/** What the session asks the server: by the cookie, which nobody here can read. */
export type SessionCalls = {
	refresh(): Promise<Result<SignedIn, ApiProblem>>;
	signOut(): Promise<Result<unknown, ApiProblem>>;
};

export type AccountSessionOptions = {
	readonly calls: SessionCalls;
	readonly clock: Clock;
	/** Where this device notes who is signed in. Never a token. */
	readonly keep: {
		read(): Promise<JsonValue | undefined>;
		write(value: JsonValue | undefined): Promise<unknown>;
	};
	/** Held by one tab at a time; null when somebody holds it for longer. */
	readonly locks: { holdLock(name: string, patienceMs: number): Promise<Dispose | null> };
	/** The other tabs; null where they cannot be heard. */
	readonly tabs: {
		post(message: unknown): void;
		onMessage(listener: (message: unknown) => void): Dispose;
		close(): void;
	} | null;
};

/** Longer than a request may take. */
const LOCK_PATIENCE_MS = 35_000;
/** A token that ends sooner is not sent any more. */
const MARGIN_MS = 60_000;

const LEAVING = 'leaving';
const Problem = v.object({ code: v.string(), message: v.string() });
const Note = v.union([v.literal(LEAVING), v.object({ user: Profile, ended: v.nullable(Problem) })]);
const Message = v.variant('kind', [
	v.object({ kind: v.literal('signed-in'), signedIn: SignedIn }),
	v.object({ kind: v.literal('signed-out') }),
	v.object({ kind: v.literal('ended'), user: Profile, why: Problem }),
]);

type Held = { readonly token: string; readonly expiresAt: number; readonly gotAt: number };

/** Who is signed in on this device, in all of its tabs. The access token is in memory only; nothing else waits for it. */
export class AccountSession implements AccountTokens {
	readonly #options: AccountSessionOptions;
	readonly #changed = new Emitter<AccountState>();
	#state: AccountState = { kind: 'unknown' };
	#held: Held | null = null;
	#refreshing: Promise<void> | null = null;
	#starting: Promise<void> | null = null;

	constructor(options: AccountSessionOptions) {
		this.#options = options;
		options.tabs?.onMessage((message) => this.#hear(message));
	}

	get state(): AccountState {
		return this.#state;
	}

	/** The user whose requests may go now; null when nobody is signed in. */
	get account(): string | null {
		const { state } = this;
		return state.kind === 'signed-in' || state.kind === 'known' ? state.user.userId : null;
	}

	onChange(listener: (state: AccountState) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Looks who this device knows. Asks the server nothing, except to end what somebody left while it was away. */
	start(): Promise<void> {
		this.#starting ??= this.#lookUp();
		return this.#starting;
	}

	async token(account?: string): Promise<string | null> {
		await this.start();
		if (!this.#isFresh()) await this.#refresh();
		return this.#tokenOf(account);
	}

	async renew(refused: string, account?: string): Promise<string | null> {
		if (this.#held?.token === refused) this.#held = null;
		return this.token(account);
	}

	/** Signs in by whatever `ask` does; no tab refreshes meanwhile, which would end the new session with the old cookie. */
	async signIn(ask: () => Promise<Result<SignedIn, ApiProblem>>): Promise<Result<Profile, ApiProblem>> {
		return this.#alone(async () => {
			const answer = await ask();
			if (!answer.ok) return answer;
			await this.#take(answer.value);
			return ok(answer.value.user);
		});
	}

	/** Always done on this device; while the server is away, it is told at the next start. */
	async signOut(): Promise<void> {
		await this.#options.keep.write(LEAVING);
		this.#leave();
		await this.#alone(() => this.#endIfLeaving());
	}

	/** The profile was changed by this device. */
	async noteProfile(user: Profile): Promise<void> {
		const { state } = this;
		if (this.account !== user.userId) return;
		await this.#note(user, null);
		if (state.kind === 'signed-in' || state.kind === 'known') this.#setState({ ...state, user });
	}

	close(): void {
		this.#changed.clear();
		this.#options.tabs?.close();
	}

	async #lookUp(): Promise<void> {
		const note = await this.#readNote();
		if (this.#state.kind !== 'unknown') return; // heard from another tab meanwhile
		if (note === LEAVING) {
			this.#setState({ kind: 'signed-out' });
			void this.#alone(() => this.#endIfLeaving());
		} else this.#setState(stateOf(note));
	}

	async #endIfLeaving(): Promise<void> {
		if ((await this.#readNote()) !== LEAVING) return;
		const told = await this.#options.calls.signOut();
		if (told.ok || !mayPass(told.error)) await this.#options.keep.write(undefined);
	}

	#refresh(): Promise<void> {
		if (this.account === null) return Promise.resolve();
		this.#refreshing ??= this.#alone(() => this.#refreshAlone()).finally(() => (this.#refreshing = null));
		return this.#refreshing;
	}

	async #refreshAlone(): Promise<void> {
		// While this tab waited for its turn, another may have got a token, signed out, or come in as somebody else.
		if (this.#isFresh()) return;
		const note = await this.#readNote();
		if (note === null || note === LEAVING) return this.#setState({ kind: 'signed-out' });
		const { calls } = this.#options;
		let answer = await calls.refresh();
		// The answer may have been lost on its way, and the cookie before it holds for some seconds only.
		if (!answer.ok && answer.error.code === 'unreachable') answer = await calls.refresh();
		if ((await this.#readNote()) === LEAVING) return; // somebody signed out while it was under way
		if (answer.ok) return this.#take(answer.value);
		const { error } = answer;
		if (error.code !== 'unauthorized' && error.code !== 'forbidden') {
			return this.#setState({ kind: 'known', user: note.user, trouble: error });
		}
		this.#held = null;
		await this.#note(note.user, error);
		this.#setState({ kind: 'ended', user: note.user, why: error });
		this.#options.tabs?.post({ kind: 'ended', user: note.user, why: error });
	}

	async #take(signedIn: SignedIn): Promise<void> {
		await this.#note(signedIn.user, null);
		this.#adopt(signedIn);
		this.#options.tabs?.post({ kind: 'signed-in', signedIn });
	}

	#adopt({ accessToken, expiresAt, user, sessionId }: SignedIn): void {
		this.#held = { token: accessToken, expiresAt, gotAt: this.#options.clock.now() };
		this.#setState({ kind: 'signed-in', user, sessionId });
	}

	#leave(): void {
		this.#held = null;
		this.#setState({ kind: 'signed-out' });
		this.#options.tabs?.post({ kind: 'signed-out' });
	}

	#hear(data: unknown): void {
		const parsed = v.safeParse(Message, data);
		if (!parsed.success) return; // of another version
		const message = parsed.output;
		if (message.kind === 'signed-in') return this.#adopt(message.signedIn);
		this.#held = null;
		if (message.kind === 'signed-out') this.#setState({ kind: 'signed-out' });
		else this.#setState({ kind: 'ended', user: message.user, why: asProblem(message.why) });
	}

	/** With a clock that is wrong as well: a token that just came is sent at least for a minute, whatever it says. */
	#isFresh(): boolean {
		if (!this.#held) return false;
		const { expiresAt, gotAt } = this.#held;
		const now = this.#options.clock.now();
		return now < expiresAt - MARGIN_MS || (now >= gotAt && now < gotAt + MARGIN_MS);
	}

	#tokenOf(account: string | undefined): string | null {
		const { state } = this;
		if (!this.#held || state.kind !== 'signed-in') return null;
		return account === undefined || account === state.user.userId ? this.#held.token : null;
	}

	async #alone<T>(run: () => Promise<T>): Promise<T> {
		// Null: a tab holds it that does not go on. Two at once do no harm within the server's grace.
		const release = await this.#options.locks.holdLock('account', LOCK_PATIENCE_MS);
		try {
			return await run();
		} finally {
			release?.();
		}
	}

	async #readNote(): Promise<v.InferOutput<typeof Note> | null> {
		const note = v.safeParse(Note, await this.#options.keep.read());
		return note.success ? note.output : null;
	}

	async #note(user: Profile, ended: ApiProblem | null): Promise<void> {
		const why = ended && { code: ended.code, message: ended.message };
		await this.#options.keep.write({ user, ended: why });
	}

	#setState(state: AccountState): void {
		this.#state = state;
		this.#changed.emit(state);
	}
}

function stateOf(note: Exclude<v.InferOutput<typeof Note>, typeof LEAVING> | null): AccountState {
	if (!note) return { kind: 'signed-out' };
	const { user, ended } = note;
	return ended ? { kind: 'ended', user, why: asProblem(ended) } : { kind: 'known', user, trouble: null };
}

/** Another tab, or an earlier visit, wrote the code down: of what it is, only that it ended the session matters. */
const asProblem = ({ code, message }: v.InferOutput<typeof Problem>): ApiProblem => ({
	code: code === 'forbidden' ? 'forbidden' : 'unauthorized',
	message,
});
