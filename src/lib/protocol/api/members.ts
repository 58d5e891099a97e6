import * as v from 'valibot';
import { LinkRole } from '../api.ts';
import { PROJECT_ROLES } from '../permissions.ts';
import { endpoint } from './endpoint.ts';
import { pageOf, pageQuery } from './page.ts';
import { idText, lineOfText, linesOfText } from './text.ts';

/** Milliseconds since the Unix epoch. */
const Time = v.pipe(v.number(), v.integer(), v.minValue(0));
const DAY_MS = 24 * 60 * 60 * 1000;

const Role = v.picklist(PROJECT_ROLES);
const Title = lineOfText(200);
const Handle = v.pipe(v.string(), v.regex(/^[a-z0-9_-]{3,32}$/, 'is no name that somebody could have'));

const projectParams = v.strictObject({ projectId: idText });
const memberParams = v.strictObject({ projectId: idText, userId: idText });
const invitationParams = v.strictObject({ projectId: idText, invitationId: idText });
const requestParams = v.strictObject({ projectId: idText, requestId: idText });

/** Somebody as the members of a project see them; no names for an account that is gone. */
const person = { userId: idText, handle: v.nullable(v.string()), name: v.nullable(v.string()) };

/** A project on the server, as one of its members sees it in their list. */
export const ServerProject = v.object({
	projectId: idText,
	/** As its owner last told the server; null while they told nothing. */
	title: v.nullable(v.string()),
	role: Role,
	since: Time,
});
export type ServerProject = v.InferOutput<typeof ServerProject>;

export const Member = v.object({
	...person,
	role: Role,
	since: Time,
	/** Who let them in; null for who brought the project. */
	addedBy: v.nullable(v.string()),
});
export type Member = v.InferOutput<typeof Member>;

/** An invitation as the owner sees it: by link (`handle` null) or to one person. */
export const Invitation = v.object({
	invitationId: idText,
	role: LinkRole,
	handle: v.nullable(v.string()),
	createdAt: Time,
	expiresAt: v.nullable(Time),
	/** How many may still accept it; null: any number. */
	usesLeft: v.nullable(v.number()),
});
export type Invitation = v.InferOutput<typeof Invitation>;

/** An invitation as the person sees it who is invited. */
export const ReceivedInvitation = v.object({
	invitationId: idText,
	projectId: idText,
	title: v.nullable(v.string()),
	role: LinkRole,
	/** Who invites; null when the device did that made the project. */
	by: v.nullable(v.object(person)),
	createdAt: Time,
	expiresAt: v.nullable(Time),
});
export type ReceivedInvitation = v.InferOutput<typeof ReceivedInvitation>;

export const JoinRequest = v.object({
	requestId: idText,
	...person,
	message: v.string(),
	createdAt: Time,
});
export type JoinRequest = v.InferOutput<typeof JoinRequest>;

export const attachProject = endpoint({
	method: 'POST',
	path: '/projects/:projectId/attach',
	needs: { global: 'project.create' },
	summary: 'Make a project yours that a device of yours made',
	params: projectParams,
	body: v.strictObject({
		/** The secret of the device that made it. */
		claim: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,64}$/, 'must be 256 random bits as base64url')),
		title: v.optional(Title),
	}),
	answer: ServerProject,
});

export const listProjects = endpoint({
	method: 'GET',
	path: '/projects',
	needs: { global: 'project.list' },
	summary: 'The projects you are a member of, oldest membership first',
	query: v.strictObject(pageQuery),
	answer: pageOf(ServerProject),
});

export const tellTitle = endpoint({
	method: 'PUT',
	path: '/projects/:projectId/title',
	needs: { project: 'project.describe' },
	summary: 'Tell the server what a project is called, for the lists of its members',
	params: projectParams,
	body: v.strictObject({ title: Title }),
	repeatable: true,
});

export const deleteProject = endpoint({
	method: 'DELETE',
	path: '/projects/:projectId',
	needs: { project: 'project.delete' },
	summary: 'Delete a project from the server for good: documents, assets, links, members',
	params: projectParams,
});

/** For the line: see `docs/protocol.md`. */
export const mintProjectToken = endpoint({
	method: 'POST',
	path: '/projects/:projectId/token',
	needs: { project: 'project.play' },
	summary:
		'A token for the documents and assets of a project, as long as you are its member; one hour at most',
	params: projectParams,
	answer: v.object({ token: v.string(), role: Role, expiresAt: Time }),
	repeatable: true,
	rate: 'game',
});

export const listMembers = endpoint({
	method: 'GET',
	path: '/projects/:projectId/members',
	needs: { project: 'project.member.list' },
	summary: 'Who is a member, and as what',
	params: projectParams,
	query: v.strictObject(pageQuery),
	answer: pageOf(Member),
});

export const changeMember = endpoint({
	method: 'PATCH',
	path: '/projects/:projectId/members/:userId',
	needs: { project: 'project.member.manage' },
	summary: 'Give a member another role',
	params: memberParams,
	body: v.strictObject({ role: Role }),
	answer: Member,
});

export const removeMember = endpoint({
	method: 'DELETE',
	path: '/projects/:projectId/members/:userId',
	needs: { project: 'project.member.manage' },
	summary: 'Take a member out of a project',
	params: memberParams,
});

