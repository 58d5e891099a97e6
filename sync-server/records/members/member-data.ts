import type { PersonalLists } from '../accounts/personal-export.ts';
import { pagesOf } from '../pages.ts';
import { subjectOf, type MemberParts } from './member-parts.ts';
import { FIRST } from './project-routes.ts';

const PAGE = 500;
/** More than anybody can be in. */
const ALL = 100_000;

/** Everything that is known here of somebody. */
export function exportMember({ members, invitations, requests }: MemberParts, userId: string): PersonalLists {
	return {
		projects: pagesOf(
			FIRST,
			(after) =>
				members
					.projectsOf(userId, after, PAGE)
					.map(({ projectId, title, role, since, addedBy }) => ({ projectId, title, role, since, addedBy })),
			({ since, projectId }) => [since, projectId] as const,
		),
		invitations: pagesOf(
			FIRST,
			(after) => invitations.of(userId, after, PAGE),
			({ createdAt, invitationId }) => [createdAt, invitationId] as const,
		),
		requests: pagesOf(
			'',
			(after) => requests.by(userId, after, PAGE),
			({ requestId }) => requestId,
		),
		dismissals: pagesOf(
			'',
			(after) => members.dismissalsOf(userId, after, PAGE),
			({ projectId }) => projectId,
		),
	};
}

/**
 * Takes somebody out of everything. What they owned alone goes to the member with the highest role, the longest there;
 * where there is none, the project goes with them.
 */
export function eraseMember({ context, members, invitations, requests }: MemberParts, userId: string): void {
	const call = { now: context.clock.now(), requestId: 'erase' };
	for (const { projectId, role } of members.projectsOf(userId, FIRST, ALL)) {
		members.remove(projectId, userId, call.now);
		if (role !== 'owner') continue;
		const heir = members.heir(projectId, userId);
		if (heir?.role === 'owner') continue;
		const entry = { actor: userId, subject: subjectOf(projectId), outcome: 'done' } as const;
		if (heir) {
			members.put({ ...heir, role: 'owner' }, call.now);
			context.audit({ ...entry, act: 'project.transfer', details: { user: heir.userId } }, call);
		} else {
			members.entomb(projectId, call.now);
			context.audit({ ...entry, act: 'project.delete' }, call);
		}
	}
	invitations.erase(userId, call.now);
	requests.erase(userId, call.now);
	members.eraseDismissals(userId);
}
