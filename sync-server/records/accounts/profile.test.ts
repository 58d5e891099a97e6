import { describe, expect, it } from 'vitest';
import {
	changeMe,
	changePassword,
	eraseMe,
	exportMe,
	listMethods,
	readMe,
	removeMethod,
	signIn,
} from '#lib/protocol/api/accounts.ts';
import { openAccountRig, PASSWORD } from '../../../tests/helpers/account-rig.ts';

async function setup() {
	const rig = await openAccountRig();
	const { browser, me } = await rig.signUp('ana');
	return { ...rig, browser, me, userId: me.user.userId };
}

describe('one’s own profile', () => {
	it('[R45] is changed only as it was read, and read again only when it changed', async () => {
		const { browser, audited } = await setup();
		const read = await browser.send({ endpoint: readMe });
		const tag = read.headers.get('etag') ?? '';
		const headers = { 'if-match': tag };
		const changed = await browser.send({ endpoint: changeMe, body: { displayName: 'Ana K' }, headers });
		expect(changed).toMatchObject({ status: 200, body: { handle: 'ana', displayName: 'Ana K' } });
		const late = await browser.send({ endpoint: changeMe, body: { displayName: 'Other' }, headers });
		expect(late).toMatchObject({ status: 412, body: { error: { code: 'stale' } } });
		const again = await browser.send({ endpoint: readMe, headers: { 'if-none-match': tag } });
		expect(again.status).toBe(200);
		const known = { 'if-none-match': again.headers.get('etag') ?? '' };
		expect((await browser.send({ endpoint: readMe, headers: known })).status).toBe(304);
		expect(audited().at(-1)).toMatchObject({ act: 'account.change' });
		expect(audited().at(-1)?.details).not.toContain('Ana');
	});

	it('[R45] takes no name that somebody has', async () => {
		const { browser, signUp } = await setup();
		await signUp('ben');
		expect((await browser.send({ endpoint: changeMe, body: { handle: 'ben' } })).status).toBe(409);
		expect((await browser.send({ endpoint: changeMe, body: { handle: 'ana2' } })).body.handle).toBe('ana2');
	});

	it('[R45] is nobody’s without a sign-in', async () => {
		const { browser } = await openAccountRig();
		for (const endpoint of [readMe, listMethods, exportMe]) {
			expect((await browser().send({ endpoint })).status).toBe(401);
		}
	});
});

describe('ways in', () => {
	it('[R46] the last one stays', async () => {
		const { browser } = await setup();
		const params = { kind: 'password', methodId: 'password' };
		expect(await browser.send({ endpoint: removeMethod, params })).toMatchObject({
			status: 409,
			body: { error: { code: 'conflict' } },
		});
		expect((await browser.send({ endpoint: listMethods })).body).toEqual({
			password: { set: true, changedAt: expect.any(Number), usedAt: expect.any(Number) },
			passkeys: [],
			identities: [],
			recoveryCodesLeft: 0,
		});
	});

	it('[R46] a password is changed by who knows it', async () => {
		const { browser } = await setup();
		const change = (body: object) => browser.send({ endpoint: changePassword, body });
		expect((await change({ password: 'another password of mine' })).body.error.field).toBe('current');
		const wrong = await change({ current: 'x', password: 'another password of mine' });
		expect([wrong.status, wrong.body.error.field]).toEqual([403, 'current']);
		expect((await change({ current: PASSWORD, password: 'password1' })).body.error.field).toBe('password');
		expect((await change({ current: PASSWORD, password: 'another password of mine' })).status).toBe(204);
	});
});