export const leaveProject = endpoint({
	method: 'POST',
	path: '/projects/:projectId/leave',
	needs: { project: 'project.play' },
	summary: 'Leave a project',
	params: projectParams,
});

export const transferProject = endpoint({
	method: 'POST',
	path: '/projects/:projectId/transfer',
	needs: { project: 'project.transfer' },
	summary: 'Make another member the owner, and yourself an editor',
	params: projectParams,
	body: v.strictObject({ userId: idText }),
});

export const createInvitation = endpoint({
	method: 'POST',
	path: '/projects/:projectId/invitations',
	needs: { project: 'project.member.manage' },
	summary: 'Invite somebody by name, or whoever gets a link',
	params: projectParams,
	body: v.strictObject({
		role: LinkRole,
		/** Whom; without it, whoever has the token of the answer. */
		handle: v.optional(Handle),
		/** Milliseconds from now; without it, until it is revoked. */
		lastsMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(60_000), v.maxValue(366 * DAY_MS))),
		/** How many people may come by the link; without it, any number. */
		uses: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
	}),
	/** `token` is told this once; the server keeps only its hash. */
	answer: v.object({ ...Invitation.entries, token: v.nullable(v.string()) }),
	status: 201,
});

export const listInvitations = endpoint({
	method: 'GET',
	path: '/projects/:projectId/invitations',
	needs: { project: 'project.member.manage' },
	summary: 'The invitations of a project that still hold',
	params: projectParams,
	query: v.strictObject(pageQuery),
	answer: pageOf(Invitation),
});

export const revokeInvitation = endpoint({
	method: 'DELETE',
	path: '/projects/:projectId/invitations/:invitationId',
	needs: { project: 'project.member.manage' },
	summary: 'Take an invitation back; who came by it stays',
	params: invitationParams,
});

export const listReceivedInvitations = endpoint({
	method: 'GET',
	path: '/invitations',
	needs: 'account',
	summary: 'The projects you are invited to by name',
	query: v.strictObject(pageQuery),
	answer: pageOf(ReceivedInvitation),
});

const InvitationToken = v.pipe(
	v.string(),
	v.regex(/^invite\.[A-Za-z0-9_-]{43}$/, 'is no token of an invitation'),
);

/** What a link invites to, for whoever holds it: nobody has to sign in to learn whether they want to. */
export const OpenedInvitation = v.omit(ReceivedInvitation, ['invitationId']);
export type OpenedInvitation = v.InferOutput<typeof OpenedInvitation>;

export const readInvitationLink = endpoint({
	method: 'POST',
	path: '/invitations/read',
	needs: 'anybody',
	summary: 'What an invitation link invites to, and who invites',
	body: v.strictObject({ token: InvitationToken }),
	answer: OpenedInvitation,
	repeatable: true,
});

export const acceptInvitationLink = endpoint({
	method: 'POST',
	path: '/invitations/accept',
	needs: 'account',
	summary: 'Become a member by the token of an invitation link',
	body: v.strictObject({ token: InvitationToken }),
	answer: ServerProject,
});

const receivedParams = v.strictObject({ invitationId: idText });

export const acceptInvitation = endpoint({
	method: 'POST',
	path: '/invitations/:invitationId/accept',
	needs: 'account',
	summary: 'Become a member by an invitation to you',
	params: receivedParams,
	answer: ServerProject,
});

export const declineInvitation = endpoint({
	method: 'POST',
	path: '/invitations/:invitationId/decline',
	needs: 'account',
	summary: 'Say no to an invitation to you',
	params: receivedParams,
});

/** How somebody stands to a project whose address they have. Of the project itself it says only that it is there. */
export const Standing = v.object({
	role: v.nullable(Role),
	/** By name, and not answered yet. */
	invitation: v.nullable(ReceivedInvitation),
	/** Since when their own request waits for an answer. */
	askedAt: v.nullable(Time),
});
export type Standing = v.InferOutput<typeof Standing>;

export const readStanding = endpoint({
	method: 'GET',
	path: '/projects/:projectId/standing',
	needs: 'account',
	summary: 'Your role in a project, or how far you are on your way into it',
	params: projectParams,
	answer: Standing,
});

export const askToJoin = endpoint({
	method: 'POST',
	path: '/projects/:projectId/requests',
	needs: 'account',
	summary: 'Ask the owner of a project to let you in',
	params: projectParams,
	body: v.strictObject({ message: v.optional(linesOfText(500), '') }),
	answer: JoinRequest,
	status: 201,
});

export const listJoinRequests = endpoint({
	method: 'GET',
	path: '/projects/:projectId/requests',
	needs: { project: 'project.member.manage' },
	summary: 'Who asks to join, the first first',
	params: projectParams,
	query: v.strictObject(pageQuery),
	answer: pageOf(JoinRequest),
});

export const acceptJoinRequest = endpoint({
	method: 'POST',
	path: '/projects/:projectId/requests/:requestId/accept',
	needs: { project: 'project.member.manage' },
	summary: 'Let somebody in who asked',
	params: requestParams,
	body: v.strictObject({ role: LinkRole }),
	answer: Member,
});

export const declineJoinRequest = endpoint({
	method: 'POST',
	path: '/projects/:projectId/requests/:requestId/decline',
	needs: { project: 'project.member.manage' },
	summary: 'Say no to somebody who asked; they can ask again a day later',
	params: requestParams,
});
