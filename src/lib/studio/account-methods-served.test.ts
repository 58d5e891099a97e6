import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccountRig, ORIGIN, PASSWORD, type Browser } from '../../../tests/helpers/account-rig.ts';
import {
	CLIENT_ID,
	CLIENT_SECRET,
	startOpenidProvider,
	visitProvider,
} from '../../../tests/helpers/openid-provider.ts';
import { SoftwareAuthenticator } from '../../../tests/helpers/software-authenticator.ts';
import type { JsonValue } from '../base/json.ts';
import { err, ok, unwrap } from '../base/result.ts';
import { refreshSession, signOut, signUp } from '../protocol/api/accounts.ts';
import type { WebAuthnResponse } from '../protocol/api/passkeys.ts';
import { AccountSession } from '../sync/account-session.ts';
import { ApiClient } from '../sync/api-client.ts';
import { CachedReads } from '../sync/cached-reads.ts';
import { AccountMethods } from './account-methods.ts';
import type { PasskeyPrompts } from './passkey-prompts-adapter.ts';

let provider: Awaited<ReturnType<typeof startOpenidProvider>>;
beforeAll(async () => {
	provider = await startOpenidProvider([`${ORIGIN}/account/provider`]);
});
afterAll(() => provider.close());

/** The device's half against the real server's, in one process. */
async function setup() {
	const club = { id: 'club', name: 'The club', issuer: provider.issuer, clientId: CLIENT_ID };
	const providers = [{ ...club, clientSecret: CLIENT_SECRET, scope: 'openid profile' }];
	const rig = await openAccountRig({ providers });
	// The provider lives by the real clock.
	rig.clock.advance(Date.now() - rig.clock.now());
	const key = new SoftwareAuthenticator(ORIGIN);
	return { ...rig, device: () => openDevice(rig, key) };
}

function openDevice(
	{ browser, clock }: Awaited<ReturnType<typeof openAccountRig>>,
	key: SoftwareAuthenticator,
) {
	const settings = new Map<string, JsonValue>();
	const left: string[] = [];
	const http = browser();
	const network = { away: false };
	const openTab = () => {
		const keep = {
			read: async (name: string) => settings.get(name),
			write: async (name: string, value: JsonValue | undefined) =>
				value === undefined ? settings.delete(name) : settings.set(name, value),
		};
		const api: ApiClient = new ApiClient({
			origin: ORIGIN,
			clock,
			mintKey: () => crypto.randomUUID(),
			fetch: async (url, init) => {
				if (network.away) throw new TypeError('Failed to fetch');
				return forward(http, url, init);
			},
			tokens: {
				get account() {
					return session.account;
				},
				token: (account) => session.token(account),
				renew: async () => null,
			},
		});
		const session = new AccountSession({
			calls: { refresh: () => api.call(refreshSession, {}), signOut: () => api.call(signOut, {}) },
			clock,
			keep: { read: () => keep.read('account'), write: (note) => keep.write('account', note) },
			locks: { holdLock: async () => () => {} },
			tabs: null,
		});
		const reads = new CachedReads({ api, keep, clock, session });
		const leave = (url: string) => void left.push(url);
		const methods = new AccountMethods({
			...{ session, api, reads, keep, leave },
			prompts: promptsOf(key),
			device: 'Phone',
		});
		return { session, api, methods };
	};
	const visit = async (name: string, turnBack = false) =>
		(await visitProvider(left.at(-1) ?? '', name, turnBack)).search;
	return { ...openTab(), openTab, settings, network, visit };
}

async function forward(http: Browser, url: string, init: RequestInit): Promise<Response> {
	const headers = Object.fromEntries(new Headers(init.headers));
	const { authorization, ...rest } = headers;
	http.token = authorization?.replace('Bearer ', '') ?? null;
	const path = new URL(url).pathname.replace(/^\/api/, '') as `/${string}`;
	const answer = await http.send({
		endpoint: { method: init.method as 'POST', path },
		...(typeof init.body === 'string' && { body: JSON.parse(init.body) }),
		headers: rest,
	});
	return new Response(answer.body === null ? null : JSON.stringify(answer.body), { status: answer.status });
}

