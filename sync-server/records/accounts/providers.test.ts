import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	createRecoveryCodes,
	endAllSessions,
	listMethods,
	readMe,
	removeMethod,
	signIn,
} from '#lib/protocol/api/accounts.ts';
import {
	finishProvider,
	listProviders,
	signUpByProvider,
	startLink,
	startProof,
	startProvider,
} from '#lib/protocol/api/providers.ts';
import * as v from 'valibot';
import { openAccountRig, ORIGIN, PASSWORD, type Browser } from '../../../tests/helpers/account-rig.ts';
import {
	CLIENT_ID,
	CLIENT_SECRET,
	startOpenidProvider,
	visitProvider,
} from '../../../tests/helpers/openid-provider.ts';
import { AccountSettings } from './account-options.ts';
import { RETURN_PATH } from './providers.ts';

const params = { provider: 'club' };
let provider: Awaited<ReturnType<typeof startOpenidProvider>>;
beforeAll(async () => {
	provider = await startOpenidProvider([`${ORIGIN}${RETURN_PATH}`]);
});
afterAll(() => provider.close());

async function setup(change: Record<string, unknown> = {}) {
	const club = { id: 'club', name: 'The club', issuer: provider.issuer, clientId: CLIENT_ID };
	const options = { providers: [{ ...club, clientSecret: CLIENT_SECRET, ...change }] };
	const rig = await openAccountRig(v.parse(AccountSettings, options));
	// The provider lives by the real clock, and says so in what it signs.
	rig.clock.advance(Date.now() - rig.clock.now());
	const visit = async (
		by: Browser,
		name: string,
		endpoint: typeof startProvider | typeof startLink | typeof startProof = startProvider,
	) => {
		const { body } = await by.send({ endpoint, params });
		return visitProvider(body.url, name);
	};
	const finish = (by: Browser, back: URL) =>
		by.send({ endpoint: finishProvider, params, body: { query: back.search, device: 'Phone' } });
	const join = async (by: Browser, name: string, handle = name) => {
		const { body } = await finish(by, await visit(by, name));
		const sent = { ticket: body.ticket, handle, displayName: handle, device: 'Phone' };
		return by.send({ endpoint: signUpByProvider, body: sent });
	};
	return { ...rig, visit, finish, join };
}

