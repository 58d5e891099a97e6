import { describe, expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { mintProjectId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import type { ApiProblem } from './api-problem.ts';
import { MemberTokens } from './member-tokens.ts';

const HOUR_MS = 60 * 60_000;
const castle = mintProjectId();

function setup() {
	const clock = new ManualClock(1_000_000);
	const session: { account: string | null } = { account: 'ada' };
	const asked: (string | undefined)[] = [];
	const server: { refusal: ApiProblem | null; skewMs: number } = { refusal: null, skewMs: 0 };
	const call = async (_endpoint: unknown, _request: unknown, options?: { readonly account?: string }) => {
		asked.push(options?.account);
		if (server.refusal) return err(server.refusal);
		const expiresAt = clock.now() + server.skewMs + HOUR_MS;
		return ok({ token: `token ${asked.length}`, role: 'editor', expiresAt });
	};
	const tokens = new MemberTokens({ api: { call: call as never }, session, clock });
	const token = async (stale?: string, account = 'ada') => {
		const found = await tokens.token(castle, account, stale);
		return found.ok ? found.value : found.error.code;
	};
	return { clock, session, asked, server, tokens, token };
}

describe('[R94] tokens of a member', () => {
	test('are asked for once and given out while they hold for a good while', async () => {
		const { token, clock, asked } = setup();
		expect(await token()).toBe('token 1');
		clock.advance(HOUR_MS / 3);
		expect(await token()).toBe('token 1');
		clock.advance(HOUR_MS / 2);
		expect(await token()).toBe('token 2');
		expect(asked).toEqual(['ada', 'ada']);
	});

	test('that the server does not take any more are replaced', async () => {
		const { token } = setup();
		expect(await token(await token())).toBe('token 2');
	});

	test('are believed by this device’s own clock, however wrong that is', async () => {
		for (const skewMs of [-5 * HOUR_MS, 5 * HOUR_MS]) {
			const { token, clock, server } = setup();
			server.skewMs = skewMs;
			expect(await token()).toBe('token 1');
			clock.advance(HOUR_MS / 3);
			expect(await token()).toBe('token 1');
			clock.advance(HOUR_MS / 2);
			expect(await token()).toBe('token 2');
		}
	});

	test('[R98] are nobody else’s, and nobody’s once they signed out', async () => {
		const { token, tokens, session, server } = setup();
		expect(await token()).toBe('token 1');
		expect(await token('', 'grace')).toBe('token 2');
		expect(await token('', 'grace')).toBe('token 2');
		tokens.forget();
		session.account = null;
		server.refusal = { code: 'signed-out', message: 'Nobody is signed in' };
		expect(await token('', 'grace')).toBe('signed-out');
	});

	test('are not to be had while the server is away from somebody who is signed in', async () => {
		const { token, server } = setup();
		server.refusal = { code: 'signed-out', message: 'No access token could be had' };
		expect(await token()).toBe('unreachable');
		server.refusal = { code: 'forbidden', message: 'No member' };
		expect(await token()).toBe('forbidden');
	});
});
