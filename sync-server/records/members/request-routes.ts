import type { ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import {
	acceptJoinRequest,
	askToJoin,
	declineJoinRequest,
	listJoinRequests,
	readStanding,
	type JoinRequest,
} from '#lib/protocol/api/members.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type Route } from '../module.ts';
import type { NamedPerson } from '../projects/people.ts';
import type { JoinRequestRecord } from './join-request-store.ts';
import { asReceived } from './invitation-routes.ts';
import { commitAudited, letIn, subjectOf, tellMember, whoOf, type MemberParts } from './member-parts.ts';
import { asMember } from './member-routes.ts';
import { FIRST, TimePlace } from './project-routes.ts';

const MAX_REQUESTS = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Projects that one person asks in a day. */
const MAX_ASKED_A_DAY = 50;
/** How long who was declined waits until they may ask again. */
export const ASK_AGAIN_MS = DAY_MS;

const NO_PROJECT: ProtocolError = { code: 'not-found', message: 'There is no such project on this server' };
const MEMBER_ALREADY: ProtocolError = {
	code: 'conflict',
	message: 'You are a member of this project already',
};
const NO_REQUEST: ProtocolError = { code: 'not-found', message: 'Nobody waits for an answer to this' };
const TOO_MANY: ProtocolError = {
	code: 'unavailable',
	message: 'Too many people ask to join this project just now. Try again later',
	retryAfter: 3600,
};

const ASKED_ENOUGH: ProtocolError = {
	code: 'rate-limited',
	message: `You asked ${MAX_ASKED_A_DAY} projects today. Wait for their answers, and ask others tomorrow`,
	retryAfter: 3600,
};

/** Who asks to join a project, and what its owner says. */
export function requestRoutes(parts: MemberParts): Route[] {
	const { requests, members, people } = parts;
	return [
		implement(readStanding, async ({ params }, call) => {
			const projectId = params.projectId as ProjectId;
			const { userId } = whoOf(call);
			const project = members.project(projectId);
			if (!project || project.deleted) return err(NO_PROJECT);
			const invited = parts.invitations.to(projectId, userId, call.now);
			const named = await people.find([invited?.createdBy ?? []].flat());
			const asked = requests.of(projectId, userId);
			return ok({
				role: members.role(projectId, userId),
				invitation: invited && asReceived(parts, invited, named),
				askedAt: asked?.declinedAt === null ? asked.createdAt : null,
			});
		}),

		implement(askToJoin, async ({ params, body: { message } }, call) => {
			const projectId = params.projectId as ProjectId;
			const { userId } = whoOf(call);
			const named = await people.find([userId]);
			const act = { act: 'request.ask', subject: subjectOf(projectId) };
			const asked = commitAudited(parts, call, act, () => ask(parts, call, projectId, userId, message));
			return asked.ok ? ok(asRequest(asked.value, named)) : asked;
		}),

		implement(listJoinRequests, async ({ params, query: { cursor, limit } }) => {
			const after = cursor === undefined ? ok(FIRST) : parseCursor(cursor, TimePlace);
			if (!after.ok) return after;
			const page = requests.page(params.projectId as ProjectId, after.value, limit);
			const named = await people.find(page.map(({ userId }) => userId));
			const last = page.at(-1);
			const next = last && page.length === limit ? formatCursor([last.createdAt, last.requestId]) : null;
			return ok({ items: page.map((request) => asRequest(request, named)), next });
		}),

		implement(acceptJoinRequest, async ({ params, body: { role } }, call) => {
			const projectId = params.projectId as ProjectId;
			const details = { request: params.requestId, role };
			const act = { act: 'request.accept', subject: subjectOf(projectId), details };
			const accepted = commitAudited(parts, call, act, () => {
				const request = requests.find(projectId, params.requestId);
				if (!request) return err(NO_REQUEST);
				const { userId } = request;
				const admitted = letIn(
					parts,
					{ projectId, userId, role, addedBy: call.who?.userId ?? null, linkMadeAt: null },
					call.now,
				);
				if (!admitted.ok) return admitted;
				const member = members.read(projectId, userId);
				if (!member) throw new Error('Who was just let in is not a member');
				return ok(member);
			});
			if (!accepted.ok) return accepted;
			tellMember(parts, projectId, accepted.value.userId);
			return ok(asMember(accepted.value, await people.find([accepted.value.userId])));
		}),

		implement(declineJoinRequest, async ({ params: { projectId, requestId } }, call) => {
			const act = { act: 'request.decline', subject: subjectOf(projectId), details: { request: requestId } };
			return commitAudited(parts, call, act, () => {
				const request = requests.find(projectId as ProjectId, requestId);
				if (!request) return err(NO_REQUEST);
				requests.decline(request, call.now);
				return ok(undefined);
			});
		}),
	];
}

function ask(
	{ requests, members, mintId }: MemberParts,
	{ now }: Call,
	projectId: ProjectId,
	userId: string,
	message: string,
): Result<JoinRequestRecord, ProtocolError> {
	const project = members.project(projectId);
	if (!project || project.deleted) return err(NO_PROJECT);
	if (members.role(projectId, userId)) return err(MEMBER_ALREADY);
	const known = requests.of(projectId, userId);
	if (known && known.declinedAt === null) return ok(known);
	const wait = known ? (known.declinedAt ?? 0) + ASK_AGAIN_MS - now : 0;
	if (wait > 0) {
		const retryAfter = Math.ceil(wait / 1000);
		return err({
			code: 'rate-limited',
			message: 'The owner said no. You can ask again a day later',
			retryAfter,
		});
	}
	if (requests.countBy(userId, now - DAY_MS) >= MAX_ASKED_A_DAY) return err(ASKED_ENOUGH);
	if (requests.count(projectId) >= MAX_REQUESTS) return err(TOO_MANY);
	const request = { requestId: mintId(), projectId, userId, message, createdAt: now, declinedAt: null };
	requests.put(request);
	return ok(request);
}

function asRequest(
	{ requestId, userId, message, createdAt }: JoinRequestRecord,
	named: ReadonlyMap<string, NamedPerson>,
): JoinRequest {
	const person = named.get(userId);
	return {
		requestId,
		userId,
		handle: person?.handle ?? null,
		name: person?.name ?? null,
		message,
		createdAt,
	};
}
