import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { nanoid } from 'nanoid';
import type { Dispose } from '#lib/base/disposer.ts';
import { Emitter } from '#lib/base/emitter.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { Profile, SignedIn } from '#lib/protocol/api/account-fields.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Call, Identify, Person, RecordsContext } from '../module.ts';
import { type AccountKeys, MAX_ACCESS_MS } from './account-keys.ts';
import { networkOf } from './network-of.ts';
import { noRefreshCookie, readRefreshCookie, refreshCookie } from './refresh-cookie.ts';
import { SESSION_TIMES, type SessionTimes } from './session-times.ts';
import type { SessionRecord, SessionStore, Standing } from './session-store.ts';
import type { User, UserStore } from './user-store.ts';

const MINUTE_MS = 60_000;
/** How long the token before is still good: tabs that share one ask at once, and answers get lost. */
export const GRACE_MS = 10_000;
/** For how long something proves who is there, before what cannot be taken back. */
export const PROOF_MS = 15 * MINUTE_MS;
/** How long another process may go on with what it read: a session that ended is refused within it. */
const KNOWN_MS = 500;
const MAX_KNOWN = 50_000;

/** Sessions that ended before their time: one, or all of a user. */
export type Ended = { readonly userId: string; readonly sessionId: string | null };

type Parts = {
	readonly context: RecordsContext;
	readonly keys: AccountKeys;
	readonly sessions: SessionStore;
	readonly users: UserStore;
	readonly times?: SessionTimes;
};

/** A session that was just begun, before its tokens are handed out. */
export type Begun = {
	readonly user: User;
	readonly session: SessionRecord;
	readonly refreshToken: string;
	/** Older sessions that made room. */
	readonly ended: readonly string[];
};

const ENDED: ProtocolError = {
	code: 'unauthorized',
	message: 'You are signed out here. Sign in again',
};
const PROVE: ProtocolError = {
	code: 'forbidden',
	field: 'proof',
	message: 'Confirm that it is you first: with your password or a passkey',
};

/** Devices that one person is signed in on: the one that was away for longest makes room. */
const MAX_SESSIONS = 100;

/** Who is signed in, by which tokens, and until when. */
export class Sessions {
	readonly #parts: Parts;
	readonly #times: SessionTimes;
	readonly #ended = new Emitter<Ended>();
	readonly #known = new Map<
		string,
		{ readonly person: Person; readonly expiresAt: number; readonly readAt: number }
	>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#times = parts.times ?? SESSION_TIMES;
		if (this.#times.accessMs > MAX_ACCESS_MS) throw new Error('Access tokens live an hour at most');
	}

	/** Begins a session, inside the transaction that lets somebody in. */
	begin(user: User, how: { readonly device: string; readonly method: string }, call: Call): Begun {
		const { sessions, context } = this.#parts;
		const session: SessionRecord = {
			sessionId: nanoid(22),
			userId: user.userId,
			device: how.device,
			method: how.method,
			address: networkOf(call.address),
			createdAt: call.now,
			seenAt: call.now,
			provedAt: call.now,
			expiresAt: call.now + this.#times.absoluteMs,
		};
		const family = randomBytes(16).toString('base64url');
		const secret = randomBytes(32).toString('base64url');
		sessions.add(session, hash(family), hash(secret));
		const ended = sessions.trim(user.userId, session.sessionId, MAX_SESSIONS - 1);
		const details = {
			method: how.method,
			session: session.sessionId,
			...(ended.length > 0 && { ended: ended.length }),
		};
		const entry = { act: 'account.sign-in', actor: user.userId, subject: `user:${user.userId}` } as const;
		context.audit({ ...entry, outcome: 'done', details }, call);
		return { user, session, refreshToken: `${family}.${secret}`, ended };
	}

