import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom, type Random } from '#lib/base/random.ts';
import { BrowserProfile, crashPage, type BrowserKind } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

/** Firefox starts slowly; `CLOSES` sets the rounds in Chromium. */
const CLOSES: { readonly [kind in BrowserKind]: number } = {
	chromium: Number(process.env['CLOSES'] ?? 30),
	firefox: Math.ceil(Number(process.env['CLOSES'] ?? 30) / 5),
};
const SEED = Number(process.env['SEED'] ?? 4);
const LONGEST_VISIT_MS = 250;
const MANY = 100_000;

type Round = { readonly name: string; durable: number };

type Closing = (page: Page, profile: BrowserProfile) => Promise<unknown>;

/** The ways a page ends without a question, and how often; a browser takes long to start again. */
const CLOSINGS: readonly (readonly [way: string, weight: number, close: Closing])[] = [
	['closed', 4, (page) => page.close({ runBeforeUnload: false })],
	['navigated away', 3, (page) => page.goto('about:blank')],
	['reloaded', 3, (page) => page.reload()],
	['crashed', 5, (page) => crashPage(page)],
	['browser closed', 1, (_, profile) => profile.close()],
	['browser killed', 2, (_, profile) => profile.kill()],
];

describeInBrowsers('a page that ends at a random moment', BROWSERS, (kind) => {
	let server: PageServer;
	let profile: BrowserProfile;

	beforeAll(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind);
	});
	afterAll(async () => {
		await profile.dispose();
		await server.close();
	});

	test(
		`[S1][S2][S7] ${CLOSES[kind]} times (seed ${SEED}): what was called durable is there, after it a prefix of the rest`,
		async () => {
			const random = seededRandom(SEED);
			const ways = new Map<string, number>();
			let known: readonly string[] = [];
			let reported = 0;
			let round: Round | null = null;
			for (let number = 1; number <= CLOSES[kind]; number++) {
				const next: Round = { name: `r${number}`, durable: 0 };
				const page = await visit(profile, server, next);
				known = await expectKept(page, round, known);
				round = next;
				const way = await editAndEnd(page, profile, round, random);
				ways.set(way, (ways.get(way) ?? 0) + 1);
				reported += round.durable;
				if (!profile.running) await profile.launch();
			}
			known = await expectKept(await profile.open(`${server.origin}/current/device.html`), round, known);
			console.log(`${kind}: ${reported} edits called durable, ${known.length} kept; ${says(ways)}`);
			expect(reported).toBeGreaterThan(0);
		},
		CLOSES[kind] * 6_000 + 60_000,
	);
});

/** A tab that tells the test what it was told is durable. */
async function visit(profile: BrowserProfile, server: PageServer, round: Round): Promise<Page> {
	const page = await profile.open(`${server.origin}/current/device.html`);
	await page.exposeFunction('reportDurable', (name: string, durable: number) => {
		if (name === round.name) round.durable = Math.max(round.durable, durable);
	});
	return page;
}

async function editAndEnd(
	page: Page,
	profile: BrowserProfile,
	round: Round,
	random: Random,
): Promise<string> {
	const possible = CLOSINGS.filter(([way]) => profile.kind === 'chromium' || way !== 'crashed');
	const drawn = possible.flatMap((closing) => new Array<typeof closing>(closing[1]).fill(closing));
	const [way, , close] = drawn[Math.floor(random() * drawn.length)]!;
	await page.evaluate(
		async (name, seed, most) => {
			const device = await globalThis.devicePage;
			void device.editOn(name, seed, most, (durable) => globalThis.reportDurable(name, durable));
		},
		round.name,
		Math.floor(random() * 2 ** 31),
		MANY,
	);
	await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_VISIT_MS));
	await close(page, profile);
	if (profile.running && !page.isClosed()) await page.close({ runBeforeUnload: false });
	return way;
}

/** What the page finds is what was there, and then what the round did: at least as far as that was called durable. */
async function expectKept(
	page: Page,
	round: Round | null,
	before: readonly string[],
): Promise<readonly string[]> {
	const { name, durable } = round ?? { name: 'nobody', durable: 0 };
	const [{ items, last }, { quarantined }, counted] = await page.evaluate(async (name) => {
		const device = await globalThis.devicePage;
		const count = await device.storage.settings.get(`count-of-${name}`);
		return [device.content, device.state, count] as const;
	}, name);
	expect(items.slice(0, before.length)).toEqual(before);
	const added = items.slice(before.length);
	expect(added).toEqual(added.map((_, index) => `${name}.${index + 1}`));
	expect(last).toBe(items.at(-1) ?? null);
	expect(added.length).toBeGreaterThanOrEqual(durable);
	if (durable > 0) expect(counted).toBeGreaterThanOrEqual(durable);
	expect(quarantined).toBe(0);
	return items;
}

const says = (ways: ReadonlyMap<string, number>): string =>
	[...ways].map(([way, times]) => `${way} ${times}×`).join(', ');
