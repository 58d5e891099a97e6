import { describe, expect, it } from 'vitest';
import { changeMe, changePassword, readMe, recover, signIn, signUp } from '#lib/protocol/api/accounts.ts';
import { createRecoveryCodes } from '#lib/protocol/api/accounts.ts';
import { openAccountRig, PASSWORD, type Browser } from '../../../tests/helpers/account-rig.ts';

const body = { handle: 'ana', displayName: 'Ana', password: PASSWORD, device: 'Firefox' };
const post = (browser: Browser, endpoint: typeof signUp | typeof signIn | typeof recover, sent: object) =>
	browser.send({ endpoint, body: sent });
const refusal = { status: 401, body: { error: { number: 1001, code: 'unauthorized' } } };

async function setup() {
	const rig = await openAccountRig();
	const { browser, me } = await rig.signUp('ana');
	const attempt = (password: string, address = '192.0.2.1', handle = 'ana') =>
		post(rig.browser(address), signIn, { handle, password, device: 'x' });
	return { ...rig, browser, me, attempt };
}

describe('signing up', () => {
	it('[R41] gives an account of the role User, and a session', async () => {
		const { browser, audited } = await setup();
		const { status, body } = await browser.send({ endpoint: readMe });
		expect(status).toBe(200);
		expect(body).toMatchObject({ handle: 'ana', displayName: 'ana', role: 'user' });
		expect(audited().map(({ act }) => act)).toEqual(['account.sign-up', 'account.sign-in']);
	});

	it('[R41] two at once with one name: one gets it', async () => {
		const { browser } = await openAccountRig();
		const answers = await Promise.all([1, 2, 3].map(() => post(browser(), signUp, body)));
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
		expect(answers.find(({ status }) => status === 409)?.body.error).toMatchObject({
			code: 'conflict',
			field: 'handle',
		});
	});

	it('[R41] names are plain ASCII, so that none can look like another’s', async () => {
		const { browser } = await openAccountRig();
		for (const handle of ['Ana', 'аna', 'ana ', 'a', 'x'.repeat(33), '../me', '<b>', 'ana\u0000', 5, null]) {
			const answer = await post(browser(), signUp, { ...body, handle });
			expect([handle, answer.status, answer.body.error.field]).toEqual([handle, 400, 'handle']);
		}
	});

	it('[R41] what is shown may be anything that can be seen, in its normal form', async () => {
		const { signUp: make, browser } = await openAccountRig();
		const { me } = await make('ana', { displayName: 'Ana\u0301 <b>O’Neil</b> 👩🏽‍🚀' });
		expect(me.user.displayName).toBe('Aná <b>O’Neil</b> 👩🏽‍🚀');
		for (const displayName of [
			'',
			' ',
			'a\u0000b',
			'a\nb',
			'\u202egnp.exe',
			'x'.repeat(65),
			'\ud800',
			['a'],
		]) {
			const answer = await post(browser(), signUp, { ...body, handle: 'other', displayName });
			expect([displayName, answer.status]).toEqual([displayName, 400]);
		}
	});

	it('[R33] refuses short and common passwords by field, and takes long ones of any script', async () => {
		const { browser } = await openAccountRig();
		for (const password of ['short', '', 'password123', 'x'.repeat(257), 'null\u0000byte', 12345678]) {
			const answer = await post(browser(), signUp, { ...body, password });
			expect([password, answer.status, answer.body.error.field]).toEqual([password, 400, 'password']);
			if (String(password).length > 3) expect(JSON.stringify(answer.body)).not.toContain(String(password));
		}
		expect((await post(browser(), signUp, { ...body, password: 'ключ'.repeat(64) })).status).toBe(201);
	});

	it('[R33] a password typed on another keyboard is the same password', async () => {
		const { browser } = await openAccountRig();
		await post(browser(), signUp, { ...body, password: 'Na\u0308he am Fluss' });
		const sent = { handle: 'ana', password: 'N\u00e4he am Fluss', device: 'x' };
		expect((await post(browser(), signIn, sent)).status).toBe(200);
	});

	it('[R41] refuses what it does not know, by name', async () => {
		const { browser } = await openAccountRig();
		const answer = await post(browser(), signUp, { ...body, role: 'super-admin' });
		expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid', field: 'role' } } });
	});
});

