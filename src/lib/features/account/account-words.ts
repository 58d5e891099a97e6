import { m } from '#lib/paraglide/messages.js';
import type { MethodProblem } from '#lib/studio/account-methods.ts';
import type { PasskeyProblem } from '#lib/studio/passkey-prompts-adapter.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';

/** Somebody did not say who they are, and so nothing was done. */
type NotProved = { readonly code: 'not-proved' };
export type AccountProblem = MethodProblem | NotProved;

const AWAY: ReadonlySet<string> = new Set<ApiProblem['code']>([
	'unreachable',
	'timeout',
	'answer',
	'unavailable',
	'server',
]);

const PASSKEY: Readonly<Record<PasskeyProblem['code'], () => string>> = {
	'passkey-unsupported': m.methods_passkey_unsupported,
	'passkey-cancelled': m.methods_passkey_cancelled,
	'passkey-known': m.methods_passkey_known,
	'passkey-unlocked': m.methods_passkey_unlocked,
	'passkey-failed': m.methods_passkey_failed,
};

const isPasskey = (code: string): code is PasskeyProblem['code'] => Object.hasOwn(PASSKEY, code);

/** A problem as a sentence with what to do about it; nothing where somebody only changed their mind. */
export function problemText(problem: AccountProblem): string {
	const { code } = problem;
	if (code === 'not-proved') return '';
	if (isPasskey(code)) return PASSKEY[code]();
	if (AWAY.has(code)) return m.account_away();
	const { message, retryAfter } = problem as ApiProblem;
	if (code === 'rate-limited') return m.account_too_often({ seconds: String(retryAfter ?? 60) });
	return m.account_refused({ reason: message });
}

/** Why a request still waits: what a browser says of a dead line helps nobody. */
export const waitingText = ({
	reason,
	message,
}: {
	readonly reason: string;
	readonly message: string;
}): string => (AWAY.has(reason) ? m.account_state_away() : m.account_state_trouble({ reason: message }));
