import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endAllSessions } from '#lib/protocol/api/accounts.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import { changeMember, removeMember } from '#lib/protocol/api/members.ts';
import { changeRole, readUser } from '#lib/protocol/api/users.ts';
import { AccountWorld, type Account, type Project } from '../../tests/helpers/account-world.ts';
import { RawPeer } from '../../tests/hostile/raw-peer.ts';

describe('whoever holds back the body of a request until their rights are gone', () => {
	let world: AccountWorld;
	const peers: RawPeer[] = [];

	beforeEach(async () => {
		world = await AccountWorld.start();
	});
	afterEach(async () => {
		for (const peer of peers.splice(0)) peer.destroy();
		await world.end();
	});

	/** Sends all but the end of a request, and the end when asked to; answers with the status. */
	async function hold(call: string, token: string, body: object): Promise<() => Promise<number | null>> {
		const { origin } = world.server;
		const text = JSON.stringify(body);
		const peer = await RawPeer.connect(origin);
		peers.push(peer);
		const head = [
			`${call} HTTP/1.1`,
			`Host: ${new URL(origin).host}`,
			`Authorization: Bearer ${token}`,
			'Content-Type: application/json',
			`Content-Length: ${text.length}`,
			`Idempotency-Key: ${mintProjectId()}`,
			'Expect: 100-continue',
			'Connection: close',
		];
		peer.send(`${head.join('\r\n')}\r\n\r\n`);
		await peer.hears('100 Continue');
		peer.send(text.slice(0, 1));
		return async () => {
			peer.send(text.slice(1));
			await peer.ended;
			const [, status] = /HTTP\/1\.1 (?!100)(\d+)/.exec(peer.heard) ?? [];
			return status === undefined ? null : Number(status);
		};
	}

	/** A project with a second owner. */
	async function shared(): Promise<{ project: Project; owner: Account; second: Account }> {
		const [owner, second] = [await world.signUp('ann'), await world.signUp('bob')];
		const project = await world.own(owner);
		await world.letIn(project, owner, second, 'editor');
		const params = { projectId: project.projectId, userId: second.userId };
		await world.done(changeMember, owner, { params, body: { role: 'owner' } });
		return { project, owner, second };
	}
	const remove = ({ projectId }: Project, by: Account, { userId }: Account) =>
		world.done(removeMember, by, { params: { projectId, userId } });
	const linksOf = async ({ projectId }: Project, by: Account) => {
		const answer = await fetch(`${world.server.origin}/api/projects/${projectId}/links`, {
			headers: { Authorization: `Bearer ${await world.tokenOf({ projectId }, by)}` },
		});
		return ((await answer.json()) as { links: unknown[] }).links;
	};

	it('[R3] does nothing with them: a suspended admin gives no role', async () => {
		const [admin, friend] = [await world.personOf('admin'), await world.signUp('friend')];
		const path = `/api/admin/users/${friend.userId}/role`;
		const finish = await hold(`${changeRole.method} ${path}`, admin.token, { role: 'moderator' });
		await world.suspend(admin);
		expect(await finish()).toBe(401);
		const { role } = await world.done(readUser, world.boss, { params: { userId: friend.userId } });
		expect(role).toBe('user');
	});

	it('[R3] nor does an admin who is one no longer', async () => {
		const [admin, friend] = [await world.personOf('admin'), await world.signUp('friend')];
		const path = `/api/admin/users/${friend.userId}/role`;
		const finish = await hold(`${changeRole.method} ${path}`, admin.token, { role: 'moderator' });
		const params = { userId: admin.userId };
		await world.done(changeRole, world.boss, { params, body: { role: 'user' } });
		expect(await finish()).toBe(403);
	});

	it('[R3] a session that was ended attaches no project', async () => {
		const ann = await world.signUp('ann');
		const path = `POST /api/projects/${mintProjectId()}/attach`;
		const finish = await hold(path, ann.token, { claim: `${mintProjectId()}${mintProjectId()}` });
		await world.done(endAllSessions, ann, { body: { keepThis: false } });
		expect(await finish()).toBe(401);
	});

	it('[R71] an owner who was removed invites nobody', async () => {
		const { project, owner, second } = await shared();
		const path = `POST /api/projects/${project.projectId}/invitations`;
		const finish = await hold(path, second.token, { role: 'editor' });
		await remove(project, owner, second);
		expect(await finish()).toBe(403);
	});

	it('[R71] nor by the token they had for the line, and makes no link', async () => {
		const { project, owner, second } = await shared();
		const token = await world.tokenOf(project, second);
		const base = `POST /api/projects/${project.projectId}`;
		const invite = await hold(`${base}/invitations`, token, { role: 'editor' });
		const link = await hold(`${base}/links`, token, { role: 'editor' });
		const missing = await hold(`${base}/assets/missing`, token, { hashes: ['0'.repeat(64)] });
		await remove(project, owner, second);
		expect([await invite(), await link(), await missing()]).toEqual([403, 403, 403]);
		expect(await linksOf(project, owner)).toEqual([]);
	});
});
