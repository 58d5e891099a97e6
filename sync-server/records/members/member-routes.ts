import type { ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import {
	changeMember,
	leaveProject,
	listMembers,
	removeMember,
	transferProject,
	type Member,
} from '#lib/protocol/api/members.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type Route } from '../module.ts';
import type { NamedPerson } from '../projects/people.ts';
import {
	asPerson,
	commitAudited,
	rank,
	subjectOf,
	tellMember,
	tellProject,
	type MemberParts,
} from './member-parts.ts';
import type { MemberRecord } from './member-store.ts';
import { FIRST, TimePlace } from './project-routes.ts';

const NO_MEMBER: ProtocolError = { code: 'not-found', message: 'This project has no such member' };
const LAST_OWNER: ProtocolError = {
	code: 'conflict',
	message: 'A project needs an owner. Hand it on to another member first, or delete it from the server',
};
const SELF: ProtocolError = { code: 'invalid', field: 'userId', message: 'This is you already' };

/** Who is a member of a project, and as what. */
export function memberRoutes(parts: MemberParts): Route[] {
	const { members, people } = parts;
	const describe = async (member: MemberRecord): Promise<Member> => {
		const found = await people.find([member.userId]);
		return asMember(member, found);
	};
	return [
		implement(listMembers, async ({ params, query: { cursor, limit } }) => {
			const after = cursor === undefined ? ok(FIRST) : parseCursor(cursor, TimePlace);
			if (!after.ok) return after;
			const page = members.page(params.projectId as ProjectId, after.value, limit);
			const named = await people.find(page.map(({ userId }) => userId));
			const last = page.at(-1);
			const next = last && page.length === limit ? formatCursor([last.since, last.userId]) : null;
			return ok({ items: page.map((member) => asMember(member, named)), next });
		}),

		implement(changeMember, async ({ params, body: { role } }, call) => {
			const changed = changeRole(parts, call, params as Of, role);
			return changed.ok ? ok(await describe(changed.value)) : changed;
		}),

		implement(removeMember, async ({ params }, call) => remove(parts, call, params as Of, 'member.remove')),

		implement(leaveProject, async ({ params }, call) =>
			asPerson(call, ({ userId }) =>
				remove(parts, call, { projectId: params.projectId as ProjectId, userId }, 'member.leave'),
			),
		),

		implement(transferProject, async ({ params, body }, call) =>
			transfer(parts, call, { projectId: params.projectId as ProjectId, userId: body.userId }),
		),
	];
}

type Of = { readonly projectId: ProjectId; readonly userId: string };

function checkOtherOwner({ members }: MemberParts, { projectId, userId }: Of): Result<void, ProtocolError> {
	return members.otherOwner(projectId, userId) === null ? err(LAST_OWNER) : ok();
}

function changeRole(
	parts: MemberParts,
	call: Call,
	of: Of,
	role: ProjectRole,
): Result<MemberRecord, ProtocolError> {
	const { members } = parts;
	const { projectId, userId } = of;
	const details = { user: userId, role };
	const act = { act: 'member.role', subject: subjectOf(projectId), details };
	const changed = commitAudited(parts, call, act, () => {
		const known = members.read(projectId, userId);
		if (!known) return err(NO_MEMBER);
		if (known.role === 'owner' && role !== 'owner') {
			const stays = checkOtherOwner(parts, of);
			if (!stays.ok) return stays;
		}
		if (rank(role) > rank(known.role)) members.noteDismissal(projectId, userId, call.now);
		const member = { ...known, role };
		members.put(member, call.now);
		return ok(member);
	});
	if (changed.ok) tellBoth(parts, of);
	return changed;
}

function remove(parts: MemberParts, call: Call, of: Of, act: string): Result<undefined, ProtocolError> {
	const { members } = parts;
	const { projectId, userId } = of;
	const removed = commitAudited(
		parts,
		call,
		{ act, subject: subjectOf(projectId), details: { user: userId } },
		() => {
			const known = members.read(projectId, userId);
			if (!known) return err(NO_MEMBER);
			const stays = known.role === 'owner' ? checkOtherOwner(parts, of) : ok();
			if (!stays.ok) return stays;
			members.remove(projectId, userId, call.now);
			if (act === 'member.remove') members.noteDismissal(projectId, userId, call.now);
			return ok(undefined);
		},
	);
	if (removed.ok) tellBoth(parts, of);
	return removed;
}

function transfer(parts: MemberParts, call: Call, of: Of): Result<undefined, ProtocolError> {
	const { members } = parts;
	const { projectId, userId } = of;
	const from = call.who?.userId ?? null;
	const act = { act: 'project.transfer', subject: subjectOf(projectId), details: { user: userId } };
	const transferred = commitAudited(parts, call, act, () => {
		if (userId === from) return err(SELF);
		const heir = members.read(projectId, userId);
		if (!heir) return err(NO_MEMBER);
		members.put({ ...heir, role: 'owner' }, call.now);
		const self = from === null ? null : members.read(projectId, from);
		if (self) members.put({ ...self, role: 'editor' }, call.now);
		return ok(undefined);
	});
	if (!transferred.ok) return transferred;
	tellBoth(parts, of);
	if (from !== null) tellMember(parts, projectId, from);
	return transferred;
}

function tellBoth(parts: MemberParts, { projectId, userId }: Of): void {
	tellMember(parts, projectId, userId);
	tellProject(parts, projectId);
}

/** A member as the API shows them. */
export function asMember(
	{ userId, role, since, addedBy }: MemberRecord,
	named: ReadonlyMap<string, NamedPerson>,
): Member {
	const person = named.get(userId);
	return { userId, handle: person?.handle ?? null, name: person?.name ?? null, role, since, addedBy };
}