describe('the first SuperAdmin', () => {
	const codeOf = (lines: readonly string[]) => /setup code ([a-z2-9-]{23})/.exec(lines.join(''))?.[1] ?? '';

	it('[R42] is who signs up with the code in the log; the first comer is not, nor is a second', async () => {
		const { signUp: make, lines, audited } = await openAccountRig();
		const code = codeOf(lines);
		expect(code).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
		expect((await make('first')).me.user.role).toBe('user');
		expect((await make('guesser', { setupCode: 'aaaaa-aaaaa-aaaaa-aaaaa' })).answer.status).toBe(403);
		expect(audited().at(-1)).toMatchObject({ act: 'account.sign-up', outcome: 'refused' });
		expect((await make('host', { setupCode: code.toUpperCase() })).me.user.role).toBe('super-admin');
		expect((await make('late', { setupCode: code })).answer).toMatchObject({
			status: 403,
			body: { error: { field: 'setupCode' } },
		});
	});

	it('[R42] two at once with the code: one of them', async () => {
		const { signUp: make, lines } = await openAccountRig();
		const code = codeOf(lines);
		const both = await Promise.all(['one', 'two'].map((name) => make(name, { setupCode: code })));
		expect(both.map(({ answer }) => answer.status).sort()).toEqual([201, 403]);
	});

	it('[R42] guessing the code is slowed', async () => {
		const { signUp: make } = await openAccountRig();
		const statuses: number[] = [];
		for (let i = 0; i < 12; i += 1) statuses.push((await make(`user${i}`, { setupCode: 'x' })).answer.status);
		expect(statuses.filter((status) => status === 403)).toHaveLength(10);
		expect(statuses.at(-1)).toBe(429);
	});

	it('[R42] or an account that the configuration names, which must be there', async () => {
		const rig = await openAccountRig({ firstAdmin: 'ana' });
		expect(rig.lines.join('')).toContain('has no account yet');
		const named = await openAccountRig({ firstAdmin: 'ana', before: ['ana'] });
		expect(named.database.prepare('SELECT role FROM users').all()).toEqual([{ role: 'super-admin' }]);
		expect(named.audited().at(-1)).toMatchObject({ act: 'user.role', actor: null });
	});

	it('[R42] nobody takes the name that the configuration keeps for who is to be SuperAdmin', async () => {
		const {
			browser,
			signUp: join,
			lines,
		} = await openAccountRig({
			firstAdmin: 'boss',
		});
		const kept = { status: 409, body: { error: { code: 'conflict', field: 'handle' } } };
		expect(await post(browser(), signUp, { ...body, handle: 'boss' })).toMatchObject(kept);
		const ana = await join('ana');
		expect(await ana.browser.send({ endpoint: changeMe, body: { handle: 'boss' } })).toMatchObject(kept);
		const [, setupCode = ''] = /setup code ([\w-]+)/.exec(lines.join('')) ?? [];
		const made = await post(browser(), signUp, { ...body, handle: 'boss', setupCode });
		expect(made).toMatchObject({ status: 201, body: { user: { role: 'super-admin' } } });
	});
});