const promptsOf = (key: SoftwareAuthenticator): PasskeyPrompts => ({
	offered: true,
	canAutofill: async () => false,
	create: async (options) => ok(key.create({ options }) as WebAuthnResponse),
	answer: async (options) => ok(key.get({ options }) as WebAuthnResponse),
	stop: () => {},
});

async function signedUp() {
	const rig = await setup();
	const device = rig.device();
	const body = { handle: 'ada', displayName: 'Ada', password: PASSWORD, device: 'Phone' };
	unwrap(await device.session.signIn(() => device.api.call(signUp, { body })));
	return { ...rig, ...device };
}

describe('passkeys', () => {
	it('[R111] one that is made here lets in here, and proves who is there', async () => {
		const { methods, session } = await signedUp();
		unwrap(await methods.addPasskey('Ring finger'));
		expect(unwrap(await methods.list()).value.passkeys).toMatchObject([
			{ name: 'Ring finger', usedAt: null },
		]);
		expect(await methods.proveByPasskey()).toBeNull();
		await session.signOut();
		expect(await methods.signInByPasskey()).toBeNull();
		expect(session.state).toMatchObject({ kind: 'signed-in', user: { handle: 'ada' } });
	});

	it('[R112] ways in are told as of when, while the server is away', async () => {
		const { methods, network } = await signedUp();
		const { asOf, value } = unwrap(await methods.list());
		network.away = true;
		expect(unwrap(await methods.list())).toMatchObject({ asOf, value, trouble: { code: 'unreachable' } });
		expect(await methods.signInByPasskey()).toMatchObject({ code: 'unreachable' });
	});
});

describe('a visit at a provider', () => {
	it('[R113] is finished by whatever tab it comes back in, once, and goes on where it was begun', async () => {
		const { device } = await setup();
		const { methods, openTab, visit } = device();
		unwrap(await methods.visit('club', 'sign-in', '/account?view=security'));
		const other = openTab();
		const query = await visit('ana');
		const end = await other.methods.finishVisit(query);
		if (end.kind !== 'new') throw new Error(`It ended as ${end.kind}`);
		expect(end).toMatchObject({ from: '/account?view=security', suggestedHandle: 'ana' });
		expect(await methods.finishVisit(query)).toEqual({ kind: 'none' });
		const names = { handle: 'ana', displayName: 'Ana' };
		expect(await other.methods.signUpByProvider({ ...names, ticket: end.ticket })).toBeNull();
		expect(other.session.state).toMatchObject({ kind: 'signed-in', user: { handle: 'ana' } });
	});

	it('[R113] links to who is signed in, and signs in who is linked', async () => {
		const { methods, session, visit } = await signedUp();
		unwrap(await methods.visit('club', 'link', '/account'));
		expect(await methods.finishVisit(await visit('ana'))).toEqual({ kind: 'linked', from: '/account' });
		unwrap(await methods.visit('club', 'prove', '/account'));
		expect(await methods.finishVisit(await visit('ana'))).toEqual({ kind: 'proved', from: '/account' });
		await session.signOut();
		unwrap(await methods.visit('club', 'sign-in', '/account'));
		expect(await methods.finishVisit(await visit('ana'))).toEqual({ kind: 'signed-in', from: '/account' });
		expect(session.state).toMatchObject({ user: { handle: 'ada' } });
	});

	it('[R113] that was turned down, or never begun, is said', async () => {
		const { device } = await setup();
		const { methods, session, settings, visit } = device();
		expect(await methods.finishVisit('?code=x&state=y')).toEqual({ kind: 'none' });
		unwrap(await methods.visit('club', 'sign-in', '/account'));
		const end = await methods.finishVisit(await visit('ana', true));
		expect(end).toMatchObject({ kind: 'failed', problem: { code: 'forbidden' } });
		expect(session.account).toBeNull();
		expect([...settings.keys()]).toEqual([]);
		expect(await methods.visit('none', 'sign-in', '/account')).toEqual(
			err(expect.objectContaining({ code: 'not-found' })),
		);
	});
});
