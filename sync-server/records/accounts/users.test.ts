import { describe, expect, it } from 'vitest';
import { readMe, signIn } from '#lib/protocol/api/accounts.ts';
import {
	changeRole,
	endUserSessions,
	liftSuspension,
	listUsers,
	listUserSessions,
	nameUsers,
	readUser,
	suspendUser,
} from '#lib/protocol/api/users.ts';
import { openAccountRig, PASSWORD } from '../../../tests/helpers/account-rig.ts';

async function setup() {
	const rig = await openAccountRig();
	const setupCode = /setup code ([a-z2-9-]{23})/.exec(rig.lines.join(''))?.[1] ?? '';
	const host = await rig.signUp('host', { setupCode });
	const ana = await rig.signUp('ana');
	const ben = await rig.signUp('ben');
	const setRole = (by: typeof host, of: typeof host, role: string) =>
		by.browser.send({ endpoint: changeRole, params: { userId: of.me.user.userId }, body: { role } });
	const suspend = (by: typeof host, of: typeof host) =>
		by.browser.send({
			endpoint: suspendUser,
			params: { userId: of.me.user.userId },
			body: { reason: 'spam' },
		});
	return { ...rig, host, ana, ben, setRole, suspend };
}

describe('looking after accounts', () => {
	it('[R49] is nothing for users; roles take effect with the next request', async () => {
		const { ana, ben, host, setRole, suspend } = await setup();
		expect((await ana.browser.send({ endpoint: listUsers })).status).toBe(403);
		expect((await suspend(ana, ben)).status).toBe(403);
		expect((await setRole(host, ana, 'moderator')).body).toMatchObject({ handle: 'ana', role: 'moderator' });
		expect((await ana.browser.send({ endpoint: listUsers })).status).toBe(200);
		expect((await suspend(ana, ben)).status).toBe(200);
		expect((await setRole(ana, ben, 'user')).status).toBe(403);
	});

	it('[R49] reaches only those below oneself, and gives no more than is below oneself', async () => {
		const { ana, ben, host, setRole, suspend } = await setup();
		await setRole(host, ana, 'admin');
		expect((await setRole(ana, ben, 'moderator')).status).toBe(200);
		expect((await setRole(ana, ben, 'admin')).status).toBe(403);
		expect((await setRole(ana, host, 'user')).status).toBe(403);
		expect((await suspend(ana, host)).status).toBe(403);
		expect((await setRole(ana, ana, 'super-admin')).status).toBe(403);
		expect((await suspend(ana, ana)).status).toBe(403);
		expect((await setRole(host, ana, 'super-admin')).status).toBe(200);
	});

	it('[R49] leaves a server its last SuperAdmin', async () => {
		const { host, ana, setRole } = await setup();
		expect((await setRole(host, host, 'user')).status).toBe(409);
		await setRole(host, ana, 'super-admin');
		expect((await setRole(host, host, 'user')).status).toBe(200);
	});

	it('[R49] a suspension ends sessions at once, keeps out whoever knows the password, and can be lifted', async () => {
		const { host, ben, browser, suspend, audited } = await setup();
		expect((await suspend(host, ben)).body.suspendedAt).toEqual(expect.any(Number));
		expect((await ben.browser.send({ endpoint: readMe })).status).toBe(401);
		expect((await ben.browser.refresh()).status).toBe(401);
		const body = { handle: 'ben', password: PASSWORD, device: 'x' };
		const attempt = (sent = body) => browser().send({ endpoint: signIn, body: sent });
		expect((await attempt()).status).toBe(403);
		// Who does not know the password learns nothing of it.
		expect((await attempt({ ...body, password: 'wrong' })).status).toBe(401);
		const params = { userId: ben.me.user.userId };
		expect((await host.browser.send({ endpoint: liftSuspension, params })).body.suspendedAt).toBeNull();
		expect((await attempt()).status).toBe(200);
		const acts = audited().map(({ act, actor }) => [act, actor]);
		for (const act of ['user.suspend', 'user.suspend.lift']) {
			expect(acts).toContainEqual([act, host.me.user.userId]);
		}
	});

	it('[R49] lists people by name, a page at a time', async () => {
		const { host, signUp } = await setup();
		for (let i = 0; i < 5; i += 1) await signUp(`carl${i}`);
		const names: string[] = [];
		let cursor: string | null = null;
		do {
			const query = { limit: '3', ...(cursor !== null && { cursor }) };
			const { body } = await host.browser.send({ endpoint: listUsers, query });
			expect(body.items.length).toBeLessThanOrEqual(3);
			names.push(...body.items.map(({ handle }: { handle: string }) => handle));
			cursor = body.next;
		} while (cursor !== null);
		expect(names).toEqual(['ana', 'ben', 'carl0', 'carl1', 'carl2', 'carl3', 'carl4', 'host']);
		const found = await host.browser.send({ endpoint: listUsers, query: { handle: 'carl' } });
		expect(found.body.items).toHaveLength(5);
		expect(JSON.stringify(found.body)).not.toMatch(/hash|password/);
		const params = { userId: host.me.user.userId };
		expect((await host.browser.send({ endpoint: readUser, params })).body).toMatchObject({ handle: 'host' });
		expect((await host.browser.send({ endpoint: readUser, params: { userId: 'x'.repeat(22) } })).status).toBe(
			404,
		);
	});
});

