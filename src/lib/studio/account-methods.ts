import * as v from 'valibot';
import type { JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { SignedIn } from '../protocol/api/account-fields.ts';
import {
	createRecoveryCodes,
	exportMe,
	listMethods,
	prove,
	recover,
	removeMethod,
	type Methods,
} from '../protocol/api/accounts.ts';
import type { AnswerOf, RequestOf } from '../protocol/api/endpoint.ts';
import {
	addPasskey,
	proveByPasskey,
	signInByPasskey,
	startPasskey,
	startPasskeySignIn,
} from '../protocol/api/passkeys.ts';
import {
	finishProvider,
	listProviders,
	signUpByProvider,
	startLink,
	startProof,
	startProvider,
} from '../protocol/api/providers.ts';
import type { AccountSession } from '../sync/account-session.ts';
import type { ApiClient } from '../sync/api-client.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { CachedRead, CachedReads } from '../sync/cached-reads.ts';
import type { PasskeyProblem, PasskeyPrompts } from './passkey-prompts-adapter.ts';

/** What went wrong with a way in: the server's reason, or the browser's. */
export type MethodProblem = ApiProblem | PasskeyProblem;
export type SignInProvider = AnswerOf<typeof listProviders>['providers'][number];
export type WayIn = RequestOf<typeof removeMethod>['params'];
export type NewByProvider = Omit<RequestOf<typeof signUpByProvider>['body'], 'device'>;

/** What a visit at a provider is for. */
export type Purpose = 'sign-in' | 'link' | 'prove';

// Kept where the cookie is that the server knows the visit by: one for this browser, whatever tab it comes back in.
const VISIT = 'provider-visit';
const Visit = v.object({
	provider: v.string(),
	purpose: v.picklist(['sign-in', 'link', 'prove']),
	/** Where in the app the person was. */
	from: v.string(),
});

/** How a visit at a provider ended, and where the person was before. */
export type ProviderEnd =
	| { readonly kind: 'signed-in' | 'linked' | 'proved'; readonly from: string }
	| {
			readonly kind: 'new';
			readonly from: string;
			readonly ticket: string;
			readonly suggestedName: string;
			readonly suggestedHandle: string;
	  }
	/** Nobody began anything here, or it is over already. */
	| { readonly kind: 'none' }
	| { readonly kind: 'failed'; readonly from: string; readonly problem: ApiProblem };

type Parts = {
	readonly session: AccountSession;
	readonly api: ApiClient;
	readonly reads: CachedReads;
	readonly prompts: PasskeyPrompts;
	readonly keep: {
		read(name: string): Promise<JsonValue | undefined>;
		write(name: string, value: JsonValue | undefined): Promise<unknown>;
	};
	/** Has the browser go to another site. */
	readonly leave: (url: string) => void;
	/** What this device is called where one is signed in. */
	readonly device: string;
};

const STARTS = { 'sign-in': startProvider, link: startLink, prove: startProof } as const;

/** The ways into an account beside the password: passkeys, providers, recovery codes; and the proof that somebody is there. */
export class AccountMethods {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Whether this browser can ask for passkeys here. */
	get canUsePasskeys(): boolean {
		return this.#parts.prompts.offered;
	}
	/** How a passkey that is made here is called, unless somebody says otherwise. */
	get deviceName(): string {
		return this.#parts.device;
	}

	async providers(): Promise<Result<readonly SignInProvider[], ApiProblem>> {
		const listed = await this.#parts.api.call(listProviders, {});
		return listed.ok ? ok(listed.value.providers) : listed;
	}

	/** Signs in by a passkey that the browser asks for now. */
	async signInByPasskey(): Promise<MethodProblem | null> {
		return this.#byPasskey(false);
	}

	/**
	 * Signs in by a passkey that somebody picks where they would type their name; resolves when they did, or when that is
	 * over. Null as well where the browser offers none.
	 */
	async signInByAutofill(): Promise<MethodProblem | null> {
		const { prompts } = this.#parts;
		if (!prompts.offered || !(await prompts.canAutofill().catch(() => false))) return null;
		return this.#byPasskey(true);
	}

	/** Takes back whatever passkey is asked for. */
	stopAsking(): void {
		this.#parts.prompts.stop();
	}

	async recover(typed: Omit<RequestOf<typeof recover>['body'], 'device'>): Promise<ApiProblem | null> {
		const { session, api, device } = this.#parts;
		const done = await session.signIn(() => api.call(recover, { body: { ...typed, device } }));
		return done.ok ? null : done.error;
	}

	/** By what one can sign in, as the server said it now or last. */
	async list(): Promise<Result<CachedRead<Methods>, ApiProblem>> {
		const { session, reads } = this.#parts;
		const { account } = session;
		if (account === null) return err(NOBODY);
		return reads.read(account, listMethods, {});
	}

	async addPasskey(name: string): Promise<Result<void, MethodProblem>> {
		const { api, prompts, session } = this.#parts;
		const { account } = session;
		if (account === null) return err(NOBODY);
		const asked = await api.call(startPasskey, {}, { account });
		if (!asked.ok) return asked;
		const made = await prompts.create(asked.value.options);
		if (!made.ok) return made;
		const added = await api.call(addPasskey, { body: { name, response: made.value } }, { account });
		return added.ok ? ok() : added;
	}

	/** Never the last one. */
	async remove(way: WayIn): Promise<Result<void, ApiProblem>> {
		return this.#parts.api.call(removeMethod, { params: way });
	}

	async createRecoveryCodes(): Promise<Result<readonly string[], ApiProblem>> {
		const made = await this.#parts.api.call(createRecoveryCodes, {});
		return made.ok ? ok(made.value.codes) : made;
	}

	/** Everything the server knows of the person, as a file of JSON. */
	async exportEverything(): Promise<Result<Blob, ApiProblem>> {
		return this.#parts.api.call(exportMe, {});
	}

	async proveByPassword(password: string): Promise<ApiProblem | null> {
		const proved = await this.#parts.api.call(prove, { body: { password } });
		return proved.ok ? null : proved.error;
	}

	async proveByPasskey(): Promise<MethodProblem | null> {
		const { api, session } = this.#parts;
		const { account } = session;
		if (account === null) return NOBODY;
		const answered = await this.#answerOfPasskey(false);
		if (!answered.ok) return answered.error;
		const proved = await api.call(proveByPasskey, { body: { response: answered.value } }, { account });
		return proved.ok ? null : proved.error;
	}

	/** Sends the browser to a provider; it comes back to `finishVisit`. `from`: where in the app to go on then. */
	async visit(provider: string, purpose: Purpose, from: string): Promise<Result<void, ApiProblem>> {
		const { api, keep, leave } = this.#parts;
		const begun = await api.call(STARTS[purpose], { params: { provider } });
		if (!begun.ok) return begun;
		const { url } = begun.value;
		if (!/^https?:\/\//.test(url))
			return err({ code: 'answer', message: 'This is no address of a provider' });
		await keep.write(VISIT, { provider, purpose, from });
		leave(url);
		return ok();
	}

	/** Ends a visit, with what the provider sent the browser back with: once, whatever comes of it. */
	async finishVisit(query: string): Promise<ProviderEnd> {
		const { session, keep } = this.#parts;
		const visit = v.safeParse(Visit, await keep.read(VISIT));
		if (!visit.success || query === '') return { kind: 'none' };
		const { provider, purpose, from } = visit.output;
		await keep.write(VISIT, undefined);
		// Asked for before: what signs in holds the lock that getting one needs.
		const bearer = purpose === 'sign-in' ? null : await session.token();
		const finished = await this.#finish(provider, query, bearer);
		if (!finished.ok) return { kind: 'failed', from, problem: finished.error };
		const { value } = finished;
		return value.outcome === 'new' ? { ...value, kind: 'new', from } : { kind: value.outcome, from };
	}

	/** An account for who came from a provider for the first time. */
	async signUpByProvider(account: NewByProvider): Promise<ApiProblem | null> {
		const { session, api, device } = this.#parts;
		const done = await session.signIn(() => api.call(signUpByProvider, { body: { ...account, device } }));
		return done.ok ? null : done.error;
	}

	async #finish(
		provider: string,
		query: string,
		bearer: string | null,
	): Promise<Result<AnswerOf<typeof finishProvider>, ApiProblem>> {
		const { session, api, device } = this.#parts;
		const request = { params: { provider }, body: { query, device } };
		if (bearer !== null) return api.call(finishProvider, request, { bearer });
		let finished: Result<AnswerOf<typeof finishProvider>, ApiProblem> = err(NOT_SIGNED_IN);
		await session.signIn(async (): Promise<Result<SignedIn, ApiProblem>> => {
			finished = await api.call(finishProvider, request);
			if (!finished.ok) return finished;
			return finished.value.outcome === 'signed-in' ? ok(finished.value.session) : err(NOT_SIGNED_IN);
		});
		return finished;
	}

	async #byPasskey(autofill: boolean): Promise<MethodProblem | null> {
		const { session, api, device } = this.#parts;
		const answered = await this.#answerOfPasskey(autofill);
		if (!answered.ok) return answered.error;
		const body = { response: answered.value, device };
		const done = await session.signIn(() => api.call(signInByPasskey, { body }));
		return done.ok ? null : done.error;
	}

	async #answerOfPasskey(autofill: boolean) {
		const { api, prompts } = this.#parts;
		const asked = await api.call(startPasskeySignIn, {});
		return asked.ok ? prompts.answer(asked.value.options, autofill) : asked;
	}
}

const NOBODY: ApiProblem = { code: 'signed-out', message: 'Nobody is signed in' };
const NOT_SIGNED_IN: ApiProblem = { code: 'signed-out', message: 'Nobody was signed in by this' };