	/** The tokens of a session that was begun: one in the answer, one in the cookie. */
	async handOut({ user, session, refreshToken, ended }: Begun, call: Call): Promise<SignedIn> {
		for (const one of ended) this.tell(user.userId, one);
		const seconds = Math.floor((session.expiresAt - call.now) / 1000);
		call.setCookie(refreshCookie(call, refreshToken, seconds));
		const expiresAt = Math.min(call.now + this.#times.accessMs, session.expiresAt);
		const { sessionId, userId } = session;
		const accessToken = await this.#parts.keys.sign({ userId, sessionId, expiresAt }, call.now);
		return { accessToken, expiresAt, sessionId, user: profileOf(user) };
	}

	/**
	 * New tokens for the refresh cookie. A refresh token is good once, and then for ten seconds more, in which everybody
	 * gets the same successor. Whoever comes with an older one has a copy: nobody goes on with that session.
	 */
	async refresh(call: Call): Promise<Result<SignedIn, ProtocolError>> {
		const token = readRefreshCookie(call);
		if (!token) return err(ENDED);
		const { users } = this.#parts;
		const outcome = call.commit(() => ok(this.#exchange(token.family, token.secret, call)));
		if (!outcome.ok) return outcome;
		const { next, reused } = outcome.value;
		if (reused) this.#tell(reused);
		const user = next && users.read(next.session.userId);
		if (!user) {
			call.setCookie(noRefreshCookie(call));
			return err(ENDED);
		}
		const refreshToken = `${token.family}.${next.secret}`;
		return ok(await this.handOut({ user, session: next.session, refreshToken, ended: [] }, call));
	}

	// All that it changes is kept whatever comes of it: a copy that was used ends the session in any case.
	#exchange(family: string, secret: string, call: Call): Exchange {
		const { sessions, keys } = this.#parts;
		const known = sessions.family(hash(family));
		const standing = known && sessions.read(known.sessionId);
		if (!known || !standing || this.#isOver(standing, call.now)) return { next: null };
		const { session } = standing;
		const sinceRotation = call.now - known.rotatedAt;
		const inGrace = sinceRotation < GRACE_MS;
		if (isHash(secret, known.tokenHash)) {
			sessions.seen(session.sessionId, call.now, networkOf(call.address));
			// Just made: turning it again would leave behind those who wait for the answer before.
			if (inGrace && known.previousHash !== null) return { next: { session, secret } };
			const successor = keys.successorOf(secret);
			sessions.rotate(hash(family), hash(successor), call.now);
			return { next: { session, secret: successor } };
		}
		if (known.previousHash && isHash(secret, known.previousHash) && inGrace) {
			return { next: { session, secret: keys.successorOf(secret) } };
		}
		this.#endReused(session, call);
		return { next: null, reused: session };
	}

	#endReused({ sessionId, userId }: SessionRecord, call: Call): void {
		const { sessions, context } = this.#parts;
		sessions.remove(sessionId);
		const entry = {
			act: 'account.refresh',
			actor: null,
			subject: `user:${userId}`,
			outcome: 'refused',
		} as const;
		context.audit({ ...entry, details: { reason: 'reused', session: sessionId } }, call);
		call.log.warn('A refresh token was used again: its session was ended', {
			user: userId,
			session: sessionId,
		});
	}

	/** Who a bearer token is; null for one that is no account's. */
	identify: Identify = async (bearer) => {
		if (!this.#parts.keys.isAccessToken(bearer)) return ok(null);
		const now = this.#parts.context.clock.now();
		const claims = await this.#parts.keys.verify(bearer, now);
		if (!claims) return err({ code: 'unauthorized', message: 'This access token has ended. Refresh it' });
		const person = this.find(claims.sessionId);
		return person?.userId === claims.userId ? ok(person) : err(ENDED);
	};

	/** Who has this session, if it still holds: as it was a second ago at the latest. */
	find(sessionId: string): Person | null {
		const now = this.#parts.context.clock.now();
		const known = this.#known.get(sessionId);
		if (known && now - known.readAt < KNOWN_MS && now < known.expiresAt) return known.person;
		this.#known.delete(sessionId);
		const standing = this.#parts.sessions.read(sessionId);
		if (!standing || this.#isOver(standing, now)) return null;
		const { session, role } = standing;
		const person = { userId: session.userId, role, sessionId };
		this.#known.set(sessionId, { person, expiresAt: session.expiresAt, readAt: now });
		const [oldest] = this.#known.keys();
		if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
		return person;
	}

	/** Who has the session this very moment, whatever was believed of it before. */
	confirm({ userId, sessionId }: Person): Result<Person, ProtocolError> {
		const standing = this.#parts.sessions.read(sessionId);
		if (standing?.session.userId !== userId) return err(ENDED);
		if (this.#isOver(standing, this.#parts.context.clock.now())) return err(ENDED);
		return ok({ userId, sessionId, role: standing.role });
	}

	/** Refuses where it was not proved lately who is there. */
	checkProof(who: Person, now: number): Result<void, ProtocolError> {
		const standing = this.#parts.sessions.read(who.sessionId);
		return standing && now - standing.session.provedAt < PROOF_MS ? ok() : err(PROVE);
	}

	/** It was proved just now; says until when that counts. */
	noteProof(who: Person, call: Call): { readonly until: number } {
		this.#parts.sessions.proved(who.sessionId, call.now);
		return { until: call.now + PROOF_MS };
	}

	/** Ends one session of a user. Inside a transaction; `tell` follows once it is done. */
	end(userId: string, sessionId: string, call: Call): boolean {
		const standing = this.#parts.sessions.read(sessionId);
		if (standing?.session.userId !== userId) return false;
		this.#parts.sessions.remove(sessionId);
		this.#auditEnd(userId, { session: sessionId }, call);
		return true;
	}

	/**
	 * Ends the session of the refresh cookie, also of one from before a refresh that crossed it on the way. Who names the
	 * family has had its cookie; an old secret would end it by refreshing, too. Inside a transaction.
	 */
	endByCookie(call: Call): Ended | null {
		const token = readRefreshCookie(call);
		const family = token && this.#parts.sessions.family(hash(token.family));
		if (!family) return null;
		const standing = this.#parts.sessions.read(family.sessionId);
		if (!standing) return null;
		const { userId, sessionId } = standing.session;
		this.end(userId, sessionId, call);
		return { userId, sessionId };
	}

	/** Ends all of a user's sessions but one, or all. Inside a transaction; `tell` follows once it is done. */
	endAll(userId: string, but: string | null, call: Call): number {
		const ended = this.#parts.sessions.removeAll(userId, but);
		if (ended.length > 0) this.#auditEnd(userId, { sessions: ended.length }, call);
		return ended.length;
	}

	/** Has this process refuse at once what ended, and everybody who listens know of it. After the transaction. */
	tell(userId: string, sessionId: string | null = null): void {
		this.#tell({ userId, sessionId });
	}

	/** Told of sessions that ended before their time, and of people whose role changed, in this process. */
	onEnded(listener: (ended: Ended) => void): Dispose {
		return this.#ended.on(listener);
	}

	sweep(): void {
		this.#parts.sessions.sweep(this.#parts.context.clock.now(), this.#times.idleMs);
	}

	#tell(ended: Ended): void {
		for (const [sessionId, { person }] of this.#known) {
			if (person.userId === ended.userId) this.#known.delete(sessionId);
		}
		this.#ended.emit(ended);
	}

	#auditEnd(userId: string, details: { session: string } | { sessions: number }, call: Call): void {
		const actor = call.who?.userId ?? userId;
		const entry = { act: 'account.sign-out', actor, subject: `user:${userId}`, outcome: 'done' } as const;
		this.#parts.context.audit({ ...entry, details }, call);
	}

	#isOver({ session, suspended }: Standing, now: number): boolean {
		return suspended || now >= session.expiresAt || now - session.seenAt >= this.#times.idleMs;
	}
}

type Exchange = {
	readonly next: { readonly session: SessionRecord; readonly secret: string } | null;
	readonly reused?: Ended;
};

export const profileOf = ({ userId, handle, displayName, role, createdAt }: User): Profile => ({
	userId,
	handle,
	displayName,
	role,
	createdAt,
});

const hash = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
const isHash = (secret: string, known: Uint8Array): boolean => timingSafeEqual(hash(secret), known);
