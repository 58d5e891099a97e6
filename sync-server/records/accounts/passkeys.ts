import type {
	AuthenticationResponseJSON,
	AuthenticatorTransport,
	RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { nanoid } from 'nanoid';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { WebAuthnResponse } from '#lib/protocol/api/passkeys.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Call } from '../module.ts';
import { suspendedBecause, whoOf, type AccountParts } from './account-parts.ts';
import { TOO_MANY_OPEN } from './challenge-store.ts';
import type { Passkey } from './method-store.ts';
import { networkOf } from './network-of.ts';
import { passkeySiteOf } from './site-of.ts';
import type { Begun } from './sessions.ts';
import type { User } from './user-store.ts';

const SITE_NAME = 'RaStudios';
/** As long as a person may take to find their key. */
const CHALLENGE_MS = 5 * 60_000;
const MAX_PASSKEYS = 20;
/** Ed25519, and what authenticators have: P-256, RSA. */
const ALGORITHMS = [-8, -7, -257];

const LATE: ProtocolError = {
	code: 'invalid',
	field: 'response',
	message: 'This took too long, or was answered already. Try again',
};
const NOT_MADE: ProtocolError = {
	code: 'invalid',
	field: 'response',
	message: 'This passkey was not made for this server',
};
// The same whether the passkey is unknown or its answer is wrong.
const UNKNOWN: ProtocolError = { code: 'unauthorized', message: 'This passkey lets nobody in here' };

// Loaded with the first passkey: a quarter of a second that a starting server does without.
const loadWebAuthn = () => import('@simplewebauthn/server');

/** Passkeys: made for this site by somebody's device, which never gives the private key away. */
export class Passkeys {
	readonly #parts: AccountParts;

	constructor(parts: AccountParts) {
		this.#parts = parts;
	}

	/** What the browser needs to make one. Its own are named, so that a device does not make a second. */
	async startAdding(call: Call): Promise<Result<{ options: Record<string, unknown> }, ProtocolError>> {
		const { users, methods, sessions } = this.#parts;
		const who = whoOf(call.who);
		const proof = sessions.checkProof(who, call.now);
		if (!proof.ok) return proof;
		const site = passkeySiteOf(call);
		if (!site.ok) return site;
		const user = users.read(who.userId);
		if (!user) return err(UNKNOWN);
		const { generateRegistrationOptions } = await loadWebAuthn();
		const options = await generateRegistrationOptions({
			rpName: SITE_NAME,
			rpID: site.value.host,
			userID: Uint8Array.from(Buffer.from(user.userId)),
			userName: user.handle,
			userDisplayName: user.displayName,
			attestationType: 'none',
			excludeCredentials: methods.passkeysOf(user.userId).map(describe),
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
			supportedAlgorithmIDs: ALGORITHMS,
			timeout: CHALLENGE_MS,
		});
		return this.#remember(options.challenge, 'passkey-add', who.userId, options, call);
	}

	async add(
		{ name, response }: { readonly name: string; readonly response: WebAuthnResponse },
		call: Call,
	): Promise<Result<{ passkeyId: string }, ProtocolError>> {
		const { methods, context } = this.#parts;
		const { userId } = whoOf(call.who);
		const site = passkeySiteOf(call);
		if (!site.ok) return site;
		const challenge = this.#take(response, 'passkey-add', call);
		if (challenge?.userId !== userId) return err(LATE);
		const { verifyRegistrationResponse } = await loadWebAuthn();
		const made = await verifyRegistrationResponse({
			response: response as unknown as RegistrationResponseJSON,
			expectedChallenge: challenge.text,
			expectedOrigin: site.value.origin,
			expectedRPID: site.value.host,
			requireUserVerification: true,
			supportedAlgorithmIDs: ALGORITHMS,
		}).catch(() => null); // whatever is wrong with it, the answer is the same
		if (!made?.verified) return err(NOT_MADE);
		const { credential, credentialBackedUp } = made.registrationInfo;
		const passkey: Passkey = {
			passkeyId: nanoid(22),
			userId,
			credentialId: credential.id,
			publicKey: credential.publicKey,
			counter: credential.counter,
			transports: credential.transports ?? [],
			site: site.value.host,
			origin: site.value.origin,
			name,
			synced: credentialBackedUp,
			createdAt: call.now,
			usedAt: null,
		};
		return call.commit(() => {
			if (methods.passkeysOf(userId).length >= MAX_PASSKEYS) {
				return err({
					code: 'conflict',
					message: `An account can have ${MAX_PASSKEYS} passkeys. Take one away first`,
				});
			}
			if (!methods.addPasskey(passkey)) return err(NOT_MADE);
			const entry = {
				act: 'account.method.add',
				actor: userId,
				subject: `user:${userId}`,
				outcome: 'done',
			} as const;
			context.audit({ ...entry, details: { kind: 'passkey' } }, call);
			return ok({ passkeyId: passkey.passkeyId });
		});
	}

	/** What the browser needs to answer with any passkey of this site: nobody says who they are. */
	async startSignIn(call: Call): Promise<Result<{ options: Record<string, unknown> }, ProtocolError>> {
		const site = passkeySiteOf(call);
		if (!site.ok) return site;
		const { generateAuthenticationOptions } = await loadWebAuthn();
		const options = await generateAuthenticationOptions({
			rpID: site.value.host,
			userVerification: 'required',
			timeout: CHALLENGE_MS,
		});
		return this.#remember(options.challenge, 'passkey-sign-in', null, options, call);
	}

	/** Lets in whose passkey answered. */
	async signIn(
		response: WebAuthnResponse,
		device: string,
		call: Call,
	): Promise<Result<Begun, ProtocolError>> {
		const { sessions } = this.#parts;
		const answered = await this.#check(response, call);
		const begun = answered.ok
			? call.commit(() => {
					const user = this.#use(answered.value, call);
					if (!user.ok) return user;
					return ok(sessions.begin(user.value, { device, method: 'passkey' }, call));
				})
			: answered;
		if (!begun.ok) this.#auditRefusal('account.sign-in', answered.ok ? answered.value.passkey : null, call);
		return begun;
	}

	/** Proves once more who is there. */
	async prove(response: WebAuthnResponse, call: Call): Promise<Result<{ until: number }, ProtocolError>> {
		const { sessions } = this.#parts;
		const who = whoOf(call.who);
		const answered = await this.#check(response, call);
		const proved =
			answered.ok && answered.value.passkey.userId === who.userId
				? call.commit(() => {
						const user = this.#use(answered.value, call);
						return user.ok ? ok(sessions.noteProof(who, call)) : user;
					})
				: answered.ok
					? err(UNKNOWN)
					: answered;
		if (proved.ok) return proved;
		this.#auditRefusal('account.proof', answered.ok ? answered.value.passkey : null, call);
		// They are signed in all the same.
		return err({ ...proved.error, code: 'forbidden' });
	}

	async #check(response: WebAuthnResponse, call: Call): Promise<Result<Answered, ProtocolError>> {
		const site = passkeySiteOf(call);
		if (!site.ok) return site;
		const challenge = this.#take(response, 'passkey-sign-in', call);
		if (!challenge) return err(LATE);
		const passkey = this.#parts.methods.passkey(response.id);
		if (!passkey) return err(UNKNOWN);
		// Whatever else runs on this host, at another port or without TLS, could ask a browser for it, too.
		if (passkey.origin !== null && passkey.origin !== site.value.origin) return err(UNKNOWN);
		const { verifyAuthenticationResponse } = await loadWebAuthn();
		const answer = await verifyAuthenticationResponse({
			response: response as unknown as AuthenticationResponseJSON,
			expectedChallenge: challenge.text,
			expectedOrigin: site.value.origin,
			expectedRPID: site.value.host,
			credential: { ...describe(passkey), publicKey: passkey.publicKey, counter: passkey.counter },
			requireUserVerification: true,
		}).catch(() => null); // whatever is wrong with it, the answer is the same
		const isTheirs = isOf(response, passkey.userId);
		return answer?.verified && isTheirs
			? ok({ passkey, counter: answer.authenticationInfo.newCounter })
			: err(UNKNOWN);
	}

	#use({ passkey, counter }: Answered, call: Call): Result<User, ProtocolError> {
		const { users, methods } = this.#parts;
		const user = users.read(passkey.userId);
		if (!user || !methods.usePasskey(passkey, counter, call.now)) return err(UNKNOWN);
		return user.suspendedAt === null ? ok(user) : err(suspendedBecause(user));
	}

	#remember(
		challenge: string,
		purpose: 'passkey-add' | 'passkey-sign-in',
		userId: string | null,
		options: object,
		call: Call,
	): Result<{ options: Record<string, unknown> }, ProtocolError> {
		const { now } = call;
		const asked = { purpose, userId, payload: {}, network: networkOf(call.address), now };
		return call.commit(() =>
			this.#parts.challenges.add(challenge, { ...asked, until: now + CHALLENGE_MS })
				? ok({ options: options as Record<string, unknown> })
				: err(TOO_MANY_OPEN),
		);
	}

	/** The challenge that is answered, once. */
	#take(
		{ response }: WebAuthnResponse,
		purpose: 'passkey-add' | 'passkey-sign-in',
		call: Call,
	): { readonly text: string; readonly userId: string | null } | null {
		const text = challengeIn(response['clientDataJSON']);
		if (text === null) return null;
		const taken = call.commit(() => ok(this.#parts.challenges.take(text, purpose, call.now)));
		return taken.ok && taken.value ? { text, userId: taken.value.userId } : null;
	}

	#auditRefusal(act: string, passkey: Passkey | null, call: Call): void {
		const subject = passkey ? `user:${passkey.userId}` : 'user:unknown';
		const details = { reason: 'passkey' };
		this.#parts.context.audit(
			{ act, actor: call.who?.userId ?? null, subject, outcome: 'refused', details },
			call,
		);
	}
}

type Answered = { readonly passkey: Passkey; readonly counter: number };

const describe = ({ credentialId, transports }: Passkey) => ({
	id: credentialId,
	transports: transports as AuthenticatorTransport[],
});

function challengeIn(clientDataJson: unknown): string | null {
	if (typeof clientDataJson !== 'string') return null;
	try {
		const data = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as unknown;
		const challenge =
			typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : null;
		return typeof challenge === 'string' ? challenge : null;
	} catch {
		return null; // no answer of a browser
	}
}

/** Whether the authenticator means the same person, where it says whom it means. */
function isOf({ response }: WebAuthnResponse, userId: string): boolean {
	const handle = response['userHandle'];
	if (handle === undefined || handle === null) return true;
	return typeof handle === 'string' && Buffer.from(handle, 'base64url').toString('utf8') === userId;
}
