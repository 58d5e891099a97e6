import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordRules } from './password-rules.ts';
import { SignInBrake } from './sign-in-brake.ts';

const CHEAP = { memoryKib: 64, passes: 1 };

describe('hashes of passwords', () => {
	it('[R30] are argon2id with what OWASP asks for, salted, and match their own password only', async () => {
		const hasher = new PasswordHasher();
		const hash = unwrap(await hasher.hash('a password of mine'));
		expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
		expect(unwrap(await hasher.hash('a password of mine'))).not.toBe(hash);
		expect(unwrap(await hasher.matches('a password of mine', hash))).toBe(true);
		expect(unwrap(await hasher.matches('a password of mine ', hash))).toBe(false);
	});

	it('[R30] made with other parameters still match, and are known as such', async () => {
		const hash = unwrap(await new PasswordHasher({ memoryKib: 32, passes: 2 }).hash('x'));
		const hasher = new PasswordHasher(CHEAP);
		expect(unwrap(await hasher.matches('x', hash))).toBe(true);
		expect(hasher.isOutdated(hash)).toBe(true);
		expect(hasher.isOutdated(unwrap(await hasher.hash('x')))).toBe(false);
	});

	it('[R31] are compared one after the other, and a full queue says so at once', async () => {
		const hasher = new PasswordHasher(CHEAP);
		const answers = await Promise.all(Array.from({ length: 60 }, () => hasher.hash('x')));
		const refused = answers.filter((answer) => !answer.ok);
		expect(refused).toHaveLength(60 - 49);
		expect(refused[0]).toMatchObject({ error: { code: 'unavailable', retryAfter: 5 } });
		expect((await hasher.hash('x')).ok).toBe(true);
	});

	it('[R31] are made beside the thread that serves: it goes on meanwhile', async () => {
		const hasher = new PasswordHasher();
		let turns = 0;
		let done = false;
		const turn = () => {
			turns += 1;
			if (!done) setImmediate(turn);
		};
		setImmediate(turn);
		await hasher.hash('x');
		done = true;
		expect(turns).toBeGreaterThan(100);
	});

	it('[R32] for a name nobody has, as much is done', async () => {
		const hasher = new PasswordHasher();
		const hash = unwrap(await hasher.hash('y'));
		await hasher.matches('x', null);
		const cost = async (compare: () => Promise<unknown>) => {
			const before = process.cpuUsage();
			for (let i = 0; i < 4; i += 1) await compare();
			const { user, system } = process.cpuUsage(before);
			return user + system;
		};
		const known = await cost(() => hasher.matches('x', hash));
		const nobody = await cost(() => hasher.matches('x', null));
		expect(unwrap(await hasher.matches('nobody has this password', null))).toBe(false);
		// Without any work it would be a hundredth.
		expect(nobody).toBeGreaterThan(known / 3);
		expect(known).toBeGreaterThan(nobody / 3);
	});
});

describe('passwords that may be chosen', () => {
	const check = async (password: string) =>
		(await new PasswordRules().check(password, ['ana_k', 'Ana Kovač'])).ok;

	it('[R33] are not among the most used, one’s own name, or one character over and over', async () => {
		for (const bad of [
			'password1',
			'Iloveyou',
			'qwertyuiop',
			'aaaaaaaaaaaa',
			'ana_k2026',
			'ANA_K!!!',
			'ana kovač1',
		]) {
			expect([bad, await check(bad)]).toEqual([bad, false]);
		}
	});

	it('[R33] need no capitals, digits or signs', async () => {
		for (const good of [
			'correct horse battery',
			'тихо е над езерото',
			'今日は天気がいいですね',
			'ana_k rides a bicycle',
		]) {
			expect([good, await check(good)]).toEqual([good, true]);
		}
	});
});

describe('the brake on wrong tries', () => {
	const setup = () => {
		const clock = new ManualClock();
		return { clock, brake: new SignInBrake(clock) };
	};
	const tries = (
		brake: SignInBrake,
		handle: string,
		address: (i: number) => string,
		many: number,
		known = false,
	) =>
		Array.from({ length: many }, (_, i) => brake.take(handle, address(i), known)).filter((wait) => wait === 0)
			.length;

	it('[R34] one network has ten tries for an account, then one a minute', () => {
		const { brake, clock } = setup();
		expect(tries(brake, 'ana', () => 'a', 100)).toBe(10);
		expect(brake.take('ana', 'a', false)).toBe(60);
		clock.advance(60_000);
		expect(tries(brake, 'ana', () => 'a', 100)).toBe(1);
	});

	it('[R34] all networks together have fewer than a hundred tries an hour', () => {
		const { brake, clock } = setup();
		let let_in = 0;
		for (let minute = 0; minute < 60; minute += 1) {
			let_in += tries(brake, 'ana', (i) => `${minute}.${i}`, 50);
			clock.advance(60_000);
		}
		expect(let_in).toBeLessThan(100);
	});

	it('[R34] one network has forty tries at once for all accounts', () => {
		const { brake } = setup();
		const tried = Array.from({ length: 100 }, (_, i) => brake.take(`user${i}`, 'a', false));
		expect(tried.filter((wait) => wait === 0)).toHaveLength(40);
	});

	it('[R141] a /48 of IPv6 is one network for one account, and has so many tries in all', () => {
		const address = (i: number) => `2001:db8:1:${i.toString(16)}::/64`;
		expect(tries(setup().brake, 'ana', address, 100, true)).toBe(10);
		const { brake } = setup();
		const tried = Array.from({ length: 2000 }, (_, i) => brake.take(`user${i}`, address(i), false));
		expect(tried.filter((wait) => wait === 0)).toHaveLength(40 * 16);
		expect(brake.take('ana', '2001:db8:2:1::/64', false)).toBe(0);
	});

	it('[R34] strangers lock nobody out where they are signed in already', () => {
		const { brake } = setup();
		tries(brake, 'ana', (i) => `stranger ${i}`, 1000);
		expect(brake.take('ana', 'new place', false)).toBeGreaterThan(0);
		expect(brake.take('ana', 'home', true)).toBe(0);
	});

	it('[R34] what was right costs nothing', () => {
		const { brake } = setup();
		for (let i = 0; i < 200; i += 1) {
			expect(brake.take('ana', 'a', false)).toBe(0);
			brake.giveBack('ana', 'a', false);
		}
	});
});
