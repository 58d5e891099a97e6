import { err, ok, type Result } from '#lib/base/result.ts';
import {
	changeMe,
	changePassword,
	createRecoveryCodes,
	eraseMe,
	exportMe,
	listMethods,
	prove,
	readMe,
	removeMethod,
	type Methods,
} from '#lib/protocol/api/accounts.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { implement, implementStream, type Call, type Route } from '../module.ts';
import { HANDLE_KEPT, HANDLE_TAKEN, isKept, whoOf, type AccountParts } from './account-parts.ts';
import type { Entrance } from './entrance.ts';
import { writeExport } from './personal-export.ts';
import { hashRecoveryCode, mintRecoveryCodes } from './recovery-codes.ts';
import { noRefreshCookie } from './refresh-cookie.ts';
import { profileOf } from './sessions.ts';

const GONE: ProtocolError = { code: 'unauthorized', message: 'This account is not there any more' };
const CHANGED_MEANWHILE: ProtocolError = {
	code: 'conflict',
	field: 'current',
	message: 'Your password was changed meanwhile. Try again with the new one',
};
const LAST_WAY: ProtocolError = {
	code: 'conflict',
	message: 'This is the only way into your account. Add another one first',
};

/** One's own profile, ways in, data; and the end of it all. */
export function profileRoutes(parts: AccountParts, entrance: Entrance): readonly Route[] {
	const { users, sessions, methods } = parts;
	return [
		implement(readMe, async (_input, { who }) => {
			const user = users.read(whoOf(who).userId);
			return user ? ok(profileOf(user)) : err(GONE);
		}),
		implement(changeMe, async ({ body }, call) => call.commit(() => changeProfile(parts, body, call))),
		implement(prove, async ({ body }, call) => {
			const who = whoOf(call.who);
			const confirmed = await entrance.confirm(who.userId, body.password, call);
			return confirmed.ok ? call.commit(() => ok(sessions.noteProof(who, call))) : confirmed;
		}),
		implement(changePassword, ({ body }, call) => setPassword(parts, entrance, body, call)),
		implement(listMethods, async (_input, { who }) => ok(methodsOf(parts, whoOf(who).userId))),
		implement(removeMethod, async ({ params }, call) => {
			const who = whoOf(call.who);
			const proof = sessions.checkProof(who, call.now);
			return proof.ok ? call.commit(() => takeWayIn(parts, params, call)) : proof;
		}),
		implement(createRecoveryCodes, async (_input, call) => {
			const who = whoOf(call.who);
			const proof = sessions.checkProof(who, call.now);
			if (!proof.ok) return proof;
			const codes = mintRecoveryCodes();
			return call.commit(() => {
				methods.setRecoveryCodes(who.userId, codes.map(hashRecoveryCode));
				audit(parts, 'account.recovery-codes', call);
				return ok({ codes });
			});
		}),
		implementStream(exportMe, async (_input, call) => exportOf(parts, call)),
		implement(eraseMe, async ({ body }, call) => erase(parts, body.handle, call)),
	];
}

function changeProfile(
	parts: AccountParts,
	body: { readonly handle?: string | undefined; readonly displayName?: string | undefined },
	call: Call,
) {
	const { users, context } = parts;
	const { userId } = whoOf(call.who);
	const user = users.read(userId);
	if (!user) return err(GONE);
	const unchanged = call.matches(profileOf(user));
	if (!unchanged.ok) return unchanged;
	const next = {
		...user,
		handle: body.handle ?? user.handle,
		displayName: body.displayName ?? user.displayName,
	};
	if (next.handle !== user.handle && isKept(parts, next.handle)) return err(HANDLE_KEPT);
	if (!users.change(userId, next)) return err(HANDLE_TAKEN);
	const details = { handle: next.handle !== user.handle, displayName: next.displayName !== user.displayName };
	const entry = { act: 'account.change', actor: userId, subject: `user:${userId}`, outcome: 'done' } as const;
	context.audit({ ...entry, details }, call);
	return ok(profileOf(next));
}

