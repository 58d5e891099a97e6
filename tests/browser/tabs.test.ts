import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrowserProfile, crashPage } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';
import { eventually } from '../helpers/eventually.ts';

const EDITS = 100;
const TABS = ['a', 'b', 'c', 'd', 'e'] as const;

describeInBrowsers('tabs of one document', BROWSERS, (kind) => {
	let server: PageServer;
	let profile: BrowserProfile;
	let durable: Map<string, number>;

	beforeEach(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind);
		durable = new Map();
	});
	afterEach(async () => {
		await profile.dispose();
		await server.close();
	});

	const openTab = async (): Promise<Page> => {
		const page = await profile.open(`${server.origin}/current/device.html`);
		await page.exposeFunction('reportDurable', (name: string, edits: number) => {
			durable.set(name, Math.max(durable.get(name) ?? 0, edits));
		});
		await page.evaluate(async () => void (await globalThis.devicePage));
		return page;
	};

	test('[S8] are live without any server, and each keeps what it heard', async () => {
		const [ada, bob] = [await openTab(), await openTab()];
		await server.close();
		await push(ada, 'from Ada');
		await eventually(async () => (await itemsOf(bob)).includes('from Ada'));
		await push(bob, 'from Bob');
		await eventually(async () => (await itemsOf(ada)).includes('from Bob'));
		expect(await itemsOf(ada)).toEqual(['from Ada', 'from Bob']);
		expect(await itemsOf(bob)).toEqual(['from Ada', 'from Bob']);
	});

	test('[S7][S8] five edit and fold at once, one is killed: the database reopens to the union', async () => {
		const pages = await inOrder(TABS, openTab);
		const [killed, ...others] = pages as [Page, ...Page[]];
		const editing = pages.map((page, index) => editOn(page, TABS[index]!, index));
		await eventually(async () => (durable.get('a') ?? 0) >= EDITS / 5);
		if (kind === 'chromium') await crashPage(killed);
		else await killed.close({ runBeforeUnload: false });
		editing[0]!.catch(() => {}); // it was cut short on purpose
		await Promise.all(editing.slice(1));
		await expectAgreed(others);
		const union = await itemsOf(others[0]!);
		expectWhole(union, durable);

		await profile.reopen();
		const later = await openTab();
		const kept = await itemsOf(later);
		expectWhole(kept, durable);
		// The killed one may have written what it had no time to tell the others.
		const untold = kept.filter((item) => !union.includes(item));
		expect(untold.filter((item) => !item.startsWith('a.'))).toEqual([]);
		expect(kept).toHaveLength(union.length + untold.length);
		expect(await later.evaluate(async () => (await globalThis.devicePage).state.quarantined)).toBe(0);
		await later.evaluate(async () => (await globalThis.devicePage).compact());
		expect(await later.evaluate(async () => (await globalThis.devicePage).rows())).toBe(1);
		await later.reload();
		expect([...(await itemsOf(later))].sort()).toEqual([...kept].sort());
	});

	// Firefox has no way to freeze a tab from outside.
	const freezes = test.skipIf(kind === 'firefox');

	freezes(
		'[S7][S8] a leader that freezes and is then closed: the others go on, and keep it all',
		async () => {
			const pages = await inOrder(TABS.slice(0, 3), openTab);
			const [leader, ...others] = pages as [Page, ...Page[]];
			await push(leader, 'a.1');
			await leader.evaluate(async () => void (await (await globalThis.devicePage).whenDurable()));
			await leader.evaluate(holdFoldLock);
			await freeze(leader);
			const editing = others.map((page, index) => editOn(page, TABS[index + 1]!, index));
			await Promise.all(editing);
			expect(Object.fromEntries(durable)).toEqual({ b: EDITS, c: EDITS });
			const all = 1 + others.length * EDITS;
			for (const page of others) await eventually(async () => (await itemsOf(page)).length === all);
			await leader.close({ runBeforeUnload: false });
			await expectAgreed(others);
			await profile.reopen();
			const later = await openTab();
			expectWhole(await itemsOf(later), new Map([...durable, ['a', 1]]));
			await later.evaluate(async () => (await globalThis.devicePage).compact());
			expect(await later.evaluate(async () => (await globalThis.devicePage).rows())).toBe(1);
		},
	);

	freezes('[S52] one that is frozen in the middle of a write holds up nobody, and goes on', async () => {
		const [frozen, other] = [await openTab(), await openTab()];
		await frozen.evaluate(workWhenFrozen);
		const thaw = await freeze(frozen);
		await editOn(other, 'b', 1);
		expect(durable.get('b')).toBe(EDITS);
		expect((await other.evaluate(async () => (await globalThis.devicePage).health)).length).toBe(1);
		await thaw();
		expect(await frozen.evaluate(async () => (await globalThis.devicePage).whenDurable())).toBe(true);
		await expectAgreed([frozen, other]);
		expect(await itemsOf(other)).toContain('a.1');
		await profile.kill();
		await profile.launch();
		expectWhole(await itemsOf(await openTab()), new Map([...durable, ['a', 1]]));
	});

	freezes(
		'[S7][S8] one that freezes amid its work goes on where it was, and nothing is lost or twice',
		async () => {
			const pages = await inOrder(TABS.slice(0, 3), openTab);
			const editing = pages.map((page, index) => editOn(page, TABS[index]!, index));
			await eventually(async () => (durable.get('a') ?? 0) >= EDITS / 10);
			const thaw = await freeze(pages[0]!);
			await eventually(async () => (await itemsOf(pages[1]!)).includes(`b.${EDITS}`));
			await thaw();
			await Promise.all(editing);
			await expectAgreed(pages);
			expect([...durable.values()]).toEqual([EDITS, EDITS, EDITS]);
			await profile.kill();
			await profile.launch();
			expectWhole(await itemsOf(await openTab()), durable);
		},
	);
});

