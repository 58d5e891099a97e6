import { describe, expect, it } from 'vitest';
import { listMethods, readMe, removeMethod } from '#lib/protocol/api/accounts.ts';
import {
	addPasskey,
	proveByPasskey,
	signInByPasskey,
	startPasskey,
	startPasskeySignIn,
} from '#lib/protocol/api/passkeys.ts';
import { ChallengeStore, MAX_OF_NETWORK } from './challenge-store.ts';
import { openAccountRig, ORIGIN, type Browser } from '../../../tests/helpers/account-rig.ts';
import { SoftwareAuthenticator } from '../../../tests/helpers/software-authenticator.ts';

async function setup() {
	const rig = await openAccountRig();
	const { browser, me } = await rig.signUp('ana');
	const key = new SoftwareAuthenticator(ORIGIN);
	const add = async (by: Browser = browser, device = key) => {
		const { body } = await by.send({ endpoint: startPasskey });
		return by.send({ endpoint: addPasskey, body: { name: 'Laptop', response: device.create(body) } });
	};
	const start = async (by: Browser) => (await by.send({ endpoint: startPasskeySignIn })).body;
	const answer = (by: Browser, response: unknown) =>
		by.send({ endpoint: signInByPasskey, body: { response, device: 'Phone' } });
	return { ...rig, me, ana: browser, key, add, start, answer };
}

