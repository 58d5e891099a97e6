import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintClaim, mintProjectId } from '#lib/base/ids.ts';
import {
	acceptInvitation,
	acceptInvitationLink,
	acceptJoinRequest,
	askToJoin,
	attachProject,
	changeMember,
	createInvitation,
	declineInvitation,
	declineJoinRequest,
	leaveProject,
	listInvitations,
	listJoinRequests,
	listMembers,
	readInvitationLink,
	readStanding,
	listProjects,
	listReceivedInvitations,
	removeMember,
	revokeInvitation,
	tellTitle,
	transferProject,
} from '#lib/protocol/api/members.ts';
import { MemberWorld, userIdOf, type OwnedProject } from '../../../tests/helpers/member-world.ts';
import { JSON_TYPE, registerProject } from '../../../tests/helpers/sync-server.ts';
import { ASK_AGAIN_MS } from './request-routes.ts';

describe('members', () => {
	let world: MemberWorld;
	let project: OwnedProject;
	const ids = (body: Record<string, unknown>, key: string) =>
		(body['items'] as Record<string, unknown>[]).map((item) => item[key]);

	beforeEach(async () => {
		world = await MemberWorld.start();
		project = await world.own('ann');
	});
	afterEach(() => world.end());

	const params = () => ({ projectId: project.projectId });
	const memberParams = (name: string) => ({ ...params(), userId: userIdOf(name) });
	const roles = async () => {
		const { body } = await world.call(listMembers, 'ann', { params: params(), query: {} });
		const items = body['items'] as { handle: string; role: string }[];
		return Object.fromEntries(items.map(({ handle, role }) => [handle, role]));
	};

	describe('attaching', () => {
		it('[R60] makes the account the owner, once, from however many devices and times', async () => {
			const attach = () =>
				world.call(attachProject, 'ann', { params: params(), body: { claim: project.claim } });
			const first = await attach();
			expect(first).toMatchObject({ status: 200, body: { role: 'owner', title: null } });
			expect(await attach()).toEqual(first);
			expect(await roles()).toEqual({ ann: 'owner' });
			const { body } = await world.call(listProjects, 'ann', { query: {} });
			expect(ids(body, 'projectId')).toEqual([project.projectId]);
		});

		it('[R60] takes a project that was shared by link before, and leaves its links as they were', async () => {
			const shared = await registerProject(world.server.origin);
			const link = await shared.share('viewer');
			const { projectId, claim } = shared;
			const attached = await world.call(attachProject, 'ben', {
				params: { projectId },
				body: { claim, title: 'Castle' },
			});
			expect(attached).toMatchObject({ status: 200, body: { role: 'owner', title: 'Castle' } });
			await (await world.join(link.token)).leave();
		});

		it('[R60] is refused with another claim, and when another account owns the project', async () => {
			const wrong = { claim: `${mintProjectId()}${mintProjectId()}` };
			for (const [who, body] of [
				['ann', wrong],
				['ben', wrong],
				['ben', { claim: project.claim }],
			] as const) {
				expect(await world.call(attachProject, who, { params: params(), body })).toMatchObject({
					status: 403,
					body: { error: { code: 'forbidden' } },
				});
			}
			expect(await roles()).toEqual({ ann: 'owner' });
		});
	});

	it('[R61] the list of one’s projects goes page by page, with what each owner last called it', async () => {
		for (let i = 0; i < 4; i++) {
			world.clock.advance(1000);
			await world.own('ann');
		}
		await world.call(tellTitle, 'ann', { params: params(), body: { title: 'Old' } });
		await world.call(tellTitle, 'ann', { params: params(), body: { title: 'Castle' } });
		await world.letIn(project, 'ann', 'ben', 'viewer');
		const seen: unknown[] = [];
		let cursor: string | undefined;
		do {
			const query = { limit: '2', ...(cursor !== undefined && { cursor }) };
			const { body } = await world.call(listProjects, 'ann', { query });
			seen.push(...(body['items'] as unknown[]));
			cursor = (body['next'] as string | null) ?? undefined;
		} while (cursor !== undefined);
		expect(seen).toHaveLength(5);
		expect(seen[0]).toMatchObject({ projectId: project.projectId, title: 'Castle', role: 'owner' });
		const { body } = await world.call(listProjects, 'ben', { query: {} });
		expect(body['items']).toMatchObject([{ title: 'Castle', role: 'viewer' }]);
		expect((await world.call(listProjects, 'ann', { query: { cursor: 'bm8' } })).status).toBe(400);
		const renamed = await world.call(tellTitle, 'ben', { params: params(), body: { title: 'Mine' } });
		expect(renamed.status).toBe(403);
	});

	it('[R62] roles are changed and members removed by owners alone, and anybody may leave', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		await world.letIn(project, 'ann', 'cleo', 'viewer');
		const promote = { params: memberParams('cleo'), body: { role: 'editor' } } as const;
		expect((await world.call(changeMember, 'ben', promote)).status).toBe(403);
		expect(await world.call(changeMember, 'ann', promote)).toMatchObject({
			status: 200,
			body: { handle: 'cleo', name: 'CLEO', role: 'editor', addedBy: userIdOf('ann') },
		});
		expect((await world.call(removeMember, 'ben', { params: memberParams('cleo') })).status).toBe(403);
		expect((await world.call(removeMember, 'ann', { params: memberParams('cleo') })).status).toBe(204);
		expect((await world.call(removeMember, 'ann', { params: memberParams('cleo') })).status).toBe(404);
		expect((await world.call(leaveProject, 'ben', { params: params() })).status).toBe(204);
		expect(await roles()).toEqual({ ann: 'owner' });
		expect((await world.call(listMembers, 'ben', { params: params(), query: {} })).status).toBe(403);
	});

	it('[R63] a project has an owner: the last one cannot leave, be removed or be lowered', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const lower = { params: memberParams('ann'), body: { role: 'editor' } } as const;
		for (const answer of [
			await world.call(leaveProject, 'ann', { params: params() }),
			await world.call(removeMember, 'ann', { params: memberParams('ann') }),
			await world.call(changeMember, 'ann', lower),
		]) {
			expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
		}
		const promote = { params: memberParams('ben'), body: { role: 'owner' } } as const;
		expect((await world.call(changeMember, 'ann', promote)).status).toBe(200);
		expect((await world.call(leaveProject, 'ann', { params: params() })).status).toBe(204);
		const again = { params: params(), body: { claim: project.claim } };
		expect((await world.call(attachProject, 'ann', again)).status).toBe(403);
	});

	it('[R64] handing a project on makes the other its owner, and the claim of the device no way back', async () => {
		const shared = await registerProject(world.server.origin);
		const { projectId, claim } = shared;
		await world.call(attachProject, 'ann', { params: { projectId }, body: { claim } });
		await world.letIn(shared, 'ann', 'ben', 'viewer');
		const to = (name: string) => ({ params: { projectId }, body: { userId: userIdOf(name) } });
		expect((await world.call(transferProject, 'ann', to('ann'))).status).toBe(400);
		expect((await world.call(transferProject, 'ann', to('zoe'))).status).toBe(404);
		expect((await world.call(transferProject, 'ben', to('ben'))).status).toBe(403);
		expect((await world.call(transferProject, 'ann', to('ben'))).status).toBe(204);
		const { body } = await world.call(listMembers, 'ben', { params: { projectId }, query: {} });
		expect(body['items']).toMatchObject([
			{ handle: 'ann', role: 'editor' },
			{ handle: 'ben', role: 'owner' },
		]);
		await world.call(leaveProject, 'ann', { params: { projectId } });
		const again = { params: { projectId }, body: { claim } };
		expect((await world.call(attachProject, 'ann', again)).status).toBe(403);
		const registered = await fetch(`${world.server.origin}/api/projects`, {
			method: 'POST',
			headers: JSON_TYPE,
			body: JSON.stringify({ projectId, claim }),
		});
		expect(registered.status).toBe(403);
	});

	describe('invitations by link', () => {
		const invite = async (body: object, as = 'ann') =>
			world.call(createInvitation, as, { params: params(), body: { role: 'viewer', ...body } as never });
		const accept = (who: string, token: unknown) =>
			world.call(acceptInvitationLink, who, { body: { token: String(token) } });

		it('[R65] let in whoever has the token, which is kept as a hash alone and is good for nothing else', async () => {
			const { status, body } = await invite({ role: 'editor' });
			expect(status).toBe(201);
			const token = String(body['token']);
			expect(world.recordsHold(token.slice('invite.'.length))).toBe(false);
			expect(await accept('ben', token)).toMatchObject({ status: 200, body: { role: 'editor' } });
			const asBearer = await world.call(listMembers, token, { params: params(), query: {} });
			expect(asBearer.status).toBe(403);
			const line = await world.join();
			line.send({ type: 'auth', token });
			expect(await line.next('error')).toMatchObject({ error: { code: 'unauthorized' } });
		});

		it('[R65] end with their uses, their time, and when they are taken back', async () => {
			const once = await invite({ uses: 1 });
			expect((await accept('ben', once.body['token'])).status).toBe(200);
			// Who is in already uses nothing up, and is let in again by an invitation with any left.
			expect((await accept('cleo', once.body['token'])).status).toBe(404);
			const short = await invite({ lastsMs: 60_000 });
			world.clock.advance(60_001);
			expect((await accept('cleo', short.body['token'])).status).toBe(404);
			const taken = await invite({});
			const listed = await world.call(listInvitations, 'ann', { params: params(), query: {} });
			expect(ids(listed.body, 'invitationId')).toEqual([taken.body['invitationId']]);
			const end = () =>
				world.call(revokeInvitation, 'ann', {
					params: { ...params(), invitationId: String(taken.body['invitationId']) },
				});
			expect([(await end()).status, (await end()).status]).toEqual([204, 204]);
			expect((await accept('cleo', taken.body['token'])).status).toBe(404);
			expect(await roles()).toEqual({ ann: 'owner', ben: 'viewer' });
		});

		it('[R101] say to whoever holds the link what it invites to, for as long as it holds', async () => {
			const { body } = await invite({ role: 'editor', uses: 1, lastsMs: 60_000 });
			const read = () => world.call(readInvitationLink, null, { body: { token: String(body['token']) } });
			const opened = await read();
			expect(opened).toMatchObject({
				status: 200,
				body: { projectId: project.projectId, role: 'editor', by: { handle: 'ann', name: 'ANN' } },
			});
			expect(opened.body).not.toHaveProperty('invitationId');
			await accept('ben', body['token']);
			expect((await read()).status).toBe(404);
			const other = await world.call(readInvitationLink, null, {
				body: { token: `invite.${'A'.repeat(43)}` },
			});
			expect(other.status).toBe(404);
		});

		it('[R65] raise whom they give more than they have, and lower nobody', async () => {
			await world.letIn(project, 'ann', 'ben', 'viewer');
			const editors = await invite({ role: 'editor', uses: 2 });
			expect((await accept('ben', editors.body['token'])).body).toMatchObject({ role: 'editor' });
			expect((await accept('ann', editors.body['token'])).body).toMatchObject({ role: 'owner' });
			const { body } = await world.call(listInvitations, 'ann', { params: params(), query: {} });
			const items = body['items'] as { usesLeft: number | null }[];
			expect(items.map(({ usesLeft }) => usesLeft).sort()).toEqual([1, null]);
		});

		it('[R71] neither let back in nor raise whom an owner removed or lowered since; newer ones do', async () => {
			const { body } = await invite({ role: 'editor' });
			for (const name of ['ben', 'cleo']) await accept(name, body['token']);
			world.clock.advance(1);
			await world.call(removeMember, 'ann', { params: memberParams('ben') });
			await world.call(changeMember, 'ann', { params: memberParams('cleo'), body: { role: 'viewer' } });
			for (const name of ['ben', 'cleo']) expect((await accept(name, body['token'])).status).toBe(404);
			expect(await roles()).toEqual({ ann: 'owner', cleo: 'viewer' });
			expect((await accept('dora', body['token'])).status).toBe(200);
			world.clock.advance(1);
			await world.call(createInvitation, 'ann', {
				params: params(),
				body: { role: 'viewer', handle: 'ben' },
			});
			const received = await world.call(listReceivedInvitations, 'ben', { query: {} });
			const [invitationId = ''] = ids(received.body, 'invitationId').map(String);
			expect((await world.call(acceptInvitation, 'ben', { params: { invitationId } })).status).toBe(200);
			expect((await accept('ben', body['token'])).status).toBe(404);
			const newer = await invite({ role: 'commenter' });
			for (const name of ['ben', 'cleo']) await accept(name, newer.body['token']);
			expect(await roles()).toEqual({ ann: 'owner', ben: 'commenter', cleo: 'commenter', dora: 'editor' });
		});

		it('[R71] who left by themselves comes back by the link they came by', async () => {
			const { body } = await invite({});
			await accept('ben', body['token']);
			world.clock.advance(1);
			await world.call(leaveProject, 'ben', { params: params() });
			expect((await accept('ben', body['token'])).status).toBe(200);
		});

		it('[R65] are made by owners alone, and never for owners', async () => {
			await world.letIn(project, 'ann', 'ben', 'editor');
			expect((await invite({}, 'ben')).status).toBe(403);
			expect(await invite({ role: 'owner' })).toMatchObject({
				status: 400,
				body: { error: { field: 'role' } },
			});
		});

		it('[R65] accepted twice by one request let in once', async () => {
			const { body } = await invite({ uses: 5 });
			const request = { body: { token: String(body['token']) } };
			const first = await world.call(acceptInvitationLink, 'ben', request, 'one-and-the-same-key');
			const removed = await world.call(removeMember, 'ann', { params: memberParams('ben') });
			const again = await world.call(acceptInvitationLink, 'ben', request, 'one-and-the-same-key');
			expect([first.status, removed.status, again.status]).toEqual([200, 204, 200]);
			expect(await roles()).toEqual({ ann: 'owner' });
		});
	});

	describe('invitations by name', () => {
		const invite = (handle: string, role = 'viewer') =>
			world.call(createInvitation, 'ann', { params: params(), body: { handle, role } as never });
		const received = async (who: string) =>
			(await world.call(listReceivedInvitations, who, { query: {} })).body['items'] as {
				invitationId: string;
				role: string;
				by: { handle: string };
			}[];

		it('[R66] are for one person, who accepts or declines them; a newer one takes the place of the last', async () => {
			expect((await invite('ben')).body).toMatchObject({ handle: 'ben', token: null, usesLeft: 1 });
			await invite('ben', 'editor');
			const [invitation, ...more] = await received('ben');
			expect(more).toEqual([]);
			expect(invitation).toMatchObject({ role: 'editor', by: { handle: 'ann' } });
			const one = { params: { invitationId: invitation!.invitationId } };
			expect((await world.call(acceptInvitation, 'cleo', one)).status).toBe(404);
			expect((await world.call(declineInvitation, 'cleo', one)).status).toBe(404);
			expect((await world.call(acceptInvitation, 'ben', one)).body).toMatchObject({ role: 'editor' });
			expect(await received('ben')).toEqual([]);
			await invite('cleo');
			const [other] = await received('cleo');
			const no = { params: { invitationId: other!.invitationId } };
			expect((await world.call(declineInvitation, 'cleo', no)).status).toBe(204);
			expect((await world.call(acceptInvitation, 'cleo', no)).status).toBe(404);
			expect(await roles()).toEqual({ ann: 'owner', ben: 'editor' });
		});

		it('[R66] name somebody who is there and no member yet', async () => {
			expect(await invite('nobody')).toMatchObject({ status: 404, body: { error: { field: 'handle' } } });
			expect(await invite('Ben<script>')).toMatchObject({
				status: 400,
				body: { error: { field: 'handle' } },
			});
			expect(await invite('ann')).toMatchObject({ status: 409, body: { error: { field: 'handle' } } });
		});
	});

	it('[R67] who asks to join waits for the owner, and asks again no sooner than a day after a no', async () => {
		const ask = (who: string) =>
			world.call(askToJoin, who, { params: params(), body: { message: 'Let me in' } });
		const asked = await ask('ben');
		expect(asked).toMatchObject({ status: 201, body: { handle: 'ben', message: 'Let me in' } });
		expect((await ask('ben')).body['requestId']).toBe(asked.body['requestId']);
		await ask('cleo');
		const listed = await world.call(listJoinRequests, 'ann', { params: params(), query: {} });
		const [first, second] = ids(listed.body, 'requestId').map(String);
		const answer = (requestId: string | undefined) => ({
			params: { ...params(), requestId: requestId ?? '' },
		});
		const accepted = { ...answer(asked.body['requestId'] as string), body: { role: 'commenter' } } as const;
		expect((await world.call(acceptJoinRequest, 'ben', accepted)).status).toBe(403);
		expect((await world.call(acceptJoinRequest, 'ann', accepted)).body).toMatchObject({ role: 'commenter' });
		expect((await world.call(acceptJoinRequest, 'ann', accepted)).status).toBe(404);
		const cleos = first === asked.body['requestId'] ? second : first;
		expect((await world.call(declineJoinRequest, 'ann', answer(cleos))).status).toBe(204);
		expect(await ask('cleo')).toMatchObject({ status: 429, body: { error: { retryAfter: 86_400 } } });
		world.clock.advance(ASK_AGAIN_MS);
		expect((await ask('cleo')).status).toBe(201);
		expect((await ask('ben')).status).toBe(409);
		const nowhere = { params: { projectId: mintProjectId() }, body: {} };
		expect((await world.call(askToJoin, 'ben', nowhere)).status).toBe(404);
	});

	it('[R104] somebody learns how they stand to a project, and of a stranger’s only that it is there', async () => {
		const stands = async (who: string, of: { projectId: string } = params()) =>
			await world.call(readStanding, who, { params: of });
		const nothing = { role: null, invitation: null, askedAt: null };
		expect((await stands('ann')).body).toEqual({ ...nothing, role: 'owner' });
		expect((await stands('ben')).body).toEqual(nothing);
		await world.call(askToJoin, 'ben', { params: params(), body: {} });
		expect((await stands('ben')).body).toEqual({ ...nothing, askedAt: world.clock.now() });
		await world.call(createInvitation, 'ann', { params: params(), body: { role: 'viewer', handle: 'ben' } });
		expect((await stands('ben')).body).toMatchObject({
			invitation: { role: 'viewer', by: { handle: 'ann' } },
		});
		expect((await stands('cleo')).body).toEqual(nothing);
		const listed = await world.call(listJoinRequests, 'ann', { params: params(), query: {} });
		const [requestId = ''] = ids(listed.body, 'requestId').map(String);
		await world.call(declineJoinRequest, 'ann', { params: { ...params(), requestId } });
		expect((await stands('ben')).body).toMatchObject({ askedAt: null });
		expect((await stands('ben', { projectId: mintProjectId() })).status).toBe(404);
	});

	it('[R68] every change and every refusal of one is in the audit log, without secrets', async () => {
		const made = await world.call(createInvitation, 'ann', { params: params(), body: { role: 'editor' } });
		const token = String(made.body['token']);
		await world.call(acceptInvitationLink, 'ben', { body: { token } });
		await world.call(acceptInvitationLink, 'cleo', { body: { token: `invite.${mintClaim()}` } });
		await world.call(leaveProject, 'ann', { params: params() });
		await world.call(removeMember, 'ben', { params: memberParams('ann') });
		await world.call(removeMember, 'ann', { params: memberParams('ben') });
		expect(world.audited().map(({ act, outcome, actor }) => `${act} ${outcome} ${actor?.[0]}`)).toEqual([
			'project.attach done a',
			'invitation.create done a',
			'member.add done b',
			'invitation.accept done b',
			'invitation.accept refused c',
			'member.leave refused a',
			'api.call refused b',
			'member.remove done a',
		]);
		const log = JSON.stringify(world.audited());
		for (const secret of [token, project.claim]) expect(log).not.toContain(secret);
	});

	it('[R69] who is erased leaves everything; what they owned alone goes to the next, or with them', async () => {
		const lone = await world.own('ann');
		world.clock.advance(1);
		await world.letIn(project, 'ann', 'ben', 'viewer');
		world.clock.advance(1);
		await world.letIn(project, 'ann', 'cleo', 'editor');
		await world.call(createInvitation, 'ann', { params: params(), body: { role: 'viewer', handle: 'dora' } });
		const { personalData } = world.members;
		const exported = () =>
			Object.entries(personalData.exportOf(userIdOf('ann'))).map(([name, pages]) => [
				name,
				[...pages].flat(),
			]);
		expect(JSON.stringify(exported())).toContain(lone.projectId);
		expect(exported().map(([, items = []]) => items.length)).toEqual([2, 3, 0, 0]);
		personalData.erase(userIdOf('ann'));
		const { body } = await world.call(listMembers, 'cleo', { params: params(), query: {} });
		expect(body['items']).toMatchObject([
			{ handle: 'ben', role: 'viewer' },
			{ handle: 'cleo', role: 'owner' },
		]);
		const again = { params: { projectId: lone.projectId }, body: { claim: lone.claim } };
		expect((await world.call(attachProject, 'ben', again)).status).toBe(404);
		expect(Object.fromEntries(exported())).toEqual({
			projects: [],
			invitations: [],
			requests: [],
			dismissals: [],
		});
	});
});
