import { err, type Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AccountMethods, SignInProvider } from '#lib/studio/account-methods.ts';
import { problemText, type AccountProblem } from './account-words.ts';
import { TypedForm } from './typed-form.svelte.ts';

/** By what somebody can prove that it is them. */
export type ProofWays = {
	readonly password: boolean;
	readonly passkey: boolean;
	readonly providers: readonly SignInProvider[];
};
type Port = Pick<AccountMethods, 'proveByPassword' | 'proveByPasskey' | 'visit'>;
type Asking = { readonly ways: ProofWays; readonly settle: (proved: boolean) => void };

/** Asks again who is there where the server wants to know, and then goes on with what was wanted. */
export class ProofPrompt {
	readonly form: TypedForm<'password'>;
	#asking = $state.raw<Asking | null>(null);
	#problem = $state.raw<string | null>(null);
	readonly #port: Port;
	readonly #ways: () => Promise<ProofWays>;

	constructor(port: Port, ways: () => Promise<ProofWays>) {
		this.#port = port;
		this.#ways = ways;
		this.form = new TypedForm<'password'>({
			empty: { password: '' },
			send: ({ password }) => port.proveByPassword(password),
			explain: ({ code }) => (code === 'forbidden' ? { password: m.account_password_wrong() } : null),
			secrets: ['password'],
		});
	}

	/** Null while nothing is asked. */
	get ways(): ProofWays | null {
		return this.#asking?.ways ?? null;
	}
	/** Why a passkey or a provider proved nothing. */
	get problem(): string | null {
		return this.#problem;
	}

	/** Does it; after asking who is there, when the server wants to know that first. */
	async proved<T>(run: () => Promise<Result<T, AccountProblem>>): Promise<Result<T, AccountProblem>> {
		const done = await run();
		if (done.ok || !needsProof(done.error)) return done;
		return (await this.#ask()) ? run() : err({ code: 'not-proved' });
	}

	async byPassword(): Promise<void> {
		this.#problem = null;
		if (await this.form.submit()) this.#end(true);
	}

	async byPasskey(): Promise<void> {
		const problem = await this.#port.proveByPasskey();
		this.#problem =
			problem && (problem.code === 'forbidden' ? m.methods_proof_refused() : problemText(problem));
		if (!problem) this.#end(true);
	}

	/** Leaves the page: what was wanted has to be asked for again. */
	async byProvider(provider: string, from: string): Promise<void> {
		const left = await this.#port.visit(provider, 'prove', from);
		this.#problem = left.ok ? null : problemText(left.error);
	}

	cancel(): void {
		this.#end(false);
	}

	async #ask(): Promise<boolean> {
		const ways = await this.#ways();
		this.form.clear();
		this.#problem = null;
		return new Promise((settle) => (this.#asking = { ways, settle }));
	}

	#end(proved: boolean): void {
		const asking = this.#asking;
		this.#asking = null;
		asking?.settle(proved);
	}
}

const needsProof = (problem: AccountProblem): boolean =>
	problem.code === 'forbidden' && problem.field === 'proof';
