import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { NewPassword } from '#lib/protocol/api/account-fields.ts';
import type { AccountProblem } from './account-words.ts';
import { explainField } from './sign-form.svelte.ts';
import { TypedForm } from './typed-form.svelte.ts';

export type PasswordForm = TypedForm<'current' | 'password'>;

/** To change one's password, or, where there is none to name, to set the first. */
export function createPasswordForm(
	hasOne: () => boolean,
	change: (current: string | null, password: string) => Promise<AccountProblem | null>,
): PasswordForm {
	return new TypedForm<'current' | 'password'>({
		empty: { current: '', password: '' },
		check: ({ current, password }) => ({
			...(hasOne() && current === '' && { current: m.account_password_current_missing() }),
			...(!v.is(NewPassword, password) && { password: m.account_password_rule() }),
		}),
		send: ({ current, password }) => change(hasOne() ? current : null, password),
		explain: (problem) =>
			problem.code === 'forbidden' && problem.field === 'current'
				? { current: m.account_password_wrong() }
				: explainField(problem, ['password']),
		secrets: ['current', 'password'],
	});
}
