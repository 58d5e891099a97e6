import { randomBytes } from 'node:crypto';
import { nanoid } from 'nanoid';
import * as openid from 'openid-client';
import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { finishProvider, signUpByProvider } from '#lib/protocol/api/providers.ts';
import type { AnswerOf, InputOf } from '#lib/protocol/api/endpoint.ts';
import type { SignedIn } from '#lib/protocol/api/account-fields.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Call } from '../module.ts';
import type { ProviderOptions } from './account-options.ts';
import { suspendedBecause, whoOf, type AccountParts } from './account-parts.ts';
import { TOO_MANY_OPEN } from './challenge-store.ts';
import type { Entrance } from './entrance.ts';
import { KnownProviders } from './known-providers.ts';
import type { Identity } from './method-store.ts';
import { networkOf } from './network-of.ts';
import { readCookie, writeCookie } from './refresh-cookie.ts';
import { siteOf } from './site-of.ts';

/** As long as a person may take at their provider, and then to choose a name. */
const CHALLENGE_MS = 10 * 60_000;
const COOKIE = 'rastudios-provider';
/** The page of the app that browsers come back to: the only address that is ever given to a provider. */
export const RETURN_PATH = '/account/provider';

const LATE: ProtocolError = {
	code: 'invalid',
	message: 'This took too long, or was begun in another browser. Begin again',
};
const DENIED: ProtocolError = { code: 'forbidden', message: 'The provider did not let you go on' };
const NOT_BELIEVED: ProtocolError = {
	code: 'unauthorized',
	message: 'What the provider sent does not hold. Begin again',
};
const SOMEBODY_ELSE: ProtocolError = {
	code: 'forbidden',
	message: 'At the provider you are somebody who is not linked to this account',
};
const OTHER_ACCOUNT: ProtocolError = {
	code: 'conflict',
	message: 'This identity belongs to another account here. Sign in to that one, and take it away there',
};

const MAX_IDENTITIES = 20;
const TOO_MANY: ProtocolError = {
	code: 'conflict',
	message: `An account can be linked to ${MAX_IDENTITIES} identities. Take one away first`,
};

const Begun = v.object({
	provider: v.string(),
	state: v.string(),
	nonce: v.string(),
	verifier: v.string(),
	returnTo: v.string(),
	purpose: v.picklist(['sign-in', 'link', 'prove']),
	at: v.number(),
});
type Begun = v.InferOutput<typeof Begun>;

const Known = v.object({ provider: v.string(), issuer: v.string(), subject: v.string(), name: v.string() });
/** Somebody as their provider knows them. */
type Known = v.InferOutput<typeof Known>;

type Finished = AnswerOf<typeof finishProvider>;

/** Signing in by OpenID Connect: the code flow with PKCE, state and nonce, all bound to one browser by a cookie. */
export class Providers {
	readonly #parts: AccountParts;
	readonly #entrance: Entrance;
	readonly #known: KnownProviders;

	constructor(parts: AccountParts, entrance: Entrance, options: readonly ProviderOptions[]) {
		this.#parts = parts;
		this.#entrance = entrance;
		this.#known = new KnownProviders(options);
	}

	get list(): readonly { provider: string; name: string }[] {
		return this.#known.list;
	}

	/** Where the browser has to go; to link or to prove, it comes back to the account it is signed in to. */
	async start(
		id: string,
		purpose: Begun['purpose'],
		call: Call,
	): Promise<Result<{ url: string }, ProtocolError>> {
		const site = siteOf(call);
		if (!site.ok) return site;
		const found = await this.#known.find(id, call);
		if (!found.ok) return found;
		const begun: Begun = {
			provider: id,
			state: openid.randomState(),
			nonce: openid.randomNonce(),
			verifier: openid.randomPKCECodeVerifier(),
			returnTo: `${site.value.origin}${RETURN_PATH}`,
			purpose,
			at: call.now,
		};
		const url = openid.buildAuthorizationUrl(found.value.configuration, {
			redirect_uri: begun.returnTo,
			scope: found.value.options.scope,
			state: begun.state,
			nonce: begun.nonce,
			code_challenge: await openid.calculatePKCECodeChallenge(begun.verifier),
			code_challenge_method: 'S256',
			// Asks who is there anew, where a provider can.
			...(purpose === 'prove' && { max_age: '0' }),
		});
		const secret = mintSecret();
		const userId = purpose === 'sign-in' ? null : whoOf(call.who).userId;
		const kept = this.#keep(secret, 'provider', userId, begun, call);
		if (!kept.ok) return kept;
		call.setCookie(writeCookie(call, COOKIE, secret, CHALLENGE_MS / 1000));
		return ok({ url: url.href });
	}

