import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { DisplayName, Handle, NewPassword } from '#lib/protocol/api/account-fields.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { AccountProblem } from './account-words.ts';
import { TypedForm, type FieldErrors } from './typed-form.svelte.ts';

type Port = Pick<AccountStore, 'signIn' | 'signUp'> & {
	readonly methods: Pick<AccountStore['methods'], 'recover'>;
};
export type SignMode = 'in' | 'up' | 'recover';

const asHandle = (typed: string) => typed.trim().toLowerCase();

/** The three things somebody can type to get in: name and password, a new account, or a recovery code. */
export class SignForm {
	readonly in: TypedForm<'handle' | 'password'>;
	readonly up: TypedForm<'handle' | 'displayName' | 'password' | 'setupCode'>;
	readonly recover: TypedForm<'handle' | 'code' | 'password'>;
	#mode = $state.raw<SignMode>('in');

	constructor(port: Port) {
		this.in = new TypedForm<'handle' | 'password'>({
			empty: { handle: '', password: '' },
			send: ({ handle, password }) => port.signIn(asHandle(handle), password),
			explain: ({ code }) => (code === 'unauthorized' ? m.account_wrong() : null),
			secrets: ['password'],
		});
		this.up = new TypedForm<'handle' | 'displayName' | 'password' | 'setupCode'>({
			empty: { handle: '', displayName: '', password: '', setupCode: '' },
			check: (typed) => ({ ...checkNewName(typed), ...checkPassword(typed) }),
			send: ({ handle, displayName, password, setupCode }) => {
				const code = setupCode.trim();
				const account = { handle: asHandle(handle), displayName: displayName.trim(), password };
				return this.#enter(port.signUp({ ...account, ...(code !== '' && { setupCode: code }) }));
			},
			explain: explainNewAccount,
			secrets: ['password'],
		});
		this.recover = new TypedForm<'handle' | 'code' | 'password'>({
			empty: { handle: '', code: '', password: '' },
			check: checkPassword,
			send: ({ handle, code, password }) =>
				this.#enter(port.methods.recover({ handle: asHandle(handle), code: code.trim(), password })),
			explain: (problem) =>
				problem.code === 'unauthorized' ? m.methods_recover_wrong() : explainField(problem, ['password']),
			secrets: ['code', 'password'],
		});
	}

	get mode(): SignMode {
		return this.#mode;
	}

	/** Who is in, and leaves, comes back by the shortest way. */
	async #enter(asked: Promise<AccountProblem | null>): Promise<AccountProblem | null> {
		const problem = await asked;
		if (!problem) this.choose('in');
		return problem;
	}

	/** The user name goes along: it is typed once. */
	choose(mode: SignMode): void {
		const { handle } = this[this.#mode].fields;
		this.#mode = mode;
		this[mode].clear();
		this[mode].fields.handle = handle;
	}
}

/** What is wrong with the names of an account to be. */
export function checkNewName(typed: {
	readonly handle: string;
	readonly displayName: string;
}): FieldErrors<'handle' | 'displayName'> {
	return {
		...(!v.is(Handle, asHandle(typed.handle)) && { handle: m.account_handle_rule() }),
		...(!v.is(DisplayName, typed.displayName.trim()) && { displayName: m.account_name_rule() }),
	};
}

const checkPassword = ({ password }: { readonly password: string }): FieldErrors<'password'> =>
	v.is(NewPassword, password) ? {} : { password: m.account_password_rule() };

/** Why there is no account of this name. */
export function explainNewAccount(
	problem: AccountProblem,
	typed: Readonly<Record<string, string>>,
): FieldErrors<string> | null {
	if (problem.code === 'conflict' && problem.field === 'handle') {
		return { handle: m.account_taken({ handle: asHandle(typed['handle'] ?? '') }) };
	}
	return explainField(problem, Object.keys(typed));
}

/** A refusal at the field that it names, if that is one of these. */
export function explainField(problem: AccountProblem, names: readonly string[]): FieldErrors<string> | null {
	if (!('field' in problem) || problem.field === undefined || !names.includes(problem.field)) return null;
	return { [problem.field]: m.account_refused({ reason: problem.message }) };
}