describe('signing in by a provider', () => {
	it('[R52] a person comes from the provider’s own login page, chooses a name, and is known the next time', async () => {
		const { browser, visit, finish, audited } = await setup();
		const first = browser();
		const { body } = await finish(first, await visit(first, 'ana'));
		expect(body).toMatchObject({ outcome: 'new', suggestedHandle: 'ana' });
		const sent = { ticket: body.ticket, handle: 'ana_k', displayName: 'Ana', device: 'Laptop' };
		const made = await first.send({ endpoint: signUpByProvider, body: sent });
		expect(made).toMatchObject({ status: 201, body: { user: { handle: 'ana_k', role: 'user' } } });
		expect((await first.send({ endpoint: readMe })).status).toBe(200);
		const second = browser();
		const again = await finish(second, await visit(second, 'ana'));
		expect(again.body).toMatchObject({ outcome: 'signed-in', session: { user: { handle: 'ana_k' } } });
		expect((await second.refresh()).status).toBe(200);
		const acts = audited().map(({ act }) => act);
		expect(acts).toEqual(['account.sign-up', 'account.method.add', 'account.sign-in', 'account.sign-in']);
	});

	it('[R52] a taken name leaves the ticket good for another', async () => {
		const { browser, visit, finish, signUp } = await setup();
		await signUp('ana');
		const visitor = browser();
		const { body } = await finish(visitor, await visit(visitor, 'ana'));
		const choose = (handle: string, by = visitor) =>
			by.send({
				endpoint: signUpByProvider,
				body: { ticket: body.ticket, handle, displayName: 'Ana', device: 'x' },
			});
		expect((await choose('ana')).status).toBe(409);
		expect((await choose('ana2', browser())).status).toBe(400);
		expect((await choose('ana2')).status).toBe(201);
		expect((await choose('ana3')).status).toBe(400);
	});

	it('[R53] asks with PKCE, state and nonce, and to come back to this server alone', async () => {
		const { browser, dump } = await setup();
		const visitor = browser();
		const { body } = await visitor.send({ endpoint: startProvider, params });
		const asked = Object.fromEntries(new URL(body.url).searchParams);
		expect(asked).toMatchObject({
			response_type: 'code',
			code_challenge_method: 'S256',
			redirect_uri: 'https://studio.example/account/provider',
			scope: 'openid profile',
		});
		for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
		expect(visitor.set.at(-1)).toMatch(
			/^__Host-rastudios-provider=[\w-]{43}; .*HttpOnly; SameSite=Strict; Secure$/,
		);
		const [cookie = ''] = visitor.cookies.values();
		expect(dump()).not.toContain(cookie);
	});

	it('[R53] what one browser began no other ends, nor anybody twice, nor late', async () => {
		const { browser, visit, finish, clock } = await setup();
		const victim = browser();
		const attacker = browser();
		const back = await visit(attacker, 'mallory');
		expect((await finish(victim, back)).status).toBe(400);
		const own = await visit(victim, 'ana');
		// The attacker's answer in a browser that began one of its own.
		expect((await finish(victim, back)).status).toBe(401);
		expect((await finish(victim, own)).status).toBe(400);
		const late = await visit(victim, 'ana');
		clock.advance(10 * 60_000);
		expect((await finish(victim, late)).status).toBe(400);
	});

	it('[R53] an altered answer, a used code and a refusal let nobody in, and leave no trace of the code', async () => {
		const { browser, visit, finish, lines, audited } = await setup();
		const visitor = browser();
		const codes: string[] = [];
		for (const [name, value] of [
			['state', 'x'],
			['code', 'x'],
			['iss', 'https://evil.example'],
		] as const) {
			const back = await visit(visitor, 'ana');
			codes.push(back.searchParams.get('code') ?? '');
			back.searchParams.set(name, value);
			expect([name, (await finish(visitor, back)).status]).toEqual([name, 401]);
		}
		const { body } = await visitor.send({ endpoint: startProvider, params });
		const denied = await finish(visitor, await visitProvider(body.url, 'ana', true));
		expect(denied.status).toBe(403);
		expect((await finish(visitor, new URL(`${ORIGIN}${RETURN_PATH}`))).status).toBe(400);
		for (const code of codes) expect(lines.join('')).not.toContain(code);
		expect(audited().filter(({ outcome }) => outcome === 'refused')).toHaveLength(4);
	});

	it('[R54] is linked to an account by who is signed in to it, and to one only', async () => {
		const { browser, visit, finish, signUp, join } = await setup();
		const ana = (await signUp('ana')).browser;
		expect((await finish(ana, await visit(ana, 'ana', startLink))).body).toEqual({ outcome: 'linked' });
		const { body } = await ana.send({ endpoint: listMethods });
		expect(body.identities).toMatchObject([{ provider: 'club', name: 'ana' }]);
		const phone = browser();
		expect((await finish(phone, await visit(phone, 'ana'))).body.session.user.handle).toBe('ana');
		const ben = (await signUp('ben')).browser;
		expect((await finish(ben, await visit(ben, 'ana', startLink))).status).toBe(409);
		// The same name at the provider makes nobody the owner of an account here.
		const other = browser();
		await signUp('carl');
		expect((await join(other, 'carl', 'carl2')).body.user.handle).toBe('carl2');
	});

	it('[R54] can be taken away unless it is the last way in, and needs an account and a proof', async () => {
		const { browser, visit, finish, signUp, join, clock } = await setup();
		const ana = (await signUp('ana')).browser;
		await finish(ana, await visit(ana, 'ana', startLink));
		const remove = async (by: Browser) => {
			const { body } = await by.send({ endpoint: listMethods });
			const way = { kind: 'identity', methodId: body.identities[0].identityId };
			return by.send({ endpoint: removeMethod, params: way });
		};
		expect((await remove(ana)).status).toBe(204);
		const only = browser();
		await join(only, 'dora');
		expect((await remove(only)).status).toBe(409);
		expect((await browser().send({ endpoint: startLink, params })).status).toBe(401);
		clock.advance(14 * 60_000);
		await ana.refresh();
		clock.advance(60_000);
		expect((await ana.send({ endpoint: startLink, params })).body.error.field).toBe('proof');
	});

	it('[R110] proves again who is there, for who has no other way in, and for nobody else', async () => {
		const { browser, visit, finish, join, clock, audited } = await setup();
		const ana = browser();
		await join(ana, 'ana');
		clock.advance(14 * 60_000);
		await ana.refresh();
		clock.advance(60_000);
		expect((await ana.send({ endpoint: createRecoveryCodes })).body.error.field).toBe('proof');
		expect((await finish(ana, await visit(ana, 'ben', startProof))).status).toBe(403);
		expect((await ana.send({ endpoint: createRecoveryCodes })).status).toBe(403);
		expect(audited().at(-1)).toMatchObject({ act: 'account.proof', outcome: 'refused' });
		const proved = await finish(ana, await visit(ana, 'ana', startProof));
		expect(proved.body).toEqual({ outcome: 'proved', until: clock.now() + 15 * 60_000 });
		expect((await ana.send({ endpoint: createRecoveryCodes })).status).toBe(200);
		// It proves for who began it, and signs nobody in.
		const back = await visit(ana, 'ana', startProof);
		ana.token = null;
		expect((await finish(ana, back)).status).toBe(400);
		expect((await browser().send({ endpoint: startProof, params })).status).toBe(401);
	});

	it('[R46] a provider that does not say when they signed in there proves nothing', async () => {
		const { browser, finish, join } = await setup();
		const ana = browser();
		await join(ana, 'ana');
		const { body } = await ana.send({ endpoint: startProof, params });
		const address = new URL(body.url);
		// What the browser is sent with is the browser's to change.
		address.searchParams.delete('max_age');
		expect((await finish(ana, await visitProvider(address.href, 'ana'))).status).toBe(401);
	});

	it('[R54] a session that ends while the provider is asked links nothing', async () => {
		const { signUp, visit, finish, database } = await setup();
		const { browser: ana } = await signUp('ana');
		const back = await visit(ana, 'ana', startLink);
		const [linked] = await Promise.all([
			finish(ana, back),
			ana.copy().send({ endpoint: endAllSessions, body: {} }),
		]);
		expect(linked.status).toBe(401);
		expect(database.prepare('SELECT count(*) AS n FROM identities').get()).toEqual({ n: 0 });
	});

	it('[R112] each way in tells when it was last used', async () => {
		const { browser, visit, finish, signUp, clock } = await setup();
		const { browser: ana } = await signUp('ana');
		const ways = async () => (await ana.send({ endpoint: listMethods })).body;
		const began = clock.now();
		expect((await ways()).password).toEqual({ set: true, changedAt: began, usedAt: began });
		await finish(ana, await visit(ana, 'ana', startLink));
		expect((await ways()).identities[0].usedAt).toBeNull();
		clock.advance(60_000);
		const phone = browser();
		await finish(phone, await visit(phone, 'ana'));
		expect((await ways()).identities[0].usedAt).toBe(began + 60_000);
		const body = { handle: 'ana', password: PASSWORD, device: 'Phone' };
		await browser().send({ endpoint: signIn, body });
		expect((await ways()).password.usedAt).toBe(began + 60_000);
	});

	it('[R54] who signs out on the way is not linked', async () => {
		const { visit, finish, signUp } = await setup();
		const ana = (await signUp('ana')).browser;
		const back = await visit(ana, 'ana', startLink);
		ana.token = null;
		expect((await finish(ana, back)).status).toBe(400);
	});

	it('[R52] the list of providers tells their names alone; a provider that is away is said to be', async () => {
		const { browser } = await setup();
		const { body } = await browser().send({ endpoint: listProviders });
		expect(body).toEqual({ providers: [{ provider: 'club', name: 'The club' }] });
		const away = await setup({ issuer: 'http://127.0.0.1:9' });
		const answer = await away.browser().send({ endpoint: startProvider, params });
		expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable', retryAfter: 30 } } });
		const none = await browser().send({ endpoint: startProvider, params: { provider: 'none' } });
		expect(none.status).toBe(404);
	});

	it('[R53] the settings take no provider without TLS but on this machine', () => {
		const club = { id: 'club', name: 'x', clientId: 'x' };
		const isTaken = (more: object) =>
			v.safeParse(AccountSettings, { providers: [{ ...club, ...more }] }).success;
		for (const issuer of ['https://accounts.example', 'https://x.example/realm', 'http://localhost:8080']) {
			expect([issuer, isTaken({ issuer })]).toEqual([issuer, true]);
		}
		for (const issuer of ['http://accounts.example', 'https://x@y.example', 'file:///x', 'x', '']) {
			expect([issuer, isTaken({ issuer })]).toEqual([issuer, false]);
		}
		expect(isTaken({ issuer: 'https://a.example', scope: 'email' })).toBe(false);
	});
});
