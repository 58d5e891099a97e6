import { describe, expect, test } from 'vitest';
import { eventually } from '../../../tests/helpers/eventually.ts';
import { SessionServer } from '../../../tests/helpers/session-server.ts';
import { seededRandom } from '../base/random.ts';
import { unwrap } from '../base/result.ts';

const QUARTER_MS = 15 * 60_000;
const ADA = 'a'.repeat(22);

async function setup(random?: () => number) {
	const server = new SessionServer(random);
	const session = server.openTab();
	await session.start();
	return { server, session };
}

async function signedIn(random?: () => number) {
	const { server, session } = await setup(random);
	unwrap(await session.signIn(() => server.signIn()));
	return { server, session };
}

describe('who is signed in on this device', () => {
	test('[R88] a device that knows nobody asks the server nothing', async () => {
		const { server, session } = await setup();
		expect(session.state).toEqual({ kind: 'signed-out' });
		expect(await session.token()).toBeNull();
		expect(server.refreshes).toBe(0);
	});

	test('[R88] signing in is known in the next visit, without the token being anywhere', async () => {
		const { server, session } = await signedIn();
		const token = await session.token();
		expect(session.state).toMatchObject({ kind: 'signed-in', user: { handle: 'ada' } });
		expect(JSON.stringify(server.note)).not.toContain(token);
		const later = server.openTab();
		await later.start();
		expect(later.state).toMatchObject({ kind: 'known', user: { handle: 'ada' }, trouble: null });
		expect(server.refreshes).toBe(0);
		expect(await later.token()).toMatch(/^access-/);
		expect(server.refreshes).toBe(1);
	});

	test('[R88] a tab that asks many times refreshes once, and not before the token nears its end', async () => {
		const { server, session } = await signedIn();
		await session.token();
		expect(server.refreshes).toBe(0);
		server.clock.advance(QUARTER_MS - 30_000);
		await Promise.all(Array.from({ length: 20 }, () => session.token()));
		expect(server.refreshes).toBe(1);
	});

	test('[R88] a clock that is wrong makes no storm of refreshes', async () => {
		const { server, session } = await signedIn();
		server.clock.advance(QUARTER_MS * 4);
		const answer = { ...unwrap(await server.refresh()), expiresAt: 5 };
		unwrap(await session.signIn(async () => ({ ok: true, value: answer })));
		for (let i = 0; i < 10; i++) expect(await session.token()).toBe(answer.accessToken);
		expect(server.refreshes).toBe(1);
	});

	test('[R89] eight tabs refresh a hundred times, and all stay signed in', async () => {
		const { server, session } = await signedIn(seededRandom(6));
		const tabs = [session, ...Array.from({ length: 7 }, () => server.openTab())];
		for (let round = 0; round < 100; round++) {
			server.clock.advance(QUARTER_MS);
			const tokens = await Promise.all(tabs.map((tab) => tab.token(ADA)));
			expect(
				tokens.every((token) => token !== null),
				`round ${round}`,
			).toBe(true);
		}
		expect(server.killed).toBe(false);
		expect(tabs.map(({ state }) => state.kind)).toEqual(tabs.map(() => 'signed-in'));
		expect(server.refreshes).toBeGreaterThanOrEqual(100);
		expect(server.refreshes).toBeLessThan(200);
	});

	test('[R89] an answer that is lost ends no session', async () => {
		const { server, session } = await signedIn();
		server.clock.advance(QUARTER_MS);
		server.loseAnswers = 1;
		expect(await session.token()).toMatch(/^access-/);
		expect(server.killed).toBe(false);
	});

	test('[R89] a tab that holds the lock and does not go on keeps nobody out for ever', async () => {
		const { server } = await signedIn();
		server.clock.advance(QUARTER_MS);
		const other = server.openTab({ holdLock: async () => null });
		expect(await other.token()).toMatch(/^access-/);
	});

	test('[R90] without the server one is known, and signed in once it is back', async () => {
		const { server, session } = await signedIn();
		server.clock.advance(QUARTER_MS);
		server.isAway = true;
		expect(await session.token()).toBeNull();
		expect(session.state).toMatchObject({ kind: 'known', trouble: { code: 'unreachable' } });
		expect(session.account).toBe(ADA);
		server.isAway = false;
		expect(await session.token()).toMatch(/^access-/);
		expect(session.state.kind).toBe('signed-in');
	});

	test('[R90] a session that the server ended says why, in all tabs and in the next visit', async () => {
		const { server, session } = await signedIn();
		const other = server.openTab();
		await other.token();
		server.kill();
		server.clock.advance(QUARTER_MS);
		expect(await session.token()).toBeNull();
		const ended = { kind: 'ended', why: { code: 'unauthorized', message: 'Sign in again' } };
		expect(session.state).toMatchObject(ended);
		expect(other.state).toMatchObject(ended);
		const later = server.openTab();
		await later.start();
		expect(later.state).toMatchObject(ended);
		const asked = server.refreshes;
		await later.token();
		expect(server.refreshes).toBe(asked);
	});

	test('[R90] a token that the server refuses is renewed once', async () => {
		const { server, session } = await signedIn();
		const refused = (await session.token())!;
		const renewed = await session.renew(refused, ADA);
		expect(renewed).not.toBe(refused);
		expect(await session.renew(refused, ADA)).toBe(renewed);
		expect(server.refreshes).toBe(1);
	});

	test('[R90] signing out is heard by all tabs, and ends the session on the server', async () => {
		const { server, session } = await signedIn();
		const other = server.openTab();
		await other.token();
		await session.signOut();
		expect([session.state.kind, other.state.kind]).toEqual(['signed-out', 'signed-out']);
		expect(await other.token()).toBeNull();
		expect(server).toMatchObject({ signOuts: 1, note: undefined, cookie: null });
	});

	test('[R90] signing out without the network holds here at once, and reaches the server later', async () => {
		const { server, session } = await signedIn();
		server.isAway = true;
		await session.signOut();
		expect(session.state).toEqual({ kind: 'signed-out' });
		server.isAway = false;
		const later = server.openTab();
		await later.start();
		expect(later.state).toEqual({ kind: 'signed-out' });
		await eventually(() => server.signOuts === 1 && server.note === undefined);
	});

	test('[R90] signing out while another tab refreshes is not undone by its answer', async () => {
		const { server, session } = await signedIn();
		const answering = Promise.withResolvers<void>();
		server.hold = answering.promise;
		const other = server.openTab();
		await other.start();
		const refreshing = other.token();
		await eventually(() => server.refreshes === 1, 0);
		const leaving = session.signOut();
		answering.resolve();
		expect(await refreshing).toBeNull();
		await leaving;
		expect([session.state.kind, other.state.kind]).toEqual(['signed-out', 'signed-out']);
		expect(server).toMatchObject({ signOuts: 1, note: undefined });
	});

	test('[R84] nobody gets the token of somebody else', async () => {
		const { server, session } = await signedIn();
		const other = server.openTab();
		await other.start();
		unwrap(await session.signIn(() => server.signIn('g'.repeat(22))));
		expect(other.account).toBe('g'.repeat(22));
		expect(await other.token(ADA)).toBeNull();
		expect(await session.token(ADA)).toBeNull();
		expect(await session.token('g'.repeat(22))).toMatch(/^access-/);
	});
});
