import { err, ok, type Result } from '#lib/base/result.ts';
import type { Methods } from '#lib/protocol/api/accounts.ts';
import type { AccountMethods, SignInProvider, WayIn } from '#lib/studio/account-methods.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import { problemText, type AccountProblem } from './account-words.ts';
import { createPasswordForm, type PasswordForm } from './password-form.ts';
import { ProofPrompt, type ProofWays } from './proof-prompt.svelte.ts';

/** The ways into one's account: what there is, what is added and taken away, and the proof that asks for. */
export class WaysIn {
	readonly proof: ProofPrompt;
	readonly passwordForm: PasswordForm;
	#read = $state.raw<CachedRead<Methods> | null>(null);
	#readProblem = $state.raw<string | null>(null);
	#providers = $state.raw<readonly SignInProvider[]>([]);
	#codes = $state.raw<readonly string[] | null>(null);
	#busy = $state.raw(false);
	readonly #methods: AccountMethods;

	constructor(store: Pick<AccountStore, 'methods' | 'changePassword'>) {
		this.#methods = store.methods;
		this.proof = new ProofPrompt(store.methods, () => this.#waysToProve());
		this.passwordForm = createPasswordForm(
			() => this.#read?.value.password.set ?? true,
			(current, password) =>
				this.#change(async () => {
					const problem = await store.changePassword(current, password);
					return problem ? err(problem) : ok();
				}),
		);
	}

	/** Null until they were read. */
	get read(): CachedRead<Methods> | null {
		return this.#read;
	}
	get readProblem(): string | null {
		return this.#readProblem;
	}
	/** Those of this server that are not linked yet. */
	get unlinked(): readonly SignInProvider[] {
		const linked = new Set(this.#read?.value.identities.map(({ provider }) => provider));
		return this.#providers.filter(({ provider }) => !linked.has(provider));
	}
	/** New recovery codes, until somebody says that they are kept. */
	get codes(): readonly string[] | null {
		return this.#codes;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get canUsePasskeys(): boolean {
		return this.#methods.canUsePasskeys;
	}
	get deviceName(): string {
		return this.#methods.deviceName;
	}
	/** Whether only one is left, which nobody can take away. */
	get isLast(): boolean {
		if (!this.#read) return true;
		const { password, passkeys, identities } = this.#read.value;
		return Number(password.set) + passkeys.length + identities.length === 1;
	}

	/** What the provider is called on this server; its id where the server forgot it. */
	nameOf(provider: string): string {
		return this.#providers.find((one) => one.provider === provider)?.name ?? provider;
	}

	async look(): Promise<void> {
		const [read, providers] = await Promise.all([this.#methods.list(), this.#methods.providers()]);
		if (providers.ok) this.#providers = providers.value;
		this.#read = read.ok ? read.value : null;
		this.#readProblem = read.ok ? null : problemText(read.error);
	}

	addPasskey(name: string): Promise<AccountProblem | null> {
		return this.#change(() => this.#methods.addPasskey(name));
	}

	remove(way: WayIn): Promise<AccountProblem | null> {
		return this.#change(() => this.#methods.remove(way));
	}

	/** Leaves the page when all is well. */
	link(provider: string, from: string): Promise<AccountProblem | null> {
		return this.#change(() => this.#methods.visit(provider, 'link', from));
	}

	makeCodes(): Promise<AccountProblem | null> {
		return this.#change(async () => {
			const made = await this.#methods.createRecoveryCodes();
			if (made.ok) this.#codes = made.value;
			return made;
		});
	}

	forgetCodes(): void {
		this.#codes = null;
	}

	/** Does what needs a proof, and reads again what came of it. */
	async #change<T>(run: () => Promise<Result<T, AccountProblem>>): Promise<AccountProblem | null> {
		if (this.#busy) return { code: 'not-proved' };
		this.#busy = true;
		const done = await this.proof.proved(run);
		if (done.ok) await this.look();
		this.#busy = false;
		return done.ok ? null : done.error;
	}

	async #waysToProve(): Promise<ProofWays> {
		if (!this.#read) await this.look();
		const methods = this.#read?.value;
		const linked = new Set(methods?.identities.map(({ provider }) => provider));
		return {
			password: methods?.password.set ?? true,
			passkey: this.canUsePasskeys && (methods?.passkeys.length ?? 0) > 0,
			providers: this.#providers.filter(({ provider }) => linked.has(provider)),
		};
	}
}
