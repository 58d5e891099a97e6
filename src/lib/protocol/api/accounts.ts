import * as v from 'valibot';
import {
	DeviceLabel,
	DisplayName,
	Handle,
	NewPassword,
	Profile,
	SignedIn,
	Time,
	TypedPassword,
} from './account-fields.ts';
import { endpoint } from './endpoint.ts';
import { idText } from './text.ts';

export const signUp = endpoint({
	method: 'POST',
	path: '/accounts',
	needs: 'anybody',
	summary: 'Makes an account with a password and signs in to it',
	body: v.strictObject({
		handle: Handle,
		displayName: DisplayName,
		password: NewPassword,
		device: DeviceLabel,
		/** From the log of a fresh server: makes this account its SuperAdmin. */
		setupCode: v.optional(v.pipe(v.string(), v.maxLength(64))),
	}),
	answer: SignedIn,
	status: 201,
	rate: 'sign-in',
	repeatable: true,
});

export const signIn = endpoint({
	method: 'POST',
	path: '/sessions',
	needs: 'anybody',
	summary: 'Signs in with a password',
	body: v.strictObject({
		handle: v.pipe(v.string(), v.maxLength(64)),
		password: TypedPassword,
		device: DeviceLabel,
	}),
	answer: SignedIn,
	rate: 'sign-in',
	repeatable: true,
});

export const refreshSession = endpoint({
	method: 'POST',
	path: '/sessions/refresh',
	needs: 'anybody',
	summary: 'Gives a new access token for the refresh cookie; needs the header "X-RaStudios: 1"',
	answer: SignedIn,
	repeatable: true,
});

export const signOut = endpoint({
	method: 'POST',
	path: '/sessions/sign-out',
	needs: 'anybody',
	summary: 'Ends the session of the refresh cookie; needs the header "X-RaStudios: 1"',
	repeatable: true,
});

export const SessionInfo = v.object({
	sessionId: idText,
	device: v.string(),
	method: v.string(),
	/** The network it was last seen in. */
	address: v.string(),
	createdAt: Time,
	seenAt: Time,
	expiresAt: Time,
	/** Whether it is the one that asks. */
	current: v.boolean(),
});
export type SessionInfo = v.InferOutput<typeof SessionInfo>;

export const listSessions = endpoint({
	method: 'GET',
	path: '/users/me/sessions',
	needs: 'account',
	summary: 'Where one is signed in',
	answer: v.object({ sessions: v.array(SessionInfo) }),
});

export const endSession = endpoint({
	method: 'DELETE',
	path: '/users/me/sessions/:sessionId',
	needs: 'account',
	summary: 'Signs one device out',
	params: v.strictObject({ sessionId: idText }),
	repeatable: true,
});

export const endAllSessions = endpoint({
	method: 'POST',
	path: '/users/me/sessions/end',
	needs: 'account',
	summary: 'Signs out everywhere, this session included unless it is to be kept',
	body: v.strictObject({ keepThis: v.optional(v.boolean()) }),
	answer: v.object({ ended: v.number() }),
	repeatable: true,
});

export const readMe = endpoint({
	method: 'GET',
	path: '/users/me',
	needs: { global: 'account.read' },
	summary: 'One’s own profile',
	answer: Profile,
});

export const changeMe = endpoint({
	method: 'PATCH',
	path: '/users/me',
	needs: { global: 'account.change' },
	summary: 'Changes one’s own profile',
	body: v.strictObject({
		handle: v.optional(Handle),
		displayName: v.optional(DisplayName),
	}),
	answer: Profile,
	guarded: true,
});

/** What proves again who is there, before what cannot be taken back: a password, or a passkey's answer. */
export const prove = endpoint({
	method: 'POST',
	path: '/users/me/proof',
	needs: 'account',
	summary: 'Proves again who is there, for a quarter of an hour',
	body: v.strictObject({ password: TypedPassword }),
	answer: v.object({ until: Time }),
	rate: 'sign-in',
	repeatable: true,
});

export const changePassword = endpoint({
	method: 'PUT',
	path: '/users/me/password',
	needs: 'account',
	summary: 'Sets or changes one’s password, and ends all other sessions',
	body: v.strictObject({
		/** Missing only where there is no password yet. */
		current: v.optional(TypedPassword),
		password: NewPassword,
	}),
	rate: 'sign-in',
	repeatable: true,
});

export const Methods = v.object({
	password: v.object({
		set: v.boolean(),
		changedAt: v.nullable(Time),
		/** When it last let somebody in; null when it never did. */
		usedAt: v.nullable(Time),
	}),
	passkeys: v.array(
		v.object({
			passkeyId: idText,
			name: v.string(),
			createdAt: Time,
			usedAt: v.nullable(Time),
			/** Whether it is on several devices, or on this one only. */
			synced: v.boolean(),
		}),
	),
	identities: v.array(
		v.object({
			identityId: idText,
			provider: v.string(),
			name: v.string(),
			linkedAt: Time,
			usedAt: v.nullable(Time),
		}),
	),
	recoveryCodesLeft: v.number(),
});
export type Methods = v.InferOutput<typeof Methods>;

export const listMethods = endpoint({
	method: 'GET',
	path: '/users/me/methods',
	needs: 'account',
	summary: 'By what one can sign in',
	answer: Methods,
});

export const removeMethod = endpoint({
	method: 'DELETE',
	path: '/users/me/methods/:kind/:methodId',
	needs: 'account',
	summary: 'Takes away a way to sign in, never the last one; `password` for the id of the password',
	params: v.strictObject({
		kind: v.picklist(['password', 'passkey', 'identity']),
		methodId: v.union([idText, v.literal('password')]),
	}),
	repeatable: true,
});

export const createRecoveryCodes = endpoint({
	method: 'POST',
	path: '/users/me/recovery-codes',
	needs: 'account',
	summary: 'Makes new recovery codes, shown this once; older ones end',
	answer: v.object({ codes: v.array(v.string()) }),
	repeatable: true,
});

export const recover = endpoint({
	method: 'POST',
	path: '/sessions/recovery',
	needs: 'anybody',
	summary: 'Signs in with a recovery code and sets a new password; all other sessions end',
	body: v.strictObject({
		handle: v.pipe(v.string(), v.maxLength(64)),
		code: v.pipe(v.string(), v.maxLength(64)),
		password: NewPassword,
		device: DeviceLabel,
	}),
	answer: SignedIn,
	rate: 'sign-in',
	repeatable: true,
});

export const exportMe = endpoint({
	method: 'GET',
	path: '/users/me/export',
	needs: 'account',
	summary: 'Everything the server knows of oneself, without what would let anybody in',
	streams: 'application/json',
});

export const eraseMe = endpoint({
	method: 'DELETE',
	path: '/users/me',
	needs: 'account',
	summary: 'Erases the account for good; needs a proof of the last quarter of an hour',
	body: v.strictObject({
		/** One’s own handle, typed again. */
		handle: Handle,
	}),
	repeatable: true,
});