	async finish(
		id: string,
		{ query, device }: InputOf<typeof finishProvider>['body'],
		call: Call,
	): Promise<Result<Finished, ProtocolError>> {
		const cookie = readCookie(call, COOKIE) ?? '';
		call.setCookie(writeCookie(call, COOKIE, '', 0));
		const taken = call.commit(() => ok(this.#parts.challenges.take(cookie, 'provider', call.now)));
		const begun = taken.ok && taken.value ? v.parse(Begun, taken.value.payload) : null;
		if (!taken.ok || !begun || begun.provider !== id) return err(LATE);
		const known = await this.#redeem(begun, query, call);
		if (!known.ok) return this.#refuse(known.error, call);
		const userId = taken.value?.userId ?? null;
		if (begun.purpose === 'link') return this.#link(known.value, userId, call);
		const identity = this.#parts.methods.identity(known.value.issuer, known.value.subject);
		if (begun.purpose === 'prove') return this.#prove(identity, userId, call);
		return identity ? this.#signIn(identity, device, call) : this.#offer(known.value, call);
	}

	/** An account for who just came from a provider, under the name they chose. */
	async signUp(
		{ ticket, handle, displayName, device }: InputOf<typeof signUpByProvider>['body'],
		call: Call,
	): Promise<Result<SignedIn, ProtocolError>> {
		const { challenges, sessions, methods } = this.#parts;
		const cookie = readCookie(call, COOKIE) ?? '';
		const begun = call.commit(() => {
			// Taken back with the rest when the name is taken: the ticket is good for another.
			const taken = challenges.take(`${cookie}.${ticket}`, 'provider-new', call.now);
			if (!taken) return err(LATE);
			const known = v.parse(Known, taken.payload);
			const user = this.#entrance.addUser({ handle, displayName }, call);
			if (!user.ok) return user;
			const added = this.#addIdentity(known, user.value.userId, call);
			if (added.ok) methods.useIdentity(added.value, call.now);
			return added.ok ? ok(sessions.begin(user.value, { device, method: known.provider }, call)) : added;
		});
		if (!begun.ok) return begun;
		call.setCookie(writeCookie(call, COOKIE, '', 0));
		return ok(await sessions.handOut(begun.value, call));
	}

	/** Exchanges the code, and believes of the answer what the provider signed for us, now and for this browser. */
	async #redeem(begun: Begun, query: string, call: Call): Promise<Result<Known, ProtocolError>> {
		const found = await this.#known.find(begun.provider, call);
		if (!found.ok) return found;
		const address = new URL(begun.returnTo);
		address.search = query;
		if (address.searchParams.get('error') === 'access_denied') return err(DENIED);
		try {
			const tokens = await openid.authorizationCodeGrant(found.value.configuration, address, {
				expectedState: begun.state,
				expectedNonce: begun.nonce,
				pkceCodeVerifier: begun.verifier,
				idTokenExpected: true,
				// A proof is signing in there after it was asked for: the address is the browser's to change.
				...(begun.purpose === 'prove' && { maxAge: Math.ceil((call.now - begun.at) / 1000) }),
			});
			const claims = tokens.claims();
			if (!claims) return err(NOT_BELIEVED);
			const name = [claims['preferred_username'], claims['name'], claims['email']].find(
				(claim) => typeof claim === 'string' && claim !== '',
			);
			const shown = typeof name === 'string' ? name.slice(0, 64) : found.value.options.name;
			return ok({ provider: begun.provider, issuer: claims.iss, subject: claims.sub, name: shown });
		} catch (cause) {
			// Only what kind of fault: the rest may have the code in it.
			const reason = cause instanceof openid.ClientError ? (cause.code ?? cause.name) : 'other';
			call.log.info('What a provider sent does not hold', { provider: begun.provider, reason });
			return err(NOT_BELIEVED);
		}
	}

	async #link(known: Known, userId: string | null, call: Call): Promise<Result<Finished, ProtocolError>> {
		// Still the one who began it: signing out meanwhile ends it.
		if (userId === null || call.who?.userId !== userId) return err(LATE);
		const { who } = call;
		const linked = call.commit(() => {
			const still = this.#parts.sessions.confirm(who);
			return still.ok ? this.#addIdentity(known, userId, call) : still;
		});
		return linked.ok ? ok({ outcome: 'linked' }) : linked;
	}

