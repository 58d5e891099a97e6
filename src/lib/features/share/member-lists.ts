import { ok, type Result } from '#lib/base/result.ts';
import {
	listInvitations,
	listJoinRequests,
	listMembers,
	type Invitation,
	type JoinRequest,
	type Member,
} from '#lib/protocol/api/members.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import { readWhole } from './whole-list.ts';

/** Who belongs to a project, is invited, and asks to join; what a role may not see is empty. */
export type MemberLists = {
	readonly members: readonly Member[];
	readonly invitations: readonly Invitation[];
	readonly requests: readonly JoinRequest[];
};

/** All of it, as old as the oldest part. */
export async function readMemberLists(
	account: Pick<AccountStore, 'read' | 'now'>,
	projectId: string,
	role: ProjectRole | null,
): Promise<Result<CachedRead<MemberLists>, ApiProblem>> {
	const params = { projectId };
	const may = (permission: 'project.member.list' | 'project.member.manage') =>
		role !== null && mayInProject(role, permission);
	const nothing = ok({ value: [], asOf: account.now(), trouble: null });
	const [members, invitations, requests] = await Promise.all([
		may('project.member.list') ? readWhole((query) => account.read(listMembers, { params, query })) : nothing,
		may('project.member.manage')
			? readWhole((query) => account.read(listInvitations, { params, query }))
			: nothing,
		may('project.member.manage')
			? readWhole((query) => account.read(listJoinRequests, { params, query }))
			: nothing,
	]);
	if (!members.ok) return members;
	if (!invitations.ok) return invitations;
	if (!requests.ok) return requests;
	const oldest = [members.value, invitations.value, requests.value].find(({ trouble }) => trouble);
	const { asOf, trouble } = oldest ?? members.value;
	const value = {
		members: members.value.value,
		invitations: invitations.value.value,
		requests: requests.value.value,
	};
	return ok({ value, asOf, trouble });
}