const push = (page: Page, item: string) =>
	page.evaluate(async (item) => (await globalThis.devicePage).push(item), item);

const itemsOf = (page: Page): Promise<readonly string[]> =>
	page.evaluate(async () => (await globalThis.devicePage).content.items);

/** Edits to the end, and until all of it is durable. */
const editOn = (page: Page, name: string, seed: number): Promise<void> =>
	page.evaluate(
		async (name, seed, edits) => {
			const device = await globalThis.devicePage;
			await device.editOn(name, seed, edits, (durable) => globalThis.reportDurable(name, durable));
			if (await device.whenDurable()) globalThis.reportDurable(name, edits);
		},
		name,
		seed,
		EDITS,
	);

/** Its scripts stop where they are, as browsers do to tabs long unseen; the returned function wakes it. */
async function freeze(page: Page): Promise<() => Promise<void>> {
	const session = await page.createCDPSession();
	await session.send('Page.setWebLifecycleState', { state: 'frozen' });
	return async () => void (await session.send('Page.setWebLifecycleState', { state: 'active' }));
}

/** As a tab that folds for ever. */
async function holdFoldLock(): Promise<void> {
	await globalThis.devicePage;
	await new Promise<void>((held) => {
		void navigator.locks.request(`rastudios:compact:shared-document-0-test`, () => {
			held();
			return new Promise(() => {});
		});
	});
}

/** An edit is being written, and rows are being folded, when the browser says that it will freeze the page. */
async function workWhenFrozen(): Promise<void> {
	const device = await globalThis.devicePage;
	const begin = () => {
		device.push('a.1');
		void device.compact();
	};
	window.addEventListener('freeze', begin, { capture: true });
}

async function expectAgreed(pages: readonly Page[]): Promise<void> {
	await eventually(async () => {
		const [first, ...rest] = await inOrder(pages, itemsOf);
		return rest.every((items) => JSON.stringify(items) === JSON.stringify(first));
	});
}

/** Of each tab a prefix of its edits, in their order, at least what was called durable; nothing twice. */
function expectWhole(items: readonly string[], durable: ReadonlyMap<string, number>): void {
	expect(new Set(items).size).toBe(items.length);
	for (const [name, least] of durable) {
		const own = items.filter((item) => item.startsWith(`${name}.`));
		expect(own).toEqual(own.map((_, index) => `${name}.${index + 1}`));
		expect(own.length).toBeGreaterThanOrEqual(least);
	}
}

async function inOrder<T, R>(things: readonly T[], run: (thing: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (const thing of things) results.push(await run(thing));
	return results;
}