	#prove(identity: Identity | null, userId: string | null, call: Call): Result<Finished, ProtocolError> {
		const { who } = call;
		if (userId === null || who?.userId !== userId) return err(LATE);
		if (identity?.userId === userId) {
			return call.commit(() => {
				const still = this.#parts.sessions.confirm(who);
				if (!still.ok) return still;
				this.#parts.methods.useIdentity(identity.identityId, call.now);
				return ok({ outcome: 'proved', ...this.#parts.sessions.noteProof(who, call) });
			});
		}
		const entry = { act: 'account.proof', actor: userId, subject: `user:${userId}` } as const;
		this.#parts.context.audit({ ...entry, outcome: 'refused', details: { reason: 'provider' } }, call);
		return err(SOMEBODY_ELSE);
	}

	async #signIn(identity: Identity, device: string, call: Call): Promise<Result<Finished, ProtocolError>> {
		const { users, sessions, methods } = this.#parts;
		const begun = call.commit(() => {
			const user = users.read(identity.userId);
			if (!user) return err(NOT_BELIEVED);
			if (user.suspendedAt !== null) return err(suspendedBecause(user));
			methods.useIdentity(identity.identityId, call.now);
			return ok(sessions.begin(user, { device, method: identity.provider }, call));
		});
		if (!begun.ok) return this.#refuse(begun.error, call, identity.userId);
		return ok({ outcome: 'signed-in', session: await sessions.handOut(begun.value, call) });
	}

	// Never joined to an account by a mail address: whoever can write it at a provider would own the account.
	#offer(known: Known, call: Call): Result<Finished, ProtocolError> {
		const [cookie, ticket] = [mintSecret(), mintSecret()];
		const kept = this.#keep(`${cookie}.${ticket}`, 'provider-new', null, known, call);
		if (!kept.ok) return kept;
		call.setCookie(writeCookie(call, COOKIE, cookie, CHALLENGE_MS / 1000));
		const suggestedHandle = known.name
			.normalize('NFKD')
			.toLowerCase()
			.replace(/@.*$/, '')
			.replace(/[^a-z0-9_-]+/g, '')
			.slice(0, 32);
		return ok({ outcome: 'new', ticket, suggestedName: known.name, suggestedHandle });
	}

	/** The id of the identity, which may have been theirs already. */
	#addIdentity(known: Known, userId: string, call: Call): Result<string, ProtocolError> {
		const { methods, context } = this.#parts;
		if (methods.identitiesOf(userId).length >= MAX_IDENTITIES) return err(TOO_MANY);
		const identity = { ...known, identityId: nanoid(22), userId, linkedAt: call.now, usedAt: null };
		if (!methods.addIdentity(identity)) {
			const theirs = methods.identity(known.issuer, known.subject);
			return theirs?.userId === userId ? ok(theirs.identityId) : err(OTHER_ACCOUNT);
		}
		const entry = {
			act: 'account.method.add',
			actor: userId,
			subject: `user:${userId}`,
			outcome: 'done',
		} as const;
		context.audit({ ...entry, details: { kind: 'identity', provider: known.provider } }, call);
		return ok(identity.identityId);
	}

	#keep(
		secret: string,
		purpose: 'provider' | 'provider-new',
		userId: string | null,
		payload: object,
		call: Call,
	): Result<void, ProtocolError> {
		const { now } = call;
		const { challenges } = this.#parts;
		const asked = { purpose, userId, payload, network: networkOf(call.address), now };
		return call.commit(() =>
			challenges.add(secret, { ...asked, until: now + CHALLENGE_MS }) ? ok() : err(TOO_MANY_OPEN),
		);
	}

	#refuse(error: ProtocolError, call: Call, userId?: string): Result<never, ProtocolError> {
		const subject = userId === undefined ? 'user:unknown' : `user:${userId}`;
		const entry = { act: 'account.sign-in', actor: null, subject, outcome: 'refused' } as const;
		this.#parts.context.audit({ ...entry, details: { reason: 'provider' } }, call);
		return err(error);
	}
}

const mintSecret = (): string => randomBytes(32).toString('base64url');
