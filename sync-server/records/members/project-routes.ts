import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import {
	attachProject,
	deleteProject,
	listProjects,
	mintProjectToken,
	tellTitle,
	type ServerProject,
} from '#lib/protocol/api/members.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { CLAIM_ENDED, DELETED } from '../../rooms/apply-news.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type Route } from '../module.ts';
import {
	asPerson,
	commitAudited,
	letIn,
	subjectOf,
	tellMember,
	tellProject,
	whoOf,
	type MemberParts,
} from './member-parts.ts';
import { isClaimOf } from './member-store.ts';

/** How long a token for the line is good: its bearer gets the next one before that. */
export const PROJECT_TOKEN_MS = 60 * 60 * 1000;

const OTHER_CLAIM: ProtocolError = {
	code: 'forbidden',
	field: 'claim',
	message: 'This project is on the server already, under another claim',
};
const OTHERS: ProtocolError = {
	code: 'forbidden',
	message: 'This project belongs to another account. Ask its owner to invite you',
};

const ABSENT: ProtocolError = { code: 'not-found', message: 'There is no such project on this server' };

/** A place in a list that goes by time. */
export const TimePlace = v.tuple([v.number(), v.string()]);
export const FIRST: readonly [number, string] = [-1, ''];

/** Projects as records: whose they are, what they are called, their tokens, their end. */
export function projectRoutes(parts: MemberParts): Route[] {
	const { members, tokens } = parts;
	return [
		implement(attachProject, async ({ params, body: { claim, title } }, call) => {
			const projectId = params.projectId as ProjectId;
			const { userId } = whoOf(call);
			const act = { act: 'project.attach', subject: subjectOf(projectId) };
			const attached = commitAudited(parts, call, act, () => {
				const made = attach(parts, projectId, userId, claim, call.now);
				if (!made.ok || made.value.title !== null || title === undefined) return made;
				members.setTitle(projectId, title, call.now);
				return ok({ ...made.value, title });
			});
			if (attached.ok) {
				tellMember(parts, projectId, userId);
				tellProject(parts, projectId);
			}
			return attached;
		}),

		implement(listProjects, async ({ query: { cursor, limit } }, call) => {
			const after = cursor === undefined ? ok(FIRST) : parseCursor(cursor, TimePlace);
			if (!after.ok) return after;
			const items = members.projectsOf(whoOf(call).userId, after.value, limit);
			const last = items.at(-1);
			const next = last && items.length === limit ? formatCursor([last.since, last.projectId]) : null;
			return ok({ items, next });
		}),

		implement(tellTitle, async ({ params, body: { title } }, call) => {
			const projectId = params.projectId as ProjectId;
			const act = { act: 'project.title', subject: subjectOf(projectId) };
			return commitAudited(parts, call, act, () => {
				members.setTitle(projectId, title, call.now);
				return ok(undefined);
			});
		}),

		implement(mintProjectToken, async ({ params }, call) =>
			asPerson(call, async ({ userId, sessionId }) => {
				const projectId = params.projectId as ProjectId;
				const role = members.role(projectId, userId);
				if (!role) return err(OTHERS);
				// To the second, as the token says it.
				const expiresAt = Math.floor((call.now + PROJECT_TOKEN_MS) / 1000) * 1000;
				const account = { userId, sessionId };
				const issuedAt = call.now;
				const token = await tokens.sign({ projectId, role, linkId: null, account, issuedAt, expiresAt });
				return ok({ token, role, expiresAt });
			}),
		),

		implement(deleteProject, async ({ params }, call) =>
			removeProject(parts, params.projectId as ProjectId, call),
		),
	];
}

/** Takes a project off the server for good: whoever has it open is told, and its content goes. */
export async function removeProject(
	parts: MemberParts,
	projectId: ProjectId,
	call: Call,
	details: Readonly<Record<string, string>> = {},
): Promise<Result<undefined, ProtocolError>> {
	const { members } = parts;
	const act = { act: 'project.delete', subject: subjectOf(projectId), details };
	const deleted = commitAudited(parts, call, act, () => {
		const project = members.project(projectId);
		if (!project || project.deleted) return err(ABSENT);
		members.entomb(projectId, call.now);
		return ok(undefined);
	});
	if (deleted.ok) {
		tellProject(parts, projectId);
		await parts.purge.run();
	}
	return deleted;
}

function attach(
	parts: MemberParts,
	projectId: ProjectId,
	userId: string,
	claim: string,
	now: number,
): Result<ServerProject, ProtocolError> {
	const { members } = parts;
	const claimHash = createHash('sha256').update(claim).digest();
	const project = members.project(projectId);
	if (project?.deleted) return err(DELETED);
	if (project && !isClaimOf(project, claimHash)) return err(OTHER_CLAIM);
	const isOwner = members.role(projectId, userId) === 'owner';
	if (!isOwner && members.otherOwner(projectId, userId) !== null) return err(OTHERS);
	if (!isOwner && project?.handedOn) return err(CLAIM_ENDED);
	if (!project) members.addProject(projectId, claimHash, now);
	const admitted = letIn(parts, { projectId, userId, role: 'owner', addedBy: null, linkMadeAt: null }, now);
	return admitted.ok ? ok(admitted.value.project) : admitted;
}
