import * as v from 'valibot';
import { DeviceLabel, SignedIn, Time } from './account-fields.ts';
import { endpoint } from './endpoint.ts';
import { idText } from './text.ts';

const base64url = (max: number) =>
	v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/, 'must be base64url'), v.maxLength(max));

/** Options and answers of WebAuthn are the browser's own JSON; the server checks them in full. */
const WebAuthnJson = v.record(v.string(), v.unknown());
const WebAuthnOptions = v.object({ options: WebAuthnJson });

const WebAuthnResponse = v.strictObject({
	id: base64url(2048),
	rawId: base64url(2048),
	type: v.literal('public-key'),
	response: v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown()),
	clientExtensionResults: v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown()),
	authenticatorAttachment: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64)))),
});
export type WebAuthnResponse = v.InferOutput<typeof WebAuthnResponse>;

export const startPasskey = endpoint({
	method: 'POST',
	path: '/users/me/passkeys/options',
	needs: 'account',
	summary: 'What `navigator.credentials.create` needs to make a passkey',
	answer: WebAuthnOptions,
	repeatable: true,
});

export const addPasskey = endpoint({
	method: 'POST',
	path: '/users/me/passkeys',
	needs: 'account',
	summary: 'Keeps a passkey that was just made',
	body: v.strictObject({ name: DeviceLabel, response: WebAuthnResponse }),
	answer: v.object({ passkeyId: idText }),
	status: 201,
	repeatable: true,
});

export const startPasskeySignIn = endpoint({
	method: 'POST',
	path: '/sessions/passkey/options',
	needs: 'anybody',
	summary: 'What `navigator.credentials.get` needs to sign in by any passkey of this site',
	answer: WebAuthnOptions,
	rate: 'sign-in',
	repeatable: true,
});

export const signInByPasskey = endpoint({
	method: 'POST',
	path: '/sessions/passkey',
	needs: 'anybody',
	summary: 'Signs in with a passkey',
	body: v.strictObject({ response: WebAuthnResponse, device: DeviceLabel }),
	answer: SignedIn,
	rate: 'sign-in',
	repeatable: true,
});

export const proveByPasskey = endpoint({
	method: 'POST',
	path: '/users/me/proof/passkey',
	needs: 'account',
	summary: 'Proves again who is there with a passkey, for a quarter of an hour',
	body: v.strictObject({ response: WebAuthnResponse }),
	answer: v.object({ until: Time }),
	rate: 'sign-in',
	repeatable: true,
});
