import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Build } from './support/build-pages.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';
import { eventually } from '../helpers/eventually.ts';

describeInBrowsers('two builds on one device', BROWSERS, (kind) => {
	let server: PageServer;
	let profile: BrowserProfile;

	beforeEach(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind);
	});
	afterEach(async () => {
		await profile.dispose();
		await server.close();
	});

	const openTab = (build: Build): Promise<Page> => profile.open(`${server.origin}/${build}/device.html`);

	test('[S6] an older tab makes room for a newer one, says so, and never writes again', async () => {
		const older = await openTab('current');
		await keep(older, 'before');
		const newer = await openTab('newer');
		expect(await lookAt(newer)).toEqual({ items: ['before'], health: 'ok' });

		await push(older, 'by the older one');
		expect(await isDurable(older)).toBe(false);
		// The tabs still talk: what one of them cannot keep, the other does.
		await eventually(async () => (await lookAt(newer)).items.includes('by the older one'));
		// A busy machine may first take it for a lost connection.
		await eventually(async () => (await lookAt(older)).health === 'newer');
		expect((await lookAt(older)).items).toEqual(['before', 'by the older one']);
		await keep(newer, 'by the newer one');
		await newer.close();
		await push(older, 'with nobody there');
		expect(await isDurable(older)).toBe(false);

		const rows = await dump(older);
		await older.reload();
		expect((await lookAt(older)).health).toBe('newer');
		await push(older, 'by the older one again');
		expect(await isDurable(older)).toBe(false);
		await older.close();

		const later = await openTab('newer');
		expect(await dump(later)).toEqual(rows);
		const { items, health } = await lookAt(later);
		expect(items).toEqual(['before', 'by the older one', 'by the newer one']);
		expect(health).toBe('ok');
	});

	test('[S6] an upgrade that an old tab blocks is said, and done once that tab is closed', async () => {
		const older = await openTab('current');
		await keep(older, 'before');
		await older.evaluate(holdDatabase);
		const newer = await openTab('newer');
		expect((await lookAt(newer)).health).toBe('blocked');
		await push(newer, 'made meanwhile');
		expect(await isDurable(newer)).toBe(false);
		await older.close();
		await eventually(async () => (await lookAt(newer)).health === 'ok');
		expect(await isDurable(newer)).toBe(true);
		await newer.reload();
		const { items } = await lookAt(newer);
		expect([...items].sort()).toEqual(['before', 'made meanwhile']);
	});
});

const push = (page: Page, item: string) =>
	page.evaluate(async (item) => (await globalThis.devicePage).push(item), item);

const isDurable = (page: Page): Promise<boolean> =>
	page.evaluate(async () => (await globalThis.devicePage).whenDurable());

async function keep(page: Page, item: string): Promise<void> {
	await push(page, item);
	expect(await isDurable(page)).toBe(true);
}

const lookAt = (page: Page) =>
	page.evaluate(async () => {
		const { content, state } = await globalThis.devicePage;
		const { health } = state;
		return { items: content.items, health: health.kind === 'ok' ? 'ok' : health.problem.reason };
	});

/** A tab so old that it makes room for nobody. */
const holdDatabase = () =>
	new Promise<void>((resolve, reject) => {
		const request = indexedDB.open('rastudios');
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error!);
	});

/** Every row of the documents' tables, and the version, as text. */
const dump = (page: Page): Promise<string> =>
	page.evaluate(async () => {
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open('rastudios');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error!);
		});
		const tables = ['documents', 'snapshots', 'updates', 'lastWords', 'settings', 'quarantine'];
		const transaction = database.transaction(tables);
		const rows = await Promise.all(
			tables.map(
				(table) =>
					new Promise((resolve) => {
						const request = transaction.objectStore(table).getAll();
						request.onsuccess = () => resolve(request.result);
					}),
			),
		);
		database.close();
		const plain = (_: string, value: unknown) => (value instanceof Uint8Array ? [...value] : value);
		return JSON.stringify([database.version, rows], plain);
	});
