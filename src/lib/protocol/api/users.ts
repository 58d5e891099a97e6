import * as v from 'valibot';
import { Role, Time } from './account-fields.ts';
import { endpoint } from './endpoint.ts';
import { pageOf, pageQuery } from './page.ts';
import { idText, lineOfText } from './text.ts';

/** A person as those see them who look after the server. */
export const UserInfo = v.object({
	userId: idText,
	handle: v.string(),
	displayName: v.string(),
	role: Role,
	createdAt: Time,
	suspendedAt: v.nullable(Time),
	/** Why, as whoever suspended them put it; they are told as well. */
	suspendedFor: v.nullable(v.string()),
	seenAt: v.nullable(Time),
});
export type UserInfo = v.InferOutput<typeof UserInfo>;

const ofUser = v.strictObject({ userId: idText });

export const listUsers = endpoint({
	method: 'GET',
	path: '/admin/users',
	needs: { global: 'admin.user.list' },
	summary: 'All accounts by handle, a page at a time',
	query: v.strictObject({
		/** Only handles that begin so. */
		handle: v.optional(
			v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,32}$/, 'must be the beginning of a handle')),
		),
		role: v.optional(Role),
		state: v.optional(v.picklist(['active', 'suspended'])),
		...pageQuery,
	}),
	answer: pageOf(UserInfo),
});

/** People whose names are asked for at once, at most. */
export const MAX_NAMES = 100;

export const nameUsers = endpoint({
	method: 'GET',
	path: '/admin/user-names',
	needs: { global: 'admin.user.read' },
	summary: 'What people are called, by their ids; those who are gone are left out',
	query: v.strictObject({
		/** With commas between them. */
		ids: v.pipe(
			v.string(),
			v.maxLength(23 * MAX_NAMES),
			v.transform((ids) => ids.split(',')),
			v.array(idText),
		),
	}),
	answer: v.object({ names: v.array(v.object({ userId: idText, handle: v.string() })) }),
});

export const readUser = endpoint({
	method: 'GET',
	path: '/admin/users/:userId',
	needs: { global: 'admin.user.read' },
	summary: 'One account',
	params: ofUser,
	answer: UserInfo,
});

/** Where somebody is signed in, as others may know it: not by which address. */
const SessionOfUser = v.object({ device: v.string(), method: v.string(), createdAt: Time, seenAt: Time });
export type SessionOfUser = v.InferOutput<typeof SessionOfUser>;

export const listUserSessions = endpoint({
	method: 'GET',
	path: '/admin/users/:userId/sessions',
	needs: { global: 'admin.user.read' },
	summary: 'Where somebody is signed in, the last seen first; a hundred at most',
	params: ofUser,
	answer: v.object({ sessions: v.array(SessionOfUser) }),
});

export const endUserSessions = endpoint({
	method: 'POST',
	path: '/admin/users/:userId/sessions/end',
	needs: { global: 'admin.user.suspend' },
	summary: 'Signs somebody of a lower role out everywhere; they may sign in again',
	params: ofUser,
	answer: v.object({ ended: v.number() }),
});

export const suspendUser = endpoint({
	method: 'PUT',
	path: '/admin/users/:userId/suspension',
	needs: { global: 'admin.user.suspend' },
	summary: 'Keeps somebody out: their sessions end at once. Only those of a lower role',
	params: ofUser,
	body: v.strictObject({ reason: lineOfText(200) }),
	answer: UserInfo,
	repeatable: true,
});

export const liftSuspension = endpoint({
	method: 'DELETE',
	path: '/admin/users/:userId/suspension',
	needs: { global: 'admin.user.suspend' },
	summary: 'Lets somebody in again',
	params: ofUser,
	answer: UserInfo,
	repeatable: true,
});

export const changeRole = endpoint({
	method: 'PUT',
	path: '/admin/users/:userId/role',
	needs: { global: 'admin.user.role.change' },
	summary: 'Changes somebody’s role on this server, to one below one’s own',
	params: ofUser,
	body: v.strictObject({ role: v.picklist(['user', 'moderator', 'admin', 'super-admin']) }),
	answer: UserInfo,
	repeatable: true,
});
