import type { ProjectId } from '#lib/base/ids.ts';
import { err, type Result } from '#lib/base/result.ts';
import type { ServerProject } from '#lib/protocol/api/members.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { Call, Person, RecordsContext } from '../module.ts';
import type { Access } from '../projects/access.ts';
import type { People } from '../projects/people.ts';
import type { Tokens } from '../projects/tokens.ts';
import type { InvitationStore } from './invitation-store.ts';
import type { JoinRequestStore } from './join-request-store.ts';
import type { MemberStore } from './member-store.ts';
import type { ProjectPurge } from './project-purge.ts';

/** What the calls about members are made of. */
export type MemberParts = {
	readonly context: RecordsContext;
	readonly members: MemberStore;
	readonly invitations: InvitationStore;
	readonly requests: JoinRequestStore;
	readonly people: People;
	readonly access: Pick<Access, 'tell'>;
	readonly tokens: Tokens;
	readonly purge: ProjectPurge;
	readonly mintId: () => string;
	/** 256 random bits as base64url. */
	readonly mintSecret: () => string;
};

const MAX_MEMBERS = 500;
/** Projects that one person is in: what erasing an account goes through in one piece. */
const MAX_PROJECTS = 10_000;

const NOBODY: ProtocolError = {
	code: 'unauthorized',
	message: 'Sign in first: what you came by is a link or a device, not an account',
};

/** What a change is called in the audit log. */
type Act = {
	readonly act: string;
	readonly subject: string;
	readonly details?: Readonly<Record<string, string | number | boolean>>;
};

/** Makes a change and writes down that it was made, or that it was refused and why. */
export function commitAudited<T>(
	{ context }: Pick<MemberParts, 'context'>,
	call: Call,
	act: Act,
	change: () => Result<T, ProtocolError>,
): Result<T, ProtocolError> {
	const actor = call.who?.userId ?? null;
	const result = call.commit(() => {
		const made = change();
		if (made.ok) context.audit({ ...act, actor, outcome: 'done' }, call);
		return made;
	});
	if (!result.ok) {
		const details = { ...act.details, why: result.error.code };
		context.audit({ ...act, actor, outcome: 'refused', details }, call);
	}
	return result;
}

/** Runs for somebody who is signed in, where a link or a claim may also come by. */
export async function asPerson<T>(
	{ who }: Call,
	run: (who: Person) => Promise<Result<T, ProtocolError>> | Result<T, ProtocolError>,
): Promise<Result<T, ProtocolError>> {
	return who ? run(who) : err(NOBODY);
}

/** Who asks, where the endpoint needs an account. */
export function whoOf({ who }: Call): Person {
	if (!who) throw new Error('An endpoint that needs an account was served without one');
	return who;
}

/** Open connections of somebody learn which role they have now. After the transaction. */
export function tellMember({ access, members }: MemberParts, projectId: ProjectId, userId: string): void {
	access.tell({ kind: 'member', projectId, userId, role: members.role(projectId, userId) });
}

/** Open connections learn what has become of the project and its claim. After the transaction. */
export function tellProject({ access, members }: MemberParts, projectId: ProjectId): void {
	const project = members.project(projectId);
	if (project?.deleted) access.tell({ kind: 'project-deleted', projectId });
	else if (project?.handedOn) access.tell({ kind: 'claim-ended', projectId });
}

/** The lower, the more it may. */
export const rank = (role: ProjectRole): number => PROJECT_ROLES.indexOf(role);

type Admission = {
	readonly projectId: ProjectId;
	readonly userId: string;
	readonly role: ProjectRole;
	readonly addedBy: string | null;
	/** When the link was made that lets them in; null where an owner means this very person. */
	readonly linkMadeAt: number | null;
};

const FULL: ProtocolError = {
	code: 'invalid',
	message: `A project may have ${MAX_MEMBERS} members. Its owner has to make room first`,
};

const IN_TOO_MANY: ProtocolError = {
	code: 'invalid',
	message: `One account can be in ${MAX_PROJECTS} projects. It has to leave one first`,
};

const DISMISSED: ProtocolError = {
	code: 'not-found',
	message: 'This invitation is from before an owner changed what you may do here. Ask them for a new one',
};

/**
 * Makes somebody a member, or raises their role; nobody is lowered by being let in. What they asked and were asked is
 * answered by it. Inside the transaction. Says whether anything changed.
 */
export function letIn(
	{ members, invitations, requests }: MemberParts,
	{ projectId, userId, role, addedBy, linkMadeAt }: Admission,
	now: number,
): Result<{ readonly project: ServerProject; readonly changed: boolean }, ProtocolError> {
	const known = members.read(projectId, userId);
	if (!known && members.countMembers(projectId) >= MAX_MEMBERS) return err(FULL);
	if (!known && members.countProjects(userId) >= MAX_PROJECTS) return err(IN_TOO_MANY);
	const changed = !known || rank(role) < rank(known.role);
	if (changed && linkMadeAt !== null && members.wasDismissedSince(projectId, userId, linkMadeAt))
		return err(DISMISSED);
	const since = known?.since ?? now;
	if (changed) members.put({ projectId, userId, role, since, addedBy }, now);
	invitations.endOf(projectId, userId, now);
	requests.removeOf(projectId, userId);
	const has = changed ? role : known.role;
	return {
		ok: true,
		value: { project: { projectId, title: members.title(projectId), role: has, since }, changed },
	};
}

export const subjectOf = (projectId: string): string => `project:${projectId}`;
