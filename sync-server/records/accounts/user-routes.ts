import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import {
	changeRole,
	endUserSessions,
	liftSuspension,
	listUsers,
	listUserSessions,
	nameUsers,
	readUser,
	suspendUser,
	type UserInfo,
} from '#lib/protocol/api/users.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { GLOBAL_ROLES, mayGlobally, type GlobalRole } from '#lib/protocol/global-permissions.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type Person, type Route } from '../module.ts';
import { whoOf, type AccountParts } from './account-parts.ts';
import type { User } from './user-store.ts';

const NOBODY: ProtocolError = { code: 'not-found', message: 'There is no such account' };
const NOT_BELOW: ProtocolError = {
	code: 'forbidden',
	message: 'You can only do this to somebody of a lower role than your own',
};

/** Sessions of one person that are listed; nobody has more devices than that. */
const MAX_SESSIONS = 100;

/** Looking after the accounts of a server. */
export function userRoutes(parts: AccountParts): readonly Route[] {
	const { users, sessions } = parts;
	const change = (
		{ act, userId, details = {} }: Act,
		call: Call,
		make: (user: User) => Result<void, ProtocolError>,
	) => {
		const changed = commitAct(parts, { act, userId, details }, call, (user) => {
			const made = make(user);
			return made.ok ? ok(infoOf(parts, userId)) : made;
		});
		// Their rights are other ones from now on, on what is open as well.
		if (changed.ok) sessions.tell(userId);
		return changed;
	};
	return [
		implement(listUsers, async ({ query: { cursor, limit, ...filter } }) => {
			const after = cursor === undefined ? ok(['']) : parseCursor(cursor, v.tuple([v.string()]));
			if (!after.ok) return after;
			const page = users.page(filter, after.value[0] ?? '', limit + 1);
			const items = page.slice(0, limit);
			const last = page.length > limit ? items.at(-1) : undefined;
			return ok({ items, next: last ? formatCursor([last.handle]) : null });
		}),
		implement(readUser, async ({ params: { userId } }) =>
			users.read(userId) ? ok(infoOf(parts, userId)) : err(NOBODY),
		),
		implement(nameUsers, async ({ query: { ids } }) =>
			ok({ names: [...new Set(ids)].flatMap((userId) => users.read(userId) ?? []) }),
		),
		implement(listUserSessions, async ({ params: { userId } }) =>
			users.read(userId)
				? ok({ sessions: parts.sessionStore.of(userId).slice(0, MAX_SESSIONS) })
				: err(NOBODY),
		),
		implement(endUserSessions, async ({ params: { userId } }, call) => {
			const ended = commitAct(parts, { act: 'user.sign-out', userId }, call, (user) => {
				if (!isBelow(user.role, whoOf(call.who))) return err(NOT_BELOW);
				return ok({ ended: sessions.endAll(userId, null, call) });
			});
			if (ended.ok) sessions.tell(userId);
			return ended;
		}),
		implement(suspendUser, async ({ params: { userId }, body: { reason } }, call) =>
			change({ act: 'user.suspend', userId }, call, (user) => {
				if (!isBelow(user.role, whoOf(call.who))) return err(NOT_BELOW);
				users.suspend(userId, call.now, reason);
				sessions.endAll(userId, null, call);
				return ok();
			}),
		),
		implement(liftSuspension, async ({ params: { userId } }, call) =>
			change({ act: 'user.suspend.lift', userId }, call, (user) => {
				if (!isBelow(user.role, whoOf(call.who))) return err(NOT_BELOW);
				users.suspend(userId, null, null);
				return ok();
			}),
		),
		implement(changeRole, async ({ params: { userId }, body: { role } }, call) => {
			const details = { from: users.read(userId)?.role ?? 'nobody', to: role };
			return change({ act: 'user.role', userId, details }, call, (user) => {
				const allowed = checkRoleChange(parts, user, role, whoOf(call.who));
				if (!allowed.ok) return allowed;
				users.setRole(userId, role);
				return ok();
			});
		}),
	];
}

/** Whether the role is one that this person may act upon; who changes admins, may all. */
const isBelow = (role: GlobalRole, { role: own }: Person): boolean =>
	GLOBAL_ROLES.indexOf(role) < GLOBAL_ROLES.indexOf(own);

function checkRoleChange(
	{ users }: AccountParts,
	user: User,
	role: GlobalRole,
	who: Person,
): Result<void, ProtocolError> {
	if (!mayGlobally(who.role, 'admin.admin.change')) {
		return isBelow(user.role, who) && isBelow(role, who) ? ok() : err(NOT_BELOW);
	}
	if (user.role === 'super-admin' && role !== 'super-admin' && !users.hasOther('super-admin', user.userId)) {
		const message = 'This is the only SuperAdmin of the server. Make somebody else one first';
		return err({ code: 'conflict', message });
	}
	return ok();
}

function infoOf({ users, sessionStore }: AccountParts, userId: string): UserInfo {
	const user = users.read(userId);
	if (!user) throw new Error('An account that was just read is not there');
	return { ...user, seenAt: sessionStore.of(userId)[0]?.seenAt ?? null };
}

type Act = {
	readonly act: string;
	readonly userId: string;
	readonly details?: Readonly<Record<string, string>>;
};

/** Does something to somebody, and writes down that it was done, or refused and why. */
function commitAct<T>(
	{ context, users }: AccountParts,
	{ act, userId, details = {} }: Act,
	call: Call,
	make: (user: User) => Result<T, ProtocolError>,
): Result<T, ProtocolError> {
	const entry = { act, actor: whoOf(call.who).userId, subject: `user:${userId}` };
	const made = call.commit(() => {
		const user = users.read(userId);
		if (!user) return err(NOBODY);
		const done = make(user);
		if (done.ok) context.audit({ ...entry, outcome: 'done', details }, call);
		return done;
	});
	if (!made.ok) {
		context.audit({ ...entry, outcome: 'refused', details: { ...details, why: made.error.code } }, call);
	}
	return made;
}