describe('passkeys', () => {
	it('[R142] one network that asks on and on keeps nobody else out', async () => {
		const { context, browser, clock } = await setup();
		const challenges = new ChallengeStore(context);
		const asked = {
			purpose: 'passkey-sign-in',
			userId: null,
			payload: {},
			network: '198.51.100.0/24',
		} as const;
		const times = { now: clock.now(), until: clock.now() + 1000 };
		const flood = Array.from({ length: 600 }, (_, i) => challenges.add(`${i}`, { ...asked, ...times }));
		expect(flood.filter(Boolean)).toHaveLength(MAX_OF_NETWORK);
		const begin = (address: string) => browser(address).send({ endpoint: startPasskeySignIn });
		expect(await begin('198.51.100.77')).toMatchObject({
			status: 503,
			body: { error: { code: 'unavailable', retryAfter: 60 } },
		});
		expect((await begin('203.0.113.5')).status).toBe(200);
		clock.advance(1000);
		expect((await begin('198.51.100.77')).status).toBe(200);
	});

	it('[R50] let in whose device made them, without a name', async () => {
		const { add, browser, start, answer, key, me, audited, ana } = await setup();
		expect((await add()).status).toBe(201);
		const phone = browser();
		const signedIn = await answer(phone, key.get(await start(phone)));
		expect(signedIn).toMatchObject({ status: 200, body: { user: { userId: me.user.userId } } });
		expect((await phone.send({ endpoint: readMe })).status).toBe(200);
		expect((await phone.refresh()).status).toBe(200);
		expect(audited().at(-1)?.details).toContain('passkey');
		const { body } = await ana.send({ endpoint: listMethods });
		expect(body.passkeys).toMatchObject([{ name: 'Laptop', synced: false, usedAt: expect.any(Number) }]);
		expect(JSON.stringify(body)).not.toMatch(/publicKey|credentialId/);
	});

	it('[R50] ask the device for a key of its own that it shows to this person alone', async () => {
		const { ana, me } = await setup();
		const { body } = await ana.send({ endpoint: startPasskey });
		expect(body.options).toMatchObject({
			rp: { id: 'studio.example' },
			user: { name: 'ana', id: Buffer.from(me.user.userId).toString('base64url') },
			attestation: 'none',
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
		});
	});

	it('[R51] a challenge is answered once, and within five minutes', async () => {
		const { add, browser, start, answer, key, clock, audited } = await setup();
		await add();
		const phone = browser();
		const response = key.get(await start(phone));
		expect((await answer(phone, response)).status).toBe(200);
		expect((await answer(browser(), response)).status).toBe(400);
		const late = key.get(await start(phone));
		clock.advance(5 * 60_000);
		expect((await answer(browser(), late)).status).toBe(400);
		expect(audited().filter(({ outcome }) => outcome === 'refused')).toHaveLength(2);
	});

	it('[R51] a challenge for one purpose, or of one person, is good for no other', async () => {
		const { add, ana, key, answer, browser, start, signUp } = await setup();
		await add();
		const { body } = await ana.send({ endpoint: startPasskey });
		const forAdding = { options: { ...body.options, rpId: body.options.rp.id } };
		expect((await answer(browser(), key.get(forAdding))).status).toBe(400);
		const ben = (await signUp('ben')).browser;
		const bens = (await ben.send({ endpoint: startPasskey })).body;
		const other = new SoftwareAuthenticator(ORIGIN);
		const stolen = { name: 'x', response: other.create(bens) };
		expect((await ana.send({ endpoint: addPasskey, body: stolen })).status).toBe(400);
		expect((await answer(browser(), other.get(await start(browser())))).status).toBe(401);
	});

	it('[R51] no other site’s page, no other key and nobody who was not asked is let in', async () => {
		const { add, browser, start, answer, key, audited } = await setup();
		await add();
		const phone = browser();
		const phished = key.clone();
		phished.origin = 'https://studio.example.evil';
		const unverified = key.clone();
		unverified.verifies = false;
		const elsewhere = key.clone();
		for (const [device, change] of [
			[phished, {}],
			[unverified, {}],
			[elsewhere, { rpId: 'other.example' }],
		] as const) {
			const { options } = await start(phone);
			expect((await answer(phone, device.get({ options: { ...options, ...change } }))).status).toBe(401);
		}
		const stranger = new SoftwareAuthenticator(ORIGIN);
		stranger.create({ options: { rp: { id: 'x' }, user: { id: 'x' }, challenge: 'x' } });
		expect((await answer(phone, stranger.get(await start(phone)))).status).toBe(401);
		const forged = key.get(await start(phone)) as { response: { signature: string } };
		forged.response.signature = Buffer.from('no signature').toString('base64url');
		expect((await answer(phone, forged)).status).toBe(401);
		expect(audited().filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
	});

	it('[R51] another app on the same name, at another port, gets nobody in by asking for the passkey itself', async () => {
		const { add, browser, start, answer, key } = await setup();
		await add();
		for (const origin of [`${ORIGIN}:8443`, ORIGIN.replace('https', 'http')]) {
			const other = browser('203.0.113.7', origin);
			const asked = key.clone();
			asked.origin = origin;
			expect((await answer(other, asked.get(await start(other)))).status).toBe(401);
		}
		const own = browser();
		expect((await answer(own, key.get(await start(own)))).status).toBe(200);
	});

	it('[R51] a copied device is found out by its counter', async () => {
		const { add, browser, start, answer, key } = await setup();
		await add();
		const copy = key.clone();
		const phone = browser();
		for (let i = 0; i < 3; i += 1) await answer(phone, key.get(await start(phone)));
		expect((await answer(phone, copy.get(await start(phone)))).status).toBe(401);
	});

	it('[R51] passkeys of devices that do not count work', async () => {
		const { add, browser, start, answer, key } = await setup();
		key.counts = false;
		await add();
		for (let i = 0; i < 3; i += 1) {
			const phone = browser();
			expect((await answer(phone, key.get(await start(phone)))).status).toBe(200);
		}
	});

	it('[R46] a passkey made the password can go, and then the passkey stays', async () => {
		const { add, ana } = await setup();
		const { passkeyId } = (await add()).body;
		const remove = (kind: string, methodId: string) =>
			ana.send({ endpoint: removeMethod, params: { kind, methodId } });
		expect((await remove('password', 'password')).status).toBe(204);
		expect((await remove('passkey', passkeyId)).status).toBe(409);
		expect((await ana.send({ endpoint: listMethods })).body.passkeys).toHaveLength(1);
	});

	it('[R46] nobody takes another’s away, nor adds one without a proof', async () => {
		const { add, signUp, ana, clock } = await setup();
		const { passkeyId } = (await add()).body;
		const ben = (await signUp('ben')).browser;
		await ben.send({ endpoint: removeMethod, params: { kind: 'passkey', methodId: passkeyId } });
		expect((await ana.send({ endpoint: listMethods })).body.passkeys).toHaveLength(1);
		clock.advance(14 * 60_000);
		await ana.refresh();
		clock.advance(60_000);
		expect((await ana.send({ endpoint: startPasskey })).body.error.field).toBe('proof');
	});

	it('[R46] a passkey proves who is there', async () => {
		const { add, ana, start, key, clock, signUp } = await setup();
		await add();
		clock.advance(14 * 60_000);
		await ana.refresh();
		clock.advance(60_000);
		const prove = async (by: Browser) =>
			by.send({ endpoint: proveByPasskey, body: { response: key.get(await start(by)) } });
		expect((await prove(ana)).status).toBe(200);
		expect((await ana.send({ endpoint: startPasskey })).status).toBe(200);
		const ben = (await signUp('ben')).browser;
		expect((await prove(ben)).status).toBe(403);
	});

	it('[R51] garbage is refused, not stumbled over', async () => {
		const { add, ana, start, answer, browser, key } = await setup();
		await add();
		const phone = browser();
		const whole = key.get(await start(phone)) as { response: Record<string, unknown> };
		const broken = [
			{},
			{ clientDataJSON: 5 },
			{ clientDataJSON: 'bm8' },
			{ ...whole.response, authenticatorData: 'AAAA' },
			{ ...whole.response, authenticatorData: null },
		];
		for (const response of broken) {
			expect([400, 401]).toContain((await answer(phone, { ...whole, response })).status);
		}
		expect((await answer(phone, { ...whole, more: 1 })).body.error.field).toBe('response.more');
		const { body } = await ana.send({ endpoint: startPasskey });
		const made = key.create(body) as { response: Record<string, unknown> };
		const response = { ...made, response: { ...made.response, attestationObject: 'AAAA' } };
		expect((await ana.send({ endpoint: addPasskey, body: { name: 'x', response } })).status).toBe(400);
	});

	it('[R50] need a name to belong to', async () => {
		const { browser } = await setup();
		for (const [origin, status] of [
			['http://127.0.0.1:4400', 400],
			['http://localhost:4400', 200],
		] as const) {
			expect((await browser('127.0.0.1', origin).send({ endpoint: startPasskeySignIn })).status).toBe(status);
		}
		expect((await browser('127.0.0.1', null).send({ endpoint: startPasskeySignIn })).status).toBe(403);
	});
});
