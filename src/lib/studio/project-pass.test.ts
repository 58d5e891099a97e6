import { describe, expect, test } from 'vitest';
import { mintProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ProjectAccount } from '../storage/ports.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import { ProjectPass } from './project-pass.ts';

const ADAS: ProjectAccount = { kind: 'on', userId: 'ada', title: null };
const problem = (code: ApiProblem['code']): Result<string, ApiProblem> =>
	err({ code, message: `It is ${code}` });

function passOf(
	given: {
		readonly account?: ProjectAccount | null;
		readonly token: string | null;
		readonly formerToken?: string;
		readonly goBackTo?: (token: string) => void;
	},
	minted: Result<string, ApiProblem> = ok('member'),
	origin: 'mine' | 'joined' = 'joined',
) {
	const entry = { ...given, origin };
	const membership = {
		token: () => Promise.resolve(minted),
		isSignedIn: async () => true,
		onChange: () => () => {},
	};
	const { goBackTo = () => expect.unreachable() } = given;
	return new ProjectPass({ projectId: mintProjectId(), entry: () => entry, membership, goBackTo });
}

describe('[R94] the way into a project', () => {
	test('is the link or claim of this device where no account has it', async () => {
		expect(await passOf({ token: 'link' }).token()).toBe('link');
		expect(await passOf({ token: 'link' }).source('link')).toBeNull();
		expect(await passOf({ account: { kind: 'kept-here' }, token: 'link' }).token()).toBe('link');
		expect(passOf({ token: null }).exists).toBe(false);
	});

	test.each([
		{ account: null, minted: ok('member') },
		{ account: ADAS, minted: problem('forbidden') },
	])('[R145] is the link before, when the one that was followed is refused', async ({ account, minted }) => {
		const goneBackTo: string[] = [];
		const goBackTo = (token: string) => void goneBackTo.push(token);
		const pass = passOf({ account, token: 'made up', formerToken: 'good', goBackTo }, minted);
		expect(await pass.token()).toBe('made up');
		expect(goneBackTo).toEqual([]);
		expect(await pass.source('made up')).toBe('good');
		expect(goneBackTo).toEqual(['good']);
	});

	test('is the account’s membership before any link', async () => {
		expect(await passOf({ account: ADAS, token: 'link' }).source('')).toBe('member');
		expect(passOf({ account: ADAS, token: null }).exists).toBe(true);
	});

	test.each([
		['forbidden', 'removed'],
		['not-found', 'not-found'],
		['signed-out', 'signed-out'],
		['unauthorized', 'signed-out'],
	] as const)(
		'goes on by a link where the account is refused (%s), and is told why without one',
		async (code, reason) => {
			expect(await passOf({ account: ADAS, token: 'link' }, problem(code)).source('old')).toBe('link');
			const refusal = { reason, message: `It is ${code}` };
			expect(await passOf({ account: ADAS, token: 'link' }, problem(code)).source('link')).toEqual(refusal);
			expect(await passOf({ account: ADAS, token: null }, problem(code)).source('')).toEqual(refusal);
			expect(await passOf({ account: ADAS, token: null }, problem(code)).token()).toBeNull();
		},
	);

	test('is never the claim of this device while an account has it', async () => {
		const pass = passOf({ account: ADAS, token: 'claim' }, problem('signed-out'), 'mine');
		expect(await pass.source('')).toMatchObject({ reason: 'signed-out' });
		expect(await pass.token()).toBeNull();
		expect(await passOf({ token: 'claim' }, problem('signed-out'), 'mine').token()).toBe('claim');
	});

	test.each(['unreachable', 'timeout', 'unavailable', 'rate-limited'] as const)(
		'is not known while the server does not say (%s)',
		async (code) => {
			const pass = passOf({ account: ADAS, token: 'link' }, problem(code));
			await expect(pass.source('')).rejects.toThrow(code);
			expect(await pass.token()).toBeNull();
		},
	);
});
