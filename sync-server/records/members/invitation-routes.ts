import * as v from 'valibot';
import type { ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import {
	acceptInvitation,
	acceptInvitationLink,
	createInvitation,
	declineInvitation,
	listInvitations,
	listReceivedInvitations,
	readInvitationLink,
	revokeInvitation,
	type Invitation,
	type ReceivedInvitation,
	type ServerProject,
} from '#lib/protocol/api/members.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type Route } from '../module.ts';
import type { NamedPerson } from '../projects/people.ts';
import type { InvitationRecord } from './invitation-store.ts';
import { commitAudited, letIn, subjectOf, tellMember, whoOf, type MemberParts } from './member-parts.ts';
import { FIRST, TimePlace } from './project-routes.ts';

const MAX_INVITATIONS = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
/** People that one person invites by name in a day: they find it in their list without having asked. */
const MAX_INVITED_A_DAY = 500;

const NOBODY: ProtocolError = { code: 'not-found', field: 'handle', message: 'Nobody here has this name' };
const MEMBER_ALREADY: ProtocolError = {
	code: 'conflict',
	field: 'handle',
	message: 'They are a member already. Change their role instead',
};
const ONE_PERSON: ProtocolError = {
	code: 'invalid',
	field: 'uses',
	message: 'An invitation to one person is for them alone. Leave "uses" away',
};
const TOO_MANY: ProtocolError = {
	code: 'invalid',
	message: `A project can have ${MAX_INVITATIONS} invitations at once. Take back one that is no longer needed`,
};
const INVITED_ENOUGH: ProtocolError = {
	code: 'rate-limited',
	message: `You invited ${MAX_INVITED_A_DAY} people by name today. Make a link for the others, or wait until tomorrow`,
	retryAfter: 3600,
};
const NO_INVITATION: ProtocolError = {
	code: 'not-found',
	message: 'This invitation does not hold (any more). Ask whoever sent it for a new one',
};
const NOT_OF_PROJECT: ProtocolError = { code: 'not-found', message: 'This project has no such invitation' };

/** Invitations as owners make them and as people answer them. */
export function invitationRoutes(parts: MemberParts): Route[] {
	return [...ownerRoutes(parts), ...inviteeRoutes(parts)];
}

function ownerRoutes(parts: MemberParts): Route[] {
	const { invitations, people } = parts;
	return [
		implement(createInvitation, async ({ params, body }, call) => {
			const { handle, role, lastsMs, uses } = body;
			if (handle !== undefined && uses !== undefined) return err(ONE_PERSON);
			const person = handle === undefined ? null : await people.findByHandle(handle);
			if (handle !== undefined && !person) return err(NOBODY);
			const invitation: InvitationRecord = {
				invitationId: parts.mintId(),
				projectId: params.projectId as ProjectId,
				userId: person?.userId ?? null,
				role,
				createdAt: call.now,
				createdBy: call.who?.userId ?? null,
				expiresAt: lastsMs === undefined ? null : call.now + lastsMs,
				usesLeft: person ? 1 : (uses ?? null),
			};
			return invite(parts, call, invitation, person);
		}),

		implement(listInvitations, async ({ params, query: { cursor, limit } }, call) => {
			const after = cursor === undefined ? ok(FIRST) : parseCursor(cursor, TimePlace);
			if (!after.ok) return after;
			const page = invitations.page(params.projectId as ProjectId, call.now, after.value, limit);
			const named = await people.find(page.flatMap(({ userId }) => userId ?? []));
			const last = page.at(-1);
			const next = last && page.length === limit ? formatCursor([last.createdAt, last.invitationId]) : null;
			return ok({ items: page.map((one) => asInvitation(one, named.get(one.userId ?? ''))), next });
		}),

		implement(revokeInvitation, async ({ params: { projectId, invitationId } }, call) => {
			const details = { invitation: invitationId };
			const act = { act: 'invitation.revoke', subject: subjectOf(projectId), details };
			return commitAudited(parts, call, act, () =>
				invitations.end(projectId as ProjectId, invitationId, call.now) ? ok(undefined) : err(NOT_OF_PROJECT),
			);
		}),
	];
}

function inviteeRoutes(parts: MemberParts): Route[] {
	const { invitations, people } = parts;
	return [
		implement(listReceivedInvitations, async ({ query: { cursor, limit } }, call) => {
			const after = cursor === undefined ? ok(['']) : parseCursor(cursor, v.tuple([v.string()]));
			if (!after.ok) return after;
			const page = invitations.received(whoOf(call).userId, call.now, after.value[0] ?? '', limit);
			const named = await people.find(page.flatMap(({ createdBy }) => createdBy ?? []));
			const items = page.map((one) => asReceived(parts, one, named));
			const last = page.at(-1);
			return ok({ items, next: last && page.length === limit ? formatCursor([last.projectId]) : null });
		}),

		implement(readInvitationLink, async ({ body: { token } }, call) => {
			const invitation = invitations.findByToken(token, call.now);
			if (!invitation) return err(NO_INVITATION);
			return ok(asReceived(parts, invitation, await people.find([invitation.createdBy ?? []].flat())));
		}),

		implement(acceptInvitationLink, async ({ body: { token } }, call) =>
			accept(parts, call, () => invitations.findByToken(token, call.now)),
		),

		implement(acceptInvitation, async ({ params: { invitationId } }, call) =>
			accept(parts, call, () => findOwn(parts, invitationId, call)),
		),

		implement(declineInvitation, async ({ params: { invitationId } }, call) => {
			const details = { invitation: invitationId };
			const subject = `user:${whoOf(call).userId}`;
			return commitAudited(parts, call, { act: 'invitation.decline', subject, details }, () => {
				const invitation = findOwn(parts, invitationId, call);
				if (!invitation) return err(NO_INVITATION);
				invitations.end(invitation.projectId, invitationId, call.now);
				return ok(undefined);
			});
		}),
	];
}

// In the same words, whether it is another's or nobody's.
function findOwn({ invitations }: MemberParts, invitationId: string, call: Call): InvitationRecord | null {
	const invitation = invitations.find(invitationId, call.now);
	return invitation?.userId === whoOf(call).userId ? invitation : null;
}

function invite(
	parts: MemberParts,
	call: Call,
	invitation: InvitationRecord,
	person: NamedPerson | null,
): Result<Invitation & { readonly token: string | null }, ProtocolError> {
	const { invitations, members } = parts;
	const { projectId, invitationId, role, createdBy } = invitation;
	const details = { invitation: invitationId, role, ...(person && { user: person.userId }) };
	return commitAudited(
		parts,
		call,
		{ act: 'invitation.create', subject: subjectOf(projectId), details },
		() => {
			if (person && members.role(projectId, person.userId)) return err(MEMBER_ALREADY);
			if (person && createdBy !== null) {
				const made = invitations.countMade(createdBy, call.now - DAY_MS);
				if (made >= MAX_INVITED_A_DAY) return err(INVITED_ENOUGH);
			}
			if (invitations.count(projectId, call.now) >= MAX_INVITATIONS) return err(TOO_MANY);
			const token = person ? null : `invite.${parts.mintSecret()}`;
			invitations.add(invitation, token);
			return ok({ ...asInvitation(invitation, person ?? undefined), token });
		},
	);
}

function accept(
	parts: MemberParts,
	call: Call,
	find: () => InvitationRecord | null,
): Result<ServerProject, ProtocolError> {
	const { invitations } = parts;
	const { userId } = whoOf(call);
	const accepted = commitAudited(parts, call, { act: 'invitation.accept', subject: `user:${userId}` }, () => {
		const invitation = find();
		if (!invitation) return err(NO_INVITATION);
		const { projectId, role, createdBy: addedBy, createdAt } = invitation;
		const linkMadeAt = invitation.userId === null ? createdAt : null;
		const admitted = letIn(parts, { projectId, userId, role, addedBy, linkMadeAt }, call.now);
		if (!admitted.ok) return admitted;
		const { changed, project } = admitted.value;
		if (changed) {
			invitations.use(invitation, call.now);
			const details = { user: userId, role, invitation: invitation.invitationId };
			const entry = { act: 'member.add', actor: userId, subject: subjectOf(projectId) } as const;
			parts.context.audit({ ...entry, outcome: 'done', details }, call);
		}
		return ok(project);
	});
	if (accepted.ok) tellMember(parts, accepted.value.projectId as ProjectId, userId);
	return accepted;
}

function asInvitation(record: InvitationRecord, person: NamedPerson | undefined): Invitation {
	const { invitationId, role, createdAt, expiresAt, usesLeft } = record;
	return { invitationId, role, handle: person?.handle ?? null, createdAt, expiresAt, usesLeft };
}

/** An invitation as whoever is invited sees it. */
export function asReceived(
	{ members }: Pick<MemberParts, 'members'>,
	{ invitationId, projectId, role, createdBy, createdAt, expiresAt }: InvitationRecord,
	named: ReadonlyMap<string, NamedPerson>,
): ReceivedInvitation {
	const by = named.get(createdBy ?? '') ?? null;
	return { invitationId, projectId, title: members.title(projectId), role, by, createdAt, expiresAt };
}
