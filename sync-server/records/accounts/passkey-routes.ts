import { ok } from '#lib/base/result.ts';
import {
	addPasskey,
	proveByPasskey,
	signInByPasskey,
	startPasskey,
	startPasskeySignIn,
} from '#lib/protocol/api/passkeys.ts';
import { implement, type Route } from '../module.ts';
import type { AccountParts } from './account-parts.ts';
import { Passkeys } from './passkeys.ts';

/** Making passkeys, and being let in by them. */
export function passkeyRoutes(parts: AccountParts): readonly Route[] {
	const passkeys = new Passkeys(parts);
	return [
		implement(startPasskey, (_input, call) => passkeys.startAdding(call)),
		implement(addPasskey, ({ body }, call) => passkeys.add(body, call)),
		implement(startPasskeySignIn, (_input, call) => passkeys.startSignIn(call)),
		implement(signInByPasskey, async ({ body }, call) => {
			const begun = await passkeys.signIn(body.response, body.device, call);
			return begun.ok ? ok(await parts.sessions.handOut(begun.value, call)) : begun;
		}),
		implement(proveByPasskey, ({ body }, call) => passkeys.prove(body.response, call)),
	];
}
