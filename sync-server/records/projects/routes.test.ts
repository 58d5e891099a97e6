import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	createInvitation,
	deleteProject,
	listMembers,
	removeMember,
	tellTitle,
	transferProject,
} from '#lib/protocol/api/members.ts';
import { MemberWorld, userIdOf, type OwnedProject } from '../../../tests/helpers/member-world.ts';
import { JSON_TYPE, registerProject } from '../../../tests/helpers/sync-server.ts';

describe('what is done to a project by which token', () => {
	let world: MemberWorld;
	let project: OwnedProject;

	beforeEach(async () => {
		world = await MemberWorld.start();
		project = await world.own('ann');
	});
	afterEach(() => world.end());

	it('[R70] a member’s token for the line is none for calls about the project, which people make as themselves', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const token = await world.tokenOf(project, 'ann');
		const before = world.audited();
		const { projectId } = project;
		const params = { projectId };
		const ben = { projectId, userId: userIdOf('ben') };
		const answers = [
			await world.call(createInvitation, token, { params, body: { role: 'editor' } }),
			await world.call(removeMember, token, { params: ben }),
			await world.call(transferProject, token, { params, body: { userId: ben.userId } }),
			await world.call(tellTitle, token, { params, body: { title: 'Nobody’s' } }),
			await world.call(listMembers, token, { params, query: {} }),
			await world.call(deleteProject, token, { params }),
		];
		expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
		expect(world.audited()).toEqual(before);
	});

	it('[R68] links made and revoked are in the audit log, with whose account did it, and without the token', async () => {
		const send = (token: string, path: string, method: string, of: { projectId: string } = project) =>
			fetch(`${world.server.origin}/api/projects/${of.projectId}/links${path}`, {
				method,
				headers: { ...JSON_TYPE, Authorization: `Bearer ${token}` },
				...(method === 'POST' && { body: JSON.stringify({ role: 'editor' }) }),
			});
		const token = await world.tokenOf(project, 'ann');
		const link = (await (await send(token, '', 'POST')).json()) as Record<string, string>;
		expect((await send(token, `/${link['linkId']}`, 'DELETE')).status).toBe(204);
		const guest = await registerProject(world.server.origin);
		expect((await send(guest.token, '', 'POST', guest)).status).toBe(201);
		expect((await send(token, '/AAAAAAAAAAAAAAAAAAAAAA', 'DELETE')).status).toBe(404);
		const lines = world.audited().filter(({ act }) => act.startsWith('link.'));
		const details = JSON.stringify({ link: link['linkId'] });
		const subject = `project:${project.projectId}`;
		expect(lines).toMatchObject([
			{ act: 'link.create', outcome: 'done', actor: userIdOf('ann'), subject },
			{ act: 'link.revoke', outcome: 'done', actor: userIdOf('ann'), subject, details },
			{ act: 'link.create', outcome: 'done', actor: null, subject: `project:${guest.projectId}` },
		]);
		expect(JSON.parse(String(lines[0]?.details))).toEqual({ link: link['linkId'], role: 'editor' });
		expect(JSON.stringify(lines)).not.toContain(link['token']);
	});
});
