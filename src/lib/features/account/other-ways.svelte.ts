import type { AccountMethods, SignInProvider } from '#lib/studio/account-methods.ts';
import { problemText } from './account-words.ts';

/** Getting in without typing: by a passkey, or by a provider. */
export class OtherWays {
	#providers = $state.raw<readonly SignInProvider[]>([]);
	#problem = $state.raw<string | null>(null);
	#busy = $state.raw(false);
	#open = false;
	readonly #methods: AccountMethods;

	constructor(methods: AccountMethods) {
		this.#methods = methods;
	}

	get providers(): readonly SignInProvider[] {
		return this.#providers;
	}
	get problem(): string | null {
		return this.#problem;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get canUsePasskeys(): boolean {
		return this.#methods.canUsePasskeys;
	}

	/** From now on, until it is closed, the browser offers passkeys where the name is typed. */
	async open(): Promise<void> {
		this.#open = true;
		void this.#offerPasskeys();
		const listed = await this.#methods.providers();
		// A server that is away says so to who presses a button; those of before stay.
		if (listed.ok) this.#providers = listed.value;
	}

	close(): void {
		this.#open = false;
		this.#methods.stopAsking();
	}

	async byPasskey(): Promise<void> {
		await this.#try(() => this.#methods.signInByPasskey());
		// The question took the place of the offer.
		if (this.#problem !== null && this.#open) void this.#offerPasskeys();
	}

	/** Leaves the page; `from` is where to go on afterwards. */
	async byProvider(provider: string, from: string): Promise<void> {
		await this.#try(async () => {
			const left = await this.#methods.visit(provider, 'sign-in', from);
			return left.ok ? null : left.error;
		});
	}

	async #offerPasskeys(): Promise<void> {
		const problem = await this.#methods.signInByAutofill();
		// Nobody asked for it, so only a passkey that was picked and refused is worth a word.
		if (problem?.code === 'unauthorized') this.#problem = problemText(problem);
	}

	async #try(run: () => ReturnType<AccountMethods['signInByPasskey']>): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#problem = null;
		const problem = await run();
		this.#busy = false;
		if (problem) this.#problem = problemText(problem);
	}
}
