import { m } from '#lib/paraglide/messages.js';
import type { ProviderEnd } from '#lib/studio/account-methods.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { problemText } from './account-words.ts';
import { checkNewName, explainNewAccount } from './sign-form.svelte.ts';
import { TypedForm } from './typed-form.svelte.ts';

type Options = {
	readonly store: AccountStore;
	readonly toasts: Pick<Toasts, 'show'>;
	/** Goes to where the person was before they left for the provider. */
	readonly goTo: (path: string) => void;
};

/** The page that a provider sends people back to. */
export class ProviderReturn {
	readonly form: TypedForm<'handle' | 'displayName'>;
	#end = $state.raw<ProviderEnd | null>(null);
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
		this.form = new TypedForm<'handle' | 'displayName'>({
			empty: { handle: '', displayName: '' },
			check: checkNewName,
			send: ({ handle, displayName }) => this.#signUp(handle, displayName),
			explain: explainNewAccount,
		});
	}

	/** Null while the server looks at what the provider sent. */
	get end(): ProviderEnd | null {
		return this.#end;
	}
	get problem(): string | null {
		if (this.#end?.kind === 'none') return m.methods_return_none();
		if (this.#end?.kind !== 'failed') return null;
		const { problem } = this.#end;
		// What it says is for the person; "the server did not do this" would not be the whole of it.
		return problem.code === 'unavailable' ? problem.message : problemText(problem);
	}

	async finish(query: string): Promise<void> {
		const end = await this.#options.store.methods.finishVisit(query);
		if (end.kind === 'new') {
			const { suggestedHandle, suggestedName } = end;
			Object.assign(this.form.fields, { handle: suggestedHandle, displayName: suggestedName });
		}
		this.#end = end;
		if (end.kind === 'linked') this.#options.toasts.show({ kind: 'success', text: m.methods_linked() });
		if (end.kind === 'proved') this.#options.toasts.show({ kind: 'success', text: m.methods_proved() });
		if (end.kind === 'signed-in' || end.kind === 'linked' || end.kind === 'proved') this.#leave(end.from);
	}

	async signUp(): Promise<void> {
		if ((await this.form.submit()) && this.#end?.kind === 'new') this.#leave(this.#end.from);
	}

	async #signUp(handle: string, displayName: string) {
		if (this.#end?.kind !== 'new') return null;
		const { ticket } = this.#end;
		const names = { handle: handle.trim().toLowerCase(), displayName: displayName.trim() };
		return this.#options.store.methods.signUpByProvider({ ticket, ...names });
	}

	#leave(from: string): void {
		this.#options.goTo(from);
	}
}
