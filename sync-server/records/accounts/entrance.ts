import { nanoid } from 'nanoid';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { SignedIn } from '#lib/protocol/api/account-fields.ts';
import type { recover, signIn, signUp } from '#lib/protocol/api/accounts.ts';
import type { InputOf } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Call } from '../module.ts';
import { HANDLE_KEPT, HANDLE_TAKEN, isKept, suspendedBecause, type AccountParts } from './account-parts.ts';
import { networkOf } from './network-of.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import type { Begun } from './sessions.ts';
import type { User } from './user-store.ts';

// The same whether the name, the password or the code is wrong, or there is no such account.
const WRONG: ProtocolError = {
	code: 'unauthorized',
	message: 'This name and password do not go together',
};
const WRONG_CODE: ProtocolError = {
	code: 'unauthorized',
	message: 'This name and recovery code do not go together',
};
const NO_SETUP: ProtocolError = {
	code: 'forbidden',
	field: 'setupCode',
	message: 'This is not the setup code in the server’s log, or the server has its SuperAdmin already',
};

/** Letting people in by what they know: a password, or a recovery code. */
export class Entrance {
	readonly #parts: AccountParts;

	constructor(parts: AccountParts) {
		this.#parts = parts;
	}

	async signUp(body: InputOf<typeof signUp>['body'], call: Call): Promise<Result<SignedIn, ProtocolError>> {
		const { users, rules, hasher, sessions, brake } = this.#parts;
		const { handle, displayName, device, setupCode } = body;
		const wait = setupCode === undefined ? 0 : brake.take('setup code', call.address, false);
		if (wait > 0) return err(slowed(wait));
		const allowed = await rules.check(body.password, [handle, displayName]);
		if (!allowed.ok) return allowed;
		if (users.byHandle(handle)) return err(HANDLE_TAKEN);
		const hash = await hasher.hash(body.password);
		if (!hash.ok) return hash;
		const begun = call.commit(() => {
			const added = this.#addUser({ handle, displayName, setupCode }, call);
			if (!added.ok) return added;
			users.setPassword(added.value.userId, hash.value, call.now);
			users.usePassword(added.value.userId, call.now);
			return ok(sessions.begin(added.value, { device, method: 'password' }, call));
		});
		if (!begun.ok) {
			if (begun.error === NO_SETUP)
				this.#auditRefusal('account.sign-up', null, { reason: 'setup-code' }, call);
			return begun;
		}
		if (setupCode !== undefined) brake.giveBack('setup code', call.address, false);
		return ok(await sessions.handOut(begun.value, call));
	}