async function setPassword(
	parts: AccountParts,
	entrance: Entrance,
	{ current, password }: { readonly current?: string | undefined; readonly password: string },
	call: Call,
): Promise<Result<undefined, ProtocolError>> {
	const { users, sessions, rules, hasher } = parts;
	const who = whoOf(call.who);
	const user = users.read(who.userId);
	if (!user) return err(GONE);
	const before = users.password(who.userId);
	if (before) {
		if (current === undefined) {
			return err({ code: 'invalid', field: 'current', message: 'Your present password is missing' });
		}
		const confirmed = await entrance.confirm(who.userId, current, call);
		if (!confirmed.ok) {
			// The password that is wrong is the present one, not the one to come.
			const { error } = confirmed;
			return err(error.field === 'password' ? { ...error, field: 'current' } : error);
		}
	} else {
		const proof = sessions.checkProof(who, call.now);
		if (!proof.ok) return proof;
	}
	const allowed = await rules.check(password, [user.handle, user.displayName]);
	if (!allowed.ok) return allowed;
	const hash = await hasher.hash(password);
	if (!hash.ok) return hash;
	const changed = call.commit((): Result<undefined, ProtocolError> => {
		if (!users.read(who.userId)) return err(GONE);
		// The one that was shown, or found to be none, is not the one there is now.
		if (users.password(who.userId)?.hash !== before?.hash) return err(CHANGED_MEANWHILE);
		users.setPassword(who.userId, hash.value, call.now);
		sessions.endAll(who.userId, who.sessionId, call);
		audit(parts, 'account.password', call);
		return ok(undefined);
	});
	if (changed.ok) sessions.tell(who.userId);
	return changed;
}

function takeWayIn(
	parts: AccountParts,
	{ kind, methodId }: { readonly kind: 'password' | 'passkey' | 'identity'; readonly methodId: string },
	call: Call,
): Result<undefined, ProtocolError> {
	const { users, methods, context } = parts;
	const { userId } = whoOf(call.who);
	const removed = {
		password: () => users.removePassword(userId),
		passkey: () => methods.removePasskey(userId, methodId),
		identity: () => methods.removeIdentity(userId, methodId),
	}[kind]();
	// What is not there is what was asked for. On a refusal, what was taken comes back.
	if (!removed) return ok(undefined);
	if (methods.count(userId) === 0) return err(LAST_WAY);
	const entry = {
		act: 'account.method.remove',
		actor: userId,
		subject: `user:${userId}`,
		outcome: 'done',
	} as const;
	context.audit({ ...entry, details: { kind } }, call);
	return ok(undefined);
}

function methodsOf({ users, methods }: AccountParts, userId: string): Methods {
	const password = users.password(userId);
	return {
		password: {
			set: password !== null,
			changedAt: password?.changedAt ?? null,
			usedAt: password?.usedAt ?? null,
		},
		passkeys: methods.passkeysOf(userId).map(({ publicKey: _key, ...shown }) => shown),
		identities: methods.identitiesOf(userId),
		recoveryCodesLeft: methods.recoveryCodesLeft(userId),
	};
}

function exportOf(parts: AccountParts, call: Call): Result<AsyncIterable<string>, ProtocolError> {
	const { users, methods, sessionStore, personalData, context } = parts;
	const { userId } = whoOf(call.who);
	const user = users.read(userId);
	if (!user) return err(GONE);
	const log = new AuditTrail(context.prepare).concerning(userId, `user:${userId}`);
	audit(parts, 'account.export', call);
	const known = {
		exportedAt: call.now,
		profile: user,
		methods: { ...methodsOf(parts, userId), identities: methods.identitiesOf(userId) },
		sessions: sessionStore.of(userId),
	};
	const others = Object.fromEntries(personalData.map((data) => [data.name, data.exportOf(userId)]));
	return ok(writeExport({ known, lists: { log }, parts: others }));
}

async function erase(
	parts: AccountParts,
	typed: string,
	call: Call,
): Promise<Result<undefined, ProtocolError>> {
	const { users, sessions, personalData } = parts;
	const who = whoOf(call.who);
	const proof = sessions.checkProof(who, call.now);
	if (!proof.ok) return proof;
	const erased = call.commit((): Result<undefined, ProtocolError> => {
		const user = users.read(who.userId);
		if (!user) return err(GONE);
		if (user.handle !== typed) {
			return err({
				code: 'invalid',
				field: 'handle',
				message: `Type your name, "${user.handle}", to erase your account`,
			});
		}
		if (user.role === 'super-admin' && !users.hasOther('super-admin', who.userId)) {
			const message = 'You are the only SuperAdmin of this server. Make somebody else one first';
			return err({ code: 'conflict', message });
		}
		for (const data of personalData) data.erase(who.userId);
		users.erase(who.userId, call.now);
		audit(parts, 'account.erase', call);
		return ok(undefined);
	});
	if (!erased.ok) return erased;
	sessions.tell(who.userId);
	call.setCookie(noRefreshCookie(call));
	return erased;
}

function audit({ context }: AccountParts, act: string, call: Call): void {
	const { userId } = whoOf(call.who);
	context.audit({ act, actor: userId, subject: `user:${userId}`, outcome: 'done' }, call);
}
