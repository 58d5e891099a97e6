import { err, ok } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { SessionInfo } from '#lib/protocol/api/accounts.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { problemText, type AccountProblem } from './account-words.ts';
import { OtherWays } from './other-ways.svelte.ts';
import { SignForm } from './sign-form.svelte.ts';
import { TypedForm } from './typed-form.svelte.ts';
import { WaysIn } from './ways-in.svelte.ts';

export const ACCOUNT_VIEWS = ['profile', 'security', 'data'] as const;
export type AccountView = (typeof ACCOUNT_VIEWS)[number];

type Options = {
	readonly store: AccountStore;
	readonly toasts: Toasts;
	/** Hands the person a file. */
	readonly save: (fileName: string, content: Blob) => void;
};

/** The account's screen: signing in and out, the profile, where else one is signed in, what waits. */
export class AccountScreen {
	readonly store: AccountStore;
	readonly form: SignForm;
	readonly other: OtherWays;
	readonly ways: WaysIn;
	readonly eraseForm: TypedForm<'handle'>;
	#sessions = $state.raw<CachedRead<readonly SessionInfo[]> | null>(null);
	#sessionsProblem = $state.raw<ApiProblem | null>(null);
	readonly #options: Options;

	constructor(options: Options) {
		const { store } = options;
		this.#options = options;
		this.store = store;
		this.form = new SignForm(store);
		this.other = new OtherWays(store.methods);
		this.ways = new WaysIn(store);
		this.eraseForm = new TypedForm<'handle'>({
			empty: { handle: '' },
			check: ({ handle }) =>
				handle.trim() === this.user?.handle
					? {}
					: { handle: m.methods_erase_type({ handle: this.user?.handle ?? '' }) },
			send: ({ handle }) => this.#erase(handle.trim()),
		});
	}

	/** The person, while they are signed in as far as this device knows. */
	get user() {
		const { state } = this.store;
		return state.kind === 'signed-in' || state.kind === 'known' ? state.user : null;
	}
	/** Null until they were read. */
	get sessions(): CachedRead<readonly SessionInfo[]> | null {
		return this.#sessions;
	}
	get sessionsProblem(): string | null {
		return this.#sessionsProblem && problemText(this.#sessionsProblem);
	}
	/** The name that is shown: the one asked for last, also while that waits. */
	get displayName(): { readonly text: string; readonly waits: boolean } {
		const asked = this.store.waiting.requests.map((request) => this.store.nameAskedBy(request));
		const last = asked.findLast((name) => name !== null);
		return { text: last ?? this.user?.displayName ?? '', waits: last !== undefined };
	}

	/** A moment as people say it. */
	when(at: number): string {
		return relativeTime(at, this.store.now(), { locale: getLocale(), justNow: m.account_just_now() });
	}

	async readSessions(): Promise<void> {
		const read = await this.store.sessions();
		this.#sessions = read.ok ? read.value : null;
		this.#sessionsProblem = read.ok ? null : read.error;
	}

	async endSession(sessionId: string): Promise<void> {
		this.#tell(await this.store.endSession(sessionId));
		await this.readSessions();
	}

	async endOthers(): Promise<void> {
		this.#tell(await this.store.endOthers());
		await this.readSessions();
	}

	/** Whether it was changed. */
	async changePassword(): Promise<boolean> {
		if (!(await this.ways.passwordForm.submit())) return false;
		this.#say(m.account_password_changed());
		await this.readSessions();
		return true;
	}

	/** Does something to the ways in; says `done` when it went well, and else why not. */
	async change(act: Promise<AccountProblem | null>, done: string | null = null): Promise<void> {
		const problem = await act;
		this.#tell(problem);
		if (!problem && done !== null) this.#say(done);
	}

	async endEverywhere(): Promise<void> {
		this.#tell(await this.store.endEverywhere());
	}

	/** Everything the server knows of the person, as one file. */
	async exportEverything(): Promise<void> {
		const { handle = '' } = this.user ?? {};
		const exported = await this.store.methods.exportEverything();
		if (!exported.ok) return this.#tell(exported.error);
		this.#options.save(`rastudios-${handle}.json`, exported.value);
	}

	/** Hands out recovery codes as a file. */
	saveCodes(text: string): void {
		const { handle = '' } = this.user ?? {};
		this.#options.save(`rastudios-codes-${handle}.txt`, new Blob([text], { type: 'text/plain' }));
	}

	async rename(text: string): Promise<void> {
		const name = text.trim();
		if (name === '' || name === this.displayName.text) return;
		await this.store.rename(name, m.account_waiting_rename({ name }));
	}

	async edit(key: string, text: string): Promise<void> {
		const name = text.trim();
		if (name === '') return;
		const edited = await this.store.editName(key, name, m.account_waiting_rename({ name }));
		if (!edited) this.#options.toasts.show({ kind: 'info', text: m.account_under_way() });
	}

	async retry(key: string): Promise<void> {
		if (!(await this.store.retry(key)))
			this.#options.toasts.show({ kind: 'info', text: m.account_under_way() });
	}

	async #erase(handle: string): Promise<AccountProblem | null> {
		const erased = await this.ways.proof.proved(async () => {
			const problem = await this.store.erase(handle);
			return problem ? err(problem) : ok();
		});
		if (erased.ok) this.#say(m.methods_erased({ handle }));
		return erased.ok ? null : erased.error;
	}

	#tell(problem: AccountProblem | null): void {
		const text = problem && problemText(problem);
		if (text) this.#options.toasts.show({ kind: 'error', text });
	}

	#say(text: string): void {
		this.#options.toasts.show({ kind: 'success', text });
	}
}