describe('signing in', () => {
	it('[R32] a wrong password and a name nobody has get the same answer, to the letter', async () => {
		const { attempt } = await setup();
		const wrong = await attempt('wrong password');
		const nobody = await attempt('wrong password', '192.0.2.2', 'nobody');
		expect(wrong).toMatchObject(refusal);
		expect(nobody.body).toEqual(wrong.body);
		expect(nobody.status).toBe(wrong.status);
		expect([...nobody.headers.keys()]).toEqual([...wrong.headers.keys()]);
	});

	it('[R32] a name nobody has is slowed as well, and looks the same then', async () => {
		const { attempt } = await setup();
		const last: unknown[] = [];
		for (const handle of ['ana', 'nobody']) {
			let answer = await attempt('wrong', '192.0.2.9', handle);
			for (let i = 0; i < 10; i += 1) answer = await attempt('wrong', '192.0.2.9', handle);
			expect(answer.status).toBe(429);
			expect(answer.headers.get('retry-after')).toBe('60');
			last.push(answer.body);
		}
		expect(last[0]).toEqual(last[1]);
	});

	it('[R140] strangers who try on and on are a few lines, whichever way in and whosever name', async () => {
		const { browser, audited, clock } = await openAccountRig();
		const guess = { handle: 'ana', password: 'a guess at something', code: 'aaaa-aaaa', device: 'x' };
		for (let hour = 0; hour < 3; hour += 1) {
			for (let i = 0; i < 120; i += 1) {
				const stranger = browser(`198.51.100.${i}`);
				const { code: _code, ...password } = { ...guess, handle: `somebody${i}` };
				await post(stranger, signIn, password);
				await post(stranger, recover, { ...guess, handle: `anybody${i}` });
			}
			clock.advance(60 * 60_000);
		}
		const reasons = audited().map(({ details }) => (JSON.parse(details) as { reason: string }).reason);
		for (const reason of ['password', 'recovery-code']) {
			expect(reasons.filter((one) => one === reason).length, reason).toBeLessThan(30);
		}
	});

	it('[R34] the right password is let in again after the wait, and where one is signed in all along', async () => {
		const { attempt, clock } = await setup();
		for (let i = 0; i < 60; i += 1) await attempt('wrong', `198.51.100.${i}`);
		expect((await attempt(PASSWORD, '192.0.2.1')).status).toBe(429);
		expect((await attempt(PASSWORD, '203.0.113.99')).status).toBe(200);
		clock.advance(60_000);
		expect((await attempt(PASSWORD, '192.0.2.1')).status).toBe(200);
	});

	it('[R43] is written down, refused or done, without what was typed', async () => {
		const { attempt, audited, me, dump, lines } = await setup();
		await attempt('the wrong password');
		await attempt('my secret', '192.0.2.1', 'typed-here-by-mistake');
		expect(audited().slice(-2)).toMatchObject([
			{ act: 'account.sign-in', outcome: 'refused', actor: null, subject: `user:${me.user.userId}` },
			{ act: 'account.sign-in', outcome: 'refused', subject: 'user:unknown' },
		]);
		const kept = dump() + lines.join('');
		for (const typed of ['the wrong password', 'my secret', 'typed-here-by-mistake', PASSWORD]) {
			expect(kept).not.toContain(typed);
		}
	});

	it('[R30] renews a hash of older parameters', async () => {
		const { attempt, accounts, me } = await setup();
		const older = '$argon2id$v=19$m=32,t=1,p=1$';
		const { PasswordHasher } = await import('./password-hasher.ts');
		const hash = await new PasswordHasher({ memoryKib: 32, passes: 1 }).hash(PASSWORD);
		accounts.users.setPassword(me.user.userId, hash.ok ? hash.value : '', 5);
		expect(accounts.users.password(me.user.userId)?.hash.startsWith(older)).toBe(true);
		expect((await attempt(PASSWORD)).status).toBe(200);
		expect(accounts.users.password(me.user.userId)?.hash.startsWith('$argon2id$v=19$m=64,t=1')).toBe(true);
		expect((await attempt(PASSWORD)).status).toBe(200);
	});

	it('[R40] a password that is changed while it is compared lets nobody in', async () => {
		const { attempt, browser } = await setup();
		const change = browser.send({
			endpoint: changePassword,
			body: { current: PASSWORD, password: 'another password of mine' },
		});
		const answers = await Promise.all([
			change,
			...[1, 2, 3, 4].map((i) => attempt(PASSWORD, `192.0.2.${i}`)),
		]);
		expect(answers[0].status).toBe(204);
		const phones = answers.slice(1).filter(({ status }) => status === 200);
		for (const phone of phones) {
			expect((await browser.copy().send({ endpoint: readMe, token: phone.body.accessToken })).status).toBe(
				401,
			);
		}
	});
});