	#addUser(
		{
			handle,
			displayName,
			setupCode,
		}: Pick<User, 'handle' | 'displayName'> & { setupCode?: string | undefined },
		call: Call,
	): Result<User, ProtocolError> {
		const { users, setupCode: setup, context } = this.#parts;
		if (setupCode !== undefined && !setup.isGood(setupCode)) return err(NO_SETUP);
		if (setupCode === undefined && isKept(this.#parts, handle)) return err(HANDLE_KEPT);
		const role = setupCode === undefined ? 'user' : 'super-admin';
		const userId = nanoid(22);
		if (!users.add({ userId, handle, displayName, role, createdAt: call.now })) return err(HANDLE_TAKEN);
		const entry = {
			act: 'account.sign-up',
			actor: userId,
			subject: `user:${userId}`,
			outcome: 'done',
		} as const;
		context.audit({ ...entry, details: { role } }, call);
		const user = users.read(userId);
		if (!user) throw new Error('An account that was just made is not there');
		return ok(user);
	}

	/** Makes an account without a password, inside the transaction that gives it another way in. */
	addUser(user: Pick<User, 'handle' | 'displayName'>, call: Call): Result<User, ProtocolError> {
		return this.#addUser(user, call);
	}

	async signIn(body: InputOf<typeof signIn>['body'], call: Call): Promise<Result<SignedIn, ProtocolError>> {
		const { users, hasher, sessions } = this.#parts;
		const handle = normalizeHandle(body.handle);
		const user = users.byHandle(handle);
		const stored = user && users.password(user.userId);
		const entered = this.#enter(handle, user, call);
		if (!entered.ok) return entered;
		const right = await hasher.matches(body.password, stored?.hash ?? null);
		if (!right.ok || right.value) entered.value.giveBack();
		if (!right.ok) return right;
		if (!right.value || !user || !stored) return err(this.#refuseSignIn(user, 'password', WRONG, call));
		if (user.suspendedAt !== null)
			return err(this.#refuseSignIn(user, 'suspended', suspendedBecause(user), call));
		if (hasher.isOutdated(stored.hash)) {
			const renewed = await hasher.hash(body.password);
			if (renewed.ok) users.rehash(user.userId, stored.hash, renewed.value);
		}
		const begun = call.commit(() => {
			const still = users.read(user.userId);
			// Changed, suspended or erased while the hash was made.
			if (!still || users.password(user.userId)?.changedAt !== stored.changedAt) return err(WRONG);
			if (still.suspendedAt !== null) return err(suspendedBecause(still));
			users.usePassword(still.userId, call.now);
			return ok(sessions.begin(still, { device: body.device, method: 'password' }, call));
		});
		return begun.ok ? ok(await sessions.handOut(begun.value, call)) : begun;
	}

	/** Whether this is the user's password: for what asks again who is there. */
	async confirm(userId: string, password: string, call: Call): Promise<Result<void, ProtocolError>> {
		const { users, hasher } = this.#parts;
		const user = users.read(userId);
		const stored = user && users.password(userId);
		const entered = this.#enter(user?.handle ?? '', user, call);
		if (!entered.ok) return entered;
		const right = await hasher.matches(password, stored?.hash ?? null);
		if (!right.ok || right.value) entered.value.giveBack();
		if (!right.ok) return right;
		if (right.value) return ok();
		this.#auditRefusal('account.proof', user, { method: 'password' }, call);
		return err({ code: 'forbidden', field: 'password', message: 'This is not your password' });
	}

	/** Lets in with a recovery code, once, and sets a new password. */
	async recover(body: InputOf<typeof recover>['body'], call: Call): Promise<Result<SignedIn, ProtocolError>> {
		const { users, rules, hasher, sessions } = this.#parts;
		const handle = normalizeHandle(body.handle);
		const user = users.byHandle(handle);
		const allowed = await rules.check(body.password, [handle]);
		if (!allowed.ok) return allowed;
		const entered = this.#enter(handle, user, call);
		if (!entered.ok) return entered;
		// Hashed for everybody: how long it takes does not tell whether the code was right.
		const hash = await hasher.hash(body.password);
		const begun = hash.ok
			? call.commit(() => this.#useCode(user, { ...body, hash: hash.value }, call))
			: hash;
		if (begun.ok || begun.error !== WRONG_CODE) entered.value.giveBack();
		if (!begun.ok) return err(this.#refuseSignIn(user, 'recovery-code', begun.error, call));
		sessions.tell(begun.value.user.userId);
		return ok(await sessions.handOut(begun.value, call));
	}

	#useCode(
		found: User | null,
		{ code, password, hash, device }: InputOf<typeof recover>['body'] & { readonly hash: string },
		call: Call,
	): Result<Begun, ProtocolError> {
		const { users, methods, sessions, rules, context } = this.#parts;
		const user = found && users.read(found.userId);
		if (!user || !methods.useRecoveryCode(user.userId, hashRecoveryCode(code))) return err(WRONG_CODE);
		// What they are called is told to nobody without a code. Refused, the code is good for another try.
		const allowed = rules.checkOwn(password, [user.displayName]);
		if (!allowed.ok) return allowed;
		if (user.suspendedAt !== null) return err(suspendedBecause(user));
		users.setPassword(user.userId, hash, call.now);
		sessions.endAll(user.userId, null, call);
		const subject = `user:${user.userId}`;
		context.audit({ act: 'account.recover', actor: user.userId, subject, outcome: 'done' }, call);
		return ok(sessions.begin(user, { device, method: 'recovery-code' }, call));
	}

	/** Lets one try through the brake; what was right, or never tried, is given back. */
	#enter(handle: string, user: User | null, call: Call): Result<{ giveBack(): void }, ProtocolError> {
		const { brake, sessionStore } = this.#parts;
		const isKnown = sessionStore.isKnownAddress(user?.userId ?? '', networkOf(call.address));
		const wait = brake.take(handle, call.address, isKnown);
		if (wait === 0) return ok({ giveBack: () => brake.giveBack(handle, call.address, isKnown) });
		this.#auditRefusal('account.sign-in', user, { reason: 'slowed' }, call);
		return err(slowed(wait));
	}

	#refuseSignIn(user: User | null, reason: string, error: ProtocolError, call: Call): ProtocolError {
		this.#auditRefusal('account.sign-in', user, { reason }, call);
		return error;
	}

	// What was typed as a name is not written down: it may have been the password.
	#auditRefusal(act: string, user: User | null, details: Record<string, string>, call: Call): void {
		const subject = user ? `user:${user.userId}` : 'user:unknown';
		this.#parts.context.audit(
			{ act, actor: call.who?.userId ?? null, subject, outcome: 'refused', details },
			call,
		);
	}
}

const slowed = (seconds: number): ProtocolError => ({
	code: 'rate-limited',
	message: `Too many wrong tries. Wait ${seconds} s, or sign in with a passkey`,
	retryAfter: seconds,
});

const normalizeHandle = (typed: string): string => typed.trim().toLowerCase();
