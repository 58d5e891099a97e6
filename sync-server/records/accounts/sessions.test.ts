import { describe, expect, it } from 'vitest';
import {
	changePassword,
	endAllSessions,
	endSession,
	listSessions,
	readMe,
	signIn,
	signOut,
	signUp,
} from '#lib/protocol/api/accounts.ts';
import { openAccountRig, PASSWORD, type Browser } from '../../../tests/helpers/account-rig.ts';
import { AccountKeys } from './account-keys.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const me = (browser: Browser) => browser.send({ endpoint: readMe });
const signOutFrom = (browser: Browser) =>
	browser.send({ endpoint: signOut, headers: { 'x-rastudios': '1' } });

async function setup() {
	const rig = await openAccountRig();
	const { browser } = await rig.signUp('ana');
	const signInAgain = async (device = 'Phone', address = '198.51.100.4') => {
		const other = rig.browser(address);
		const body = { handle: 'ana', password: PASSWORD, device };
		expect((await other.send({ endpoint: signIn, body })).status).toBe(200);
		return other;
	};
	return { ...rig, browser, signInAgain };
}

describe('the refresh cookie', () => {
	it('[R36] is for this host only, over TLS only, no script’s, and of no other site’s requests', async () => {
		const { browser } = await setup();
		expect(browser.set[0]).toMatch(
			/^__Host-rastudios-refresh=[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Strict; Secure$/,
		);
	});

	it('[R36] on the developer’s own machine it does without TLS, under another name', async () => {
		const { browser: make } = await openAccountRig();
		const browser = make('127.0.0.1', 'http://localhost:4400');
		await browser.send({
			endpoint: { method: 'POST', path: '/accounts' },
			body: { handle: 'ana', displayName: 'Ana', password: PASSWORD, device: 'x' },
		});
		expect(browser.set[0]).toMatch(/^rastudios-refresh=.*SameSite=Strict$/);
		expect((await browser.refresh()).status).toBe(200);
	});

	it('[R36] is neither refreshed nor ended by anything but a page of ours', async () => {
		const { browser } = await setup();
		for (const path of ['/sessions/refresh', '/sessions/sign-out']) {
			const plain = await browser.send({ endpoint: { method: 'POST', path: path as '/' } });
			expect(plain).toMatchObject({ status: 403, body: { error: { field: 'X-RaStudios' } } });
		}
		expect((await browser.refresh()).status).toBe(200);
	});

	it('[R36] is nowhere in the database, nor is an access token', async () => {
		const { browser, dump } = await setup();
		const [cookie = ''] = browser.cookies.values();
		await browser.refresh();
		const text = dump();
		const [family = '', secret = ''] = cookie.split('.');
		for (const secretText of [family, secret, browser.token ?? '']) expect(text).not.toContain(secretText);
	});
});

describe('refreshing', () => {
	it('[R37] a hundred times over, eight tabs at once all stay signed in', async () => {
		const { browser, clock } = await setup();
		for (let round = 0; round < 100; round += 1) {
			clock.advance(14 * MINUTE_MS);
			// Each has the cookie of before, as when their requests cross on the way.
			const tabs = Array.from({ length: 8 }, () => browser.copy());
			const answers = await Promise.all(tabs.map((tab) => tab.refresh()));
			expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
			const cookies = new Set(tabs.flatMap((tab) => [...tab.cookies.values()]));
			expect(cookies.size).toBe(1);
			browser.cookies.set('__Host-rastudios-refresh', [...cookies][0] ?? '');
			for (const tab of tabs) expect((await me(tab)).status).toBe(200);
		}
	});

	it('[R37] a tab whose request was slow gets the same successor, even when another asked twice since', async () => {
		const { browser, clock } = await setup();
		await browser.refresh();
		clock.advance(MINUTE_MS);
		const slow = browser.copy();
		await browser.refresh();
		clock.advance(3_000);
		await browser.refresh();
		clock.advance(6_000);
		expect((await slow.refresh()).status).toBe(200);
		expect([...slow.cookies]).toEqual([...browser.cookies]);
	});

	it('[R38] a token that was stolen and is used later ends the session for everybody, and is written down', async () => {
		const { browser, clock, audited, accounts, lines } = await setup();
		const ended: unknown[] = [];
		accounts.sessions.onEnded((event) => ended.push(event));
		const thief = browser.copy();
		await browser.refresh();
		clock.advance(10_000);
		expect((await thief.refresh()).status).toBe(401);
		expect(thief.cookies.size).toBe(0);
		expect((await me(browser)).status).toBe(401);
		expect((await browser.refresh()).status).toBe(401);
		expect(ended).toHaveLength(1);
		expect(audited().at(-1)).toMatchObject({ act: 'account.refresh', outcome: 'refused' });
		expect(audited().at(-1)?.details).toContain('reused');
		expect(lines.join('')).toContain('used again');
	});

	it('[R38] who knows the family but no token of it ends it too; who knows neither ends nothing', async () => {
		const { browser } = await setup();
		const [cookie = ''] = browser.cookies.values();
		const guess = browser.copy();
		guess.cookies.set('__Host-rastudios-refresh', `${'x'.repeat(22)}.${'y'.repeat(43)}`);
		expect((await guess.refresh()).status).toBe(401);
		expect((await me(browser)).status).toBe(200);
		guess.cookies.set('__Host-rastudios-refresh', `${cookie.split('.')[0]}.${'y'.repeat(43)}`);
		expect((await guess.refresh()).status).toBe(401);
		expect((await me(browser)).status).toBe(401);
	});

	it('[R39] ends after thirty days without use, and after ninety in any case', async () => {
		const idle = await setup();
		idle.clock.advance(30 * DAY_MS);
		expect((await idle.browser.refresh()).status).toBe(401);
		const used = await setup();
		for (let day = 0; day < 80; day += 20) {
			used.clock.advance(20 * DAY_MS);
			expect((await used.browser.refresh()).status).toBe(200);
		}
		used.clock.advance(9 * DAY_MS + 23.9 * 60 * MINUTE_MS);
		const last = await used.browser.refresh();
		expect(last.body.expiresAt - used.clock.now()).toBe(6 * MINUTE_MS);
		used.clock.advance(6 * MINUTE_MS);
		expect((await used.browser.refresh()).status).toBe(401);
	});
});

describe('access tokens', () => {
	it('[R35] hold for a quarter of an hour', async () => {
		const { browser, clock } = await setup();
		clock.advance(15 * MINUTE_MS - 1000);
		expect((await me(browser)).status).toBe(200);
		clock.advance(1000);
		expect(await me(browser)).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
	});

	it('[R35] of another key, another algorithm, altered or made up do not', async () => {
		const { browser, clock } = await setup();
		const other = await openAccountRig();
		const stranger = (await other.signUp('ana')).me.accessToken;
		const [head = '', body = '', signature = ''] = browser.token!.split('.');
		const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
		const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const later = encode({ ...claims, exp: clock.now() / 1000 + 9e6 });
		const none = encode({ alg: 'none', typ: 'at+jwt' });
		for (const token of [
			stranger,
			`${head}.${later}.${signature}`,
			`${none}.${body}.`,
			`${head}.${body}.AAAA`,
		]) {
			expect((await browser.send({ endpoint: readMe, token })).status).toBe(401);
		}
		for (const token of ['x', 'a.b.c'])
			expect((await browser.send({ endpoint: readMe, token })).status).toBe(401);
	});

	it('[R35] outlive the key that signed them, whose successor signs from then on', async () => {
		const { browser, clock, keys, keyFile, signInAgain } = await setup();
		const kid = (token: string) =>
			(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
		clock.advance(90 * DAY_MS - MINUTE_MS);
		const before = await signInAgain();
		clock.advance(MINUTE_MS);
		const after = await signInAgain();
		expect(kid(after.token!)).not.toBe(kid(before.token!));
		expect((await me(before)).status).toBe(200);
		expect((await me(after)).status).toBe(200);
		expect(await keys.verify(browser.token!, clock.now())).toBeNull();
		const reopened = await AccountKeys.open(keyFile, clock.now());
		expect(await reopened.verify(before.token!, clock.now())).not.toBeNull();
		expect(await reopened.verify(after.token!, clock.now())).not.toBeNull();
		clock.advance(90 * DAY_MS);
		await signInAgain();
		expect(await keys.verify(before.token!, clock.now() - 90 * DAY_MS)).toBeNull();
	});
});

describe('sessions', () => {
	it('[R40] are listed with device, network and times, and without anything that lets one in', async () => {
		const { browser, clock, signInAgain } = await setup();
		clock.advance(1000);
		await signInAgain('Phone');
		const { body } = await browser.send({ endpoint: listSessions });
		expect(body.sessions).toMatchObject([
			{ device: 'Phone', method: 'password', address: '198.51.100.0/24', current: false },
			{ device: 'Firefox', address: '203.0.113.0/24', current: true },
		]);
		expect(Object.keys(body.sessions[0]).sort()).toEqual(
			['address', 'createdAt', 'current', 'device', 'expiresAt', 'method', 'seenAt', 'sessionId'].sort(),
		);
	});

	it('[R40] one that was ended is refused at once, for what it asks and when it refreshes', async () => {
		const { browser, signInAgain } = await setup();
		const phone = await signInAgain();
		expect((await me(phone)).status).toBe(200);
		const { body } = await browser.send({ endpoint: listSessions });
		const { sessionId } = body.sessions.find((session: { current: boolean }) => !session.current);
		expect((await browser.send({ endpoint: endSession, params: { sessionId } })).status).toBe(204);
		expect((await me(phone)).status).toBe(401);
		expect((await phone.refresh()).status).toBe(401);
		expect((await me(browser)).status).toBe(200);
	});

	it('[R40] nobody ends somebody else’s', async () => {
		const { browser, signUp } = await setup();
		const ben = await signUp('ben');
		const params = { sessionId: ben.me.sessionId };
		await browser.send({ endpoint: endSession, params });
		expect((await me(ben.browser)).status).toBe(200);
	});

	it('[R40] signing out everywhere ends all, or all others', async () => {
		const { browser, signInAgain, accounts } = await setup();
		const told: unknown[] = [];
		accounts.sessions.onEnded((event) => told.push(event));
		const phone = await signInAgain();
		const kept = await browser.send({ endpoint: endAllSessions, body: { keepThis: true } });
		expect(kept.body).toEqual({ ended: 1 });
		expect([(await me(phone)).status, (await me(browser)).status]).toEqual([401, 200]);
		expect((await browser.send({ endpoint: endAllSessions, body: {} })).body).toEqual({ ended: 1 });
		expect((await me(browser)).status).toBe(401);
		expect(browser.cookies.size).toBe(0);
		expect(told).toHaveLength(2);
	});

	it('[R144] one person has a hundred at most: the one away for longest makes room', async () => {
		const { browser, clock, accounts, database } = await openAccountRig();
		const body = { handle: 'ana', displayName: 'Ana', password: PASSWORD, device: 'x' };
		const first = browser();
		const { user } = (await first.send({ endpoint: signUp, body })).body;
		clock.advance(1);
		const insert = database.prepare(
			'INSERT INTO sessions SELECT ?, user_id, device, method, address, created_at, ?, proved_at, expires_at FROM sessions WHERE user_id = ? LIMIT 1',
		);
		for (let i = 0; i < 99; i += 1) insert.run(`s${i}`, clock.now() + i, user.userId);
		clock.advance(1000);
		const { displayName: _name, ...again } = body;
		expect((await browser().send({ endpoint: signIn, body: again })).status).toBe(200);
		expect(database.prepare('SELECT count(*) AS n FROM sessions').get()).toEqual({ n: 100 });
		expect((await first.send({ endpoint: readMe })).status).toBe(401);
		expect(accounts.users.byHandle('ana')).not.toBeNull();
	});

	it('[R40] signing out ends the session and takes the cookie', async () => {
		const { browser } = await setup();
		const copy = browser.copy();
		expect((await signOutFrom(browser)).status).toBe(204);
		expect(browser.cookies.size).toBe(0);
		expect((await copy.refresh()).status).toBe(401);
		expect((await me(copy)).status).toBe(401);
		expect((await signOutFrom(browser)).status).toBe(204);
	});

	it('[R40] signing out with the cookie of before a refresh ends it as well', async () => {
		const { browser, clock } = await setup();
		const tab = browser.copy();
		clock.advance(14 * MINUTE_MS);
		expect((await browser.refresh()).status).toBe(200);
		expect((await signOutFrom(tab)).status).toBe(204);
		expect((await me(browser)).status).toBe(401);
		expect((await browser.refresh()).status).toBe(401);
	});

	it('[R40] what another process ended is refused within a second', async () => {
		const { browser, database, clock } = await setup();
		expect((await me(browser)).status).toBe(200);
		database.exec('DELETE FROM sessions');
		clock.advance(1000);
		expect((await me(browser)).status).toBe(401);
	});

	it('[R40] a new password ends all others', async () => {
		const { browser, signInAgain } = await setup();
		const phone = await signInAgain();
		const body = { current: PASSWORD, password: 'another password of mine' };
		expect((await browser.send({ endpoint: changePassword, body })).status).toBe(204);
		expect([(await me(phone)).status, (await me(browser)).status]).toEqual([401, 200]);
		expect((await phone.refresh()).status).toBe(401);
	});

	it('[R40] that are over are swept away', async () => {
		const { clock, database } = await setup();
		clock.advance(31 * DAY_MS);
		expect(database.prepare('SELECT count(*) AS n FROM sessions').get()).toEqual({ n: 0 });
		expect(database.prepare('SELECT count(*) AS n FROM refresh_families').get()).toEqual({ n: 0 });
	});
});