describe('recovery codes', () => {
	it('[R44] are shown once, let in once each, set a password and end all other sessions', async () => {
		const { browser, attempt, dump, audited } = await setup();
		const { body } = await browser.send({ endpoint: createRecoveryCodes });
		const codes = body.codes as string[];
		expect(new Set(codes).size).toBe(10);
		for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
		for (const code of codes) expect(dump()).not.toContain(code);
		const sent = { handle: 'ana', password: 'the password after that', device: 'x' };
		const lost = browser.copy();
		const used = await post(lost, recover, { ...sent, code: codes[0]?.toUpperCase().replaceAll('-', ' ') });
		expect(used.status).toBe(200);
		expect((await browser.send({ endpoint: readMe })).status).toBe(401);
		expect((await attempt(PASSWORD)).status).toBe(401);
		expect((await attempt(sent.password)).status).toBe(200);
		expect(await post(browser, recover, { ...sent, code: codes[0] })).toMatchObject(refusal);
		expect((await post(browser, recover, { ...sent, code: codes[1] })).status).toBe(200);
		expect(audited().map(({ act }) => act)).toContain('account.recover');
	});

	it('[R44] a password of the own name is refused to who has a code, and costs none', async () => {
		const { browser } = await setup();
		await browser.send({ endpoint: changeMe, body: { displayName: 'Grandmother' } });
		const { body: made } = await browser.send({ endpoint: createRecoveryCodes });
		const sent = { handle: 'ana', code: made.codes[0], password: 'grandmother1', device: 'x' };
		const refused = await post(browser.copy(), recover, sent);
		expect(refused).toMatchObject({ status: 400, body: { error: { field: 'password' } } });
		const better = { ...sent, password: 'the password after that' };
		expect((await post(browser.copy(), recover, better)).status).toBe(200);
	});

	it('[R32] recovery does not tell what somebody is called', async () => {
		const { browser } = await setup();
		await browser.send({ endpoint: changeMe, body: { displayName: 'Grandmother' } });
		const sent = { code: 'aaaa-aaaa-aaaa-aaaa', password: 'grandmother1', device: 'x' };
		const guess = await post(browser.copy(), recover, { ...sent, handle: 'ana' });
		expect(guess).toMatchObject(refusal);
		expect((await post(browser.copy(), recover, { ...sent, handle: 'nobody' })).body).toEqual(guess.body);
	});

	it('[R44] who knows the password of before does not undo a recovery that was under way', async () => {
		const { browser, attempt } = await setup();
		const { body: made } = await browser.send({ endpoint: createRecoveryCodes });
		const thief = await attempt(PASSWORD);
		const theirs = { current: PASSWORD, password: 'the password of a thief' };
		const sent = { handle: 'ana', code: made.codes[0], password: 'the password after that', device: 'x' };
		const [changed, recovered] = await Promise.all([
			browser.send({ endpoint: changePassword, body: theirs, token: thief.body.accessToken }),
			post(browser.copy(), recover, sent),
		]);
		expect([changed.status, recovered.status]).toEqual([401, 200]);
		expect((await attempt(sent.password)).status).toBe(200);
	});

	it('[R40] of two changes that show one password, one is made', async () => {
		const { browser } = await setup();
		const change = (password: string) =>
			browser.send({ endpoint: changePassword, body: { current: PASSWORD, password } });
		const answers = await Promise.all([change('another of my passwords'), change('yet another of them')]);
		expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
	});

	it('[R44] older ones end when new ones are made', async () => {
		const { browser } = await setup();
		const { body: older } = await browser.send({ endpoint: createRecoveryCodes });
		await browser.send({ endpoint: createRecoveryCodes });
		const sent = { handle: 'ana', code: older.codes[0], password: 'the password after that', device: 'x' };
		expect(await post(browser, recover, sent)).toMatchObject(refusal);
	});

	it('[R44] guesses are slowed and answered the same for a name nobody has', async () => {
		const { browser } = await setup();
		const thief = browser.copy();
		const sent = { code: 'aaaa-aaaa-aaaa-aaaa', password: 'the password after that', device: 'x' };
		const wrong = await post(thief, recover, { ...sent, handle: 'ana' });
		expect(wrong).toMatchObject(refusal);
		expect((await post(thief, recover, { ...sent, handle: 'nobody' })).body).toEqual(wrong.body);
		for (let i = 0; i < 10; i += 1) await post(thief, recover, { ...sent, handle: 'ana' });
		expect((await post(thief, recover, { ...sent, handle: 'ana' })).status).toBe(429);
	});

	it('[R44] need a proof of the last quarter of an hour', async () => {
		const { browser, clock } = await setup();
		clock.advance(14 * 60_000);
		await browser.refresh();
		clock.advance(60_000);
		expect(await browser.send({ endpoint: createRecoveryCodes })).toMatchObject({
			status: 403,
			body: { error: { field: 'proof' } },
		});
		const prove = { endpoint: { method: 'POST', path: '/users/me/proof' } as const };
		expect((await browser.send({ ...prove, body: { password: 'wrong' } })).status).toBe(403);
		expect((await browser.send({ ...prove, body: { password: PASSWORD } })).status).toBe(200);
		expect((await browser.send({ endpoint: createRecoveryCodes })).status).toBe(200);
	});
});
