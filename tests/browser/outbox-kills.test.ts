import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import { seededRandom } from '#lib/base/random.ts';
import { signUp } from '#lib/protocol/api/accounts.ts';
import { attachProject } from '#lib/protocol/api/members.ts';
import { callEndpoint } from '../helpers/call-endpoint.ts';
import { eventually } from '../helpers/eventually.ts';
import { spawnServer, type ServerProcess } from '../helpers/sync-server.ts';
import type { OutboxStep, SignedInHere } from './pages/outbox-page.ts';
import { BrowserProfile, crashPage } from './support/browser-profile.ts';
import { builtPages } from './support/build-pages.ts';
import { describeInBrowsers } from './support/each-browser.ts';
import { HoldingProxy } from './support/holding-proxy.ts';

/** Kills at moments of chance, of tabs, browser and server in turn. */
const KILLS = Number(process.env['OUTBOX_KILLS'] ?? 3);
const SEED = Number(process.env['SEED'] ?? 6);
const REQUESTS_A_LIFE = 4;
const LONGEST_LIFE_MS = 300;

// A killed tab is a Chromium that can be told to crash one.
describeInBrowsers('what waits for the server, when either end is killed', ['chromium'], (kind) => {
	let dataDir: string;
	let server: ServerProcess;
	let proxy: HoldingProxy;
	let profile: BrowserProfile;
	let who: SignedInHere;
	let projectId: string;
	let asked = 0;

	async function startServer(): Promise<void> {
		server = await spawnServer(
			{
				DATA_DIR: dataDir,
				BUILD_DIR: builtPages('current'),
				RASTUDIOS_REQUESTS_PER_MINUTE: '100000',
				RASTUDIOS_REQUESTS_PER_HOUR: '100000',
			},
			{ lifetime: 60 * 60_000 },
		);
		if (proxy) proxy.port = Number(new URL(server.origin).port);
	}

	beforeAll(async () => {
		dataDir = mkdtempSync(join(tmpdir(), 'rastudios-outbox-kills-'));
		await startServer();
		proxy = await HoldingProxy.start(Number(new URL(server.origin).port));
		profile = await BrowserProfile.create(kind);
		const person = { handle: 'ann', displayName: 'Ann', password: 'a long walk in the rain', device: 'Test' };
		const { body } = await callEndpoint(server.origin, signUp, { body: person }, { as: null });
		who = { account: (body['user'] as { userId: string }).userId, token: String(body['accessToken']) };
		projectId = mintProjectId();
		const claim = `${mintProjectId()}${mintProjectId()}`;
		const attached = { params: { projectId }, body: { claim } };
		await callEndpoint(server.origin, attachProject, attached, { as: who.token });
	});
	afterEach(() => {
		proxy.holds = false;
	});
	afterAll(async () => {
		await profile?.dispose();
		await proxy?.close();
		await server?.end('SIGKILL');
		rmSync(dataDir, { recursive: true });
	});

	/** A tab that is signed in; `atStep` hears where each request is, and lets it go on by returning. */
	async function openTab(atStep: (step: OutboxStep) => Promise<void> = async () => {}): Promise<Page> {
		if (!profile.running) await profile.launch();
		const page = await profile.open(`${proxy.origin}/outbox.html`);
		await page.exposeFunction('reachStep', atStep);
		await page.evaluate(async (who) => void (await globalThis.openOutbox(who)), who);
		return page;
	}

	/** Not waited for: whoever dies over it does not answer. */
	function ask(page: Page): number {
		const uses = ++asked;
		const invite = (projectId: string, uses: number) => globalThis.outboxPage?.invite(projectId, uses);
		page.evaluate(invite, projectId, uses).catch(() => {});
		return uses;
	}

	/** What the server did, read from its disk; the audit log says each a second time. */
	function done(): readonly number[] {
		const database = new DatabaseSync(join(dataDir, 'rastudios.db'), { readOnly: true });
		// One transaction, so that both questions are of one moment: the server may commit between two.
		database.exec('BEGIN');
		const made = database.prepare('SELECT uses_left AS uses FROM invitations ORDER BY created_at, uses_left');
		const uses = made.all().map((row) => Number(row['uses']));
		const told = database.prepare(
			"SELECT count(*) AS count FROM audit WHERE act = 'invitation.create' AND outcome = 'done'",
		);
		const count = Number(told.get()?.['count']);
		database.close();
		expect(count, 'each is in the audit log once').toBe(uses.length);
		return uses;
	}

	/** Another tab, with nobody in its way, until nothing waits. */
	async function sendTheRest(): Promise<void> {
		const page = await openTab();
		await eventually(async () => (await page.evaluate(() => globalThis.outboxPage?.waiting)) === 0);
		await page.close();
	}

	const at = (wanted: OutboxStep) => {
		let arrived = () => {};
		const reached = new Promise<void>((resolve) => (arrived = resolve));
		const atStep = async (step: OutboxStep) => {
			if (step !== wanted) return;
			arrived();
			await new Promise(() => {});
		};
		return { reached, atStep };
	};

	const kills = {
		'its tab': (page: Page) => crashPage(page),
		'its browser': () => profile.kill(),
	} as const;

	test.each([
		['kept, before it is sent', 'kept', 0],
		['marked as on its way, before it leaves', 'marked', 0],
		['answered, before its row is gone', 'answered', 1],
	] as const)(
		'[R133] kill −9 of the tab and of the browser when a request is %s',
		async (_, step, before) => {
			for (const kill of Object.values(kills)) {
				const { reached, atStep } = at(step);
				const page = await openTab(atStep);
				const uses = ask(page);
				await reached;
				expect(done().filter((one) => one === uses)).toHaveLength(before);
				await kill(page);
				await sendTheRest();
				expect(done().filter((one) => one === uses)).toEqual([uses]);
			}
		},
	);

	test('[R133] kill −9 of the tab after the server committed, before the answer is here', async () => {
		const page = await openTab();
		proxy.holds = true;
		const uses = ask(page);
		await eventually(() => done().includes(uses));
		await crashPage(page);
		proxy.holds = false;
		await sendTheRest();
		expect(done().filter((one) => one === uses)).toEqual([uses]);
	});

	test('[R133] kill −9 of the server before it gets a request, and after it committed one that it has not answered', async () => {
		const page = await openTab();
		await server.end('SIGKILL');
		const first = ask(page);
		await eventually(async () => (await page.evaluate(() => globalThis.outboxPage?.waiting)) === 1);
		await startServer();
		await eventually(() => done().includes(first));
		await eventually(async () => (await page.evaluate(() => globalThis.outboxPage?.waiting)) === 0);
		proxy.holds = true;
		const second = ask(page);
		await eventually(() => done().includes(second));
		await server.end('SIGKILL');
		proxy.breakAll();
		proxy.holds = false;
		await startServer();
		await eventually(async () => (await page.evaluate(() => globalThis.outboxPage?.waiting)) === 0);
		await page.close();
		expect(done().filter((one) => one >= first)).toEqual([first, second]);
	});

	test(
		`[R133] ${KILLS} kills at moments of chance (seed ${SEED}), with two tabs asking: each request is done once`,
		async () => {
			const random = seededRandom(SEED);
			const ways = ['tab', 'server', 'browser'] as const;
			for (let kill = 0; kill < KILLS; kill++) {
				const tabs = [await openTab(), await openTab()] as const;
				const kept: number[] = [];
				for (let request = 0; request < REQUESTS_A_LIFE; request++) {
					const uses = ++asked;
					const invite = (projectId: string, uses: number) => globalThis.outboxPage?.invite(projectId, uses);
					const added = tabs[request % 2]?.evaluate(invite, projectId, uses);
					// Only what the device said it keeps is promised.
					added?.then((durable) => durable && kept.push(uses)).catch(() => {});
				}
				await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
				const way = ways[kill % ways.length];
				if (way === 'server') await server.end('SIGKILL');
				else if (way === 'browser') await profile.kill();
				else await crashPage(tabs[0]);
				const promised = [...kept];
				if (way === 'server') await startServer();
				await sendTheRest();
				if (way !== 'browser') await Promise.all(tabs.map((page) => page.close().catch(() => {})));
				const all = done();
				expect(new Set(all).size, 'nothing twice').toBe(all.length);
				expect(all, `kill ${kill}: ${way}`).toEqual(expect.arrayContaining(promised));
			}
		},
		KILLS * 10_000 + 60_000,
	);
});