describe('what is one’s own', () => {
	it('[R47] is given out whole, without what would let anybody in', async () => {
		const { browser, accounts, userId, database } = await setup();
		accounts.addPersonalData({
			name: 'projects',
			exportOf: (id) => ({ mine: [[`of ${id}`], ['more']], none: [] }),
			erase: () => undefined,
		});
		const { body } = await browser.send({ endpoint: exportMe });
		expect(body).toMatchObject({
			profile: { userId, handle: 'ana' },
			methods: { password: { set: true } },
			sessions: [{ device: 'Firefox' }],
			projects: { mine: [`of ${userId}`, 'more'], none: [] },
			log: [{ act: 'account.sign-up' }, { act: 'account.sign-in' }],
		});
		const hash = database.prepare('SELECT hash FROM passwords').get()?.['hash'];
		expect(JSON.stringify(body)).not.toContain(String(hash));
		expect(JSON.stringify(body)).not.toContain('hash');
	});

	it('[R143] is read a page at a time, however much it is, and ends with what there was at the beginning', async () => {
		const { browser, context, clock, userId, accounts } = await setup();
		const call = { now: clock.now(), requestId: 'r' };
		for (let i = 0; i < 2500; i += 1)
			context.audit({ act: 'x', actor: userId, subject: `user:${userId}`, outcome: 'done' }, call);
		let between = 0;
		const pages = function* () {
			for (let page = 0; page < 3; page += 1) {
				setImmediate(() => void (between += 1));
				yield [page, between];
			}
		};
		accounts.addPersonalData({ name: 'x', exportOf: () => ({ pages: pages() }), erase: () => undefined });
		const { body } = await browser.send({ endpoint: exportMe });
		expect(body.log).toHaveLength(2502);
		expect(new Set(body.log.map(({ seq }: { seq: number }) => seq)).size).toBe(2502);
		expect(body.x.pages, 'others had their turn').toEqual([0, 0, 1, 1, 2, 2]);
	});

	it('[R48] is erased: no row names or describes the person any more but the log, which has the id alone', async () => {
		const rig = await setup();
		const { browser, userId, accounts, dump, database } = rig;
		const erased: string[] = [];
		accounts.addPersonalData({ name: 'x', exportOf: () => ({}), erase: (id) => void erased.push(id) });
		await browser.send({ endpoint: changeMe, body: { displayName: 'Ana Kovač' } });
		expect((await browser.send({ endpoint: eraseMe, body: { handle: 'ann' } })).status).toBe(400);
		expect(dump()).toContain('Ana Kovač');
		expect((await browser.send({ endpoint: eraseMe, body: { handle: 'ana' } })).status).toBe(204);
		expect(erased).toEqual([userId]);
		expect(dump()).not.toContain('Kovač');
		expect(dump()).not.toMatch(/"ana"|203\.0\.113|Firefox/);
		for (const table of ['users', 'passwords', 'sessions', 'refresh_families', 'passkeys', 'identities']) {
			expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
		}
		expect(rig.audited().at(-1)).toMatchObject({ act: 'account.erase', actor: userId });
		expect((await browser.send({ endpoint: readMe })).status).toBe(401);
		expect((await browser.refresh()).status).toBe(401);
		const again = { handle: 'ana', password: PASSWORD, device: 'x' };
		expect((await browser.send({ endpoint: signIn, body: again })).status).toBe(401);
	});

	it('[R48] and stays so: nothing that was under way brings it back', async () => {
		const { browser, accounts, userId, database } = await setup();
		await browser.send({ endpoint: eraseMe, body: { handle: 'ana' } });
		const user = { userId, handle: 'ana', displayName: 'Ana', role: 'user', createdAt: 0 } as const;
		expect(() => accounts.users.add(user)).toThrow('was erased');
		const insert = database.prepare('INSERT INTO recovery_codes VALUES (?, ?)');
		expect(() => insert.run(userId, new Uint8Array(32))).toThrow('FOREIGN KEY');
	});

	it('[R48] needs a proof of the last quarter of an hour', async () => {
		const { browser, clock } = await setup();
		clock.advance(14 * 60_000);
		await browser.refresh();
		clock.advance(60_000);
		const answer = await browser.send({ endpoint: eraseMe, body: { handle: 'ana' } });
		expect(answer.body.error.field).toBe('proof');
	});

	it('[R48] does not leave a server without anybody to look after it', async () => {
		const { signUp, lines } = await openAccountRig();
		const setupCode = /setup code ([a-z2-9-]{23})/.exec(lines.join(''))?.[1] ?? '';
		const { browser } = await signUp('host', { setupCode });
		expect((await browser.send({ endpoint: eraseMe, body: { handle: 'host' } })).status).toBe(409);
	});
});