describe('looking for people', () => {
	it('[R125] by role and by whether they may come in, a page at a time, each by its index', async () => {
		const { host, ana, signUp, setRole, suspend, database } = await setup();
		const list = async (query: Record<string, string>) => {
			const { body } = await host.browser.send({ endpoint: listUsers, query });
			return body.items.map(({ handle }: { handle: string }) => handle);
		};
		const cleo = await signUp('cleo');
		await setRole(host, ana, 'moderator');
		await setRole(host, cleo, 'moderator');
		await suspend(host, cleo);
		expect(await list({ role: 'moderator' })).toEqual(['ana', 'cleo']);
		expect(await list({ state: 'suspended' })).toEqual(['cleo']);
		expect(await list({ state: 'active' })).toEqual(['ana', 'ben', 'host']);
		expect(await list({ role: 'moderator', state: 'active' })).toEqual(['ana']);
		expect(await list({ role: 'user', handle: 'c' })).toEqual([]);
		const { body } = await host.browser.send({
			endpoint: listUsers,
			query: { role: 'moderator', limit: '1' },
		});
		expect(await list({ role: 'moderator', cursor: body.next })).toEqual(['cleo']);
		const plan = (where: string) =>
			String(
				database
					.prepare(`EXPLAIN QUERY PLAN SELECT * FROM users WHERE ${where} ORDER BY handle LIMIT 5`)
					.get()?.['detail'],
			);
		expect(plan("role = 'admin' AND handle > 'a'")).toContain('users_by_role_and_handle');
		expect(plan("suspended_at IS NOT NULL AND handle > 'a'")).toContain('users_suspended');
	});

	it('[R125] names by ids, for whoever reads the audit log', async () => {
		const { host, ana, ben } = await setup();
		const idOf = ({ me }: typeof ana) => me.user.userId;
		const ids = [idOf(ana), idOf(ben), 'x'.repeat(22), idOf(ana)].join(',');
		const { body } = await host.browser.send({ endpoint: nameUsers, query: { ids } });
		expect(body.names).toEqual([
			{ userId: idOf(ana), handle: 'ana' },
			{ userId: idOf(ben), handle: 'ben' },
		]);
		expect((await host.browser.send({ endpoint: nameUsers, query: { ids: 'ana' } })).status).toBe(400);
		expect((await ben.browser.send({ endpoint: nameUsers, query: { ids } })).status).toBe(403);
	});
});

describe('acting upon people', () => {
	it('[R126] shows where somebody is signed in, without addresses, and ends that for those below oneself', async () => {
		const { host, ana, ben, setRole } = await setup();
		await setRole(host, ana, 'moderator');
		const params = { userId: ben.me.user.userId };
		const { body } = await ana.browser.send({ endpoint: listUserSessions, params });
		expect(body.sessions).toEqual([
			{ device: 'Firefox', method: 'password', createdAt: expect.any(Number), seenAt: expect.any(Number) },
		]);
		const ended = await ana.browser.send({ endpoint: endUserSessions, params });
		expect(ended.body).toEqual({ ended: 1 });
		expect((await ben.browser.send({ endpoint: readMe })).status).toBe(401);
		const upwards = { endpoint: endUserSessions, params: { userId: host.me.user.userId } };
		expect((await ana.browser.send(upwards)).status).toBe(403);
		expect((await host.browser.send({ endpoint: readMe })).status).toBe(200);
	});

	it('[R126] what is done to people and what is refused of it are in the audit log, reasons are not', async () => {
		const { host, ana, ben, setRole, suspend, audited } = await setup();
		await setRole(host, ana, 'moderator');
		const before = audited().length;
		await suspend(ana, host);
		await suspend(ana, ben);
		await setRole(host, host, 'user');
		const [actor, subject] = [ana.me.user.userId, `user:${host.me.user.userId}`];
		const acts = audited().slice(before);
		expect(acts.filter(({ act }) => act.startsWith('user.'))).toEqual([
			{ act: 'user.suspend', actor, subject, outcome: 'refused', details: '{"why":"forbidden"}' },
			{ act: 'user.suspend', actor, subject: `user:${ben.me.user.userId}`, outcome: 'done', details: '{}' },
			{
				act: 'user.role',
				actor: host.me.user.userId,
				subject,
				outcome: 'refused',
				details: '{"from":"super-admin","to":"user","why":"conflict"}',
			},
		]);
		expect(JSON.stringify(acts)).not.toContain('spam');
	});

	it('[R126] who was suspended is told why, once it is clear that it is them; admins see it, too', async () => {
		const { host, ben, browser, suspend } = await setup();
		expect((await suspend(host, ben)).body).toMatchObject({ suspendedFor: 'spam' });
		const body = { handle: 'ben', password: PASSWORD, device: 'x' };
		const told = await browser().send({ endpoint: signIn, body });
		expect(told.body.error.message).toBe('This account is suspended (spam). Ask whoever runs this server');
		const params = { userId: ben.me.user.userId };
		expect((await host.browser.send({ endpoint: readUser, params })).body.suspendedFor).toBe('spam');
		const lifted = await host.browser.send({ endpoint: liftSuspension, params });
		expect(lifted.body).toMatchObject({ suspendedAt: null, suspendedFor: null });
	});
});
