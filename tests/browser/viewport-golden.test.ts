import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/setup.mjs';
import { GOLDEN_SCENES, type GoldenScene } from '../helpers/golden-scenes.ts';
import { BrowserProfile, WITH_PICTURE } from './support/browser-profile.ts';
import { PageServer } from './support/page-server.ts';

const GOLDEN = `${ROOT}/tests/golden`;
const PICTURES = `${ROOT}/.cache/pictures`;
/** `npm run golden` makes the pictures anew: look at them before they are committed. */
const ANEW = process.env['GOLDEN'] === 'anew';

/** Versions of the software that draws round otherwise, mostly at edges; a light or a shadow too few is more by far. */
const MOST_FAR = 0.01;
const MOST_MEAN = 2;
const MOST_BYTES = 40_000;

let server: PageServer;
let profile: BrowserProfile;
let page: Page;

beforeAll(async () => {
	server = await PageServer.start();
	profile = await BrowserProfile.create('chromium', WITH_PICTURE);
	page = await profile.open(`${server.origin}/current/viewport.html`);
	await page.waitForFunction(() => 'viewportPair' in globalThis);
	await mkdir(PICTURES, { recursive: true });
});

afterAll(async () => {
	await profile?.dispose();
	await server?.close();
});

test.each(GOLDEN_SCENES)(
	'[E187] $name is drawn as it was when somebody looked, in batches and one by one',
	async (scene) => {
		const file = `${GOLDEN}/${scene.name}.png`;
		const ids = await show(scene);
		if (ANEW) await writeFile(file, Buffer.from(await stillPicture(), 'base64'));
		expect(existsSync(file), `${file} is not there: npm run golden`).toBe(true);
		const kept = await readFile(file);
		expect(kept.length).toBeLessThan(MOST_BYTES);
		const golden = kept.toString('base64');

		await keepPictures(scene.name);
		await expect.poll(() => isLike(golden), { timeout: 60_000, message: `see ${PICTURES}` }).toBe(true);
		await page.evaluate(
			(ids, { at, values }) => globalThis.viewportPair.set(ids[at] ?? '', values),
			ids,
			scene.without,
		);
		await expect
			.poll(() => isLike(golden), { timeout: 20_000, message: 'what is no longer there is missed' })
			.toBe(false);
	},
);

const isLike = async (golden: string): Promise<boolean> => {
	const both = await page.evaluate((golden) => globalThis.viewportPair.distances(golden), golden);
	return both.every(({ far, mean }) => far < MOST_FAR && mean < MOST_MEAN);
};

/** Puts the scene into both viewports; resolves to the ids of what it is made of. */
async function show(scene: GoldenScene): Promise<readonly string[]> {
	const ids = await page.evaluate(({ drafts, view, selected = 0, grid = false }) => {
		const { clear, both, look, add } = globalThis.viewportPair;
		clear();
		both('setGrid', grid);
		look(view);
		const ids = add(drafts);
		both('select', ids.slice(0, selected));
		return ids;
	}, scene);
	await page.waitForFunction(
		(least) => globalThis.viewportPair.triangles().every((count) => count >= least),
		{},
		scene.leastTriangles ?? 0,
	);
	return ids;
}

/** To be looked at when the test fails. */
async function keepPictures(name: string): Promise<void> {
	const [batched = '', single = ''] = await page.evaluate(() => globalThis.viewportPair.small());
	await writeFile(`${PICTURES}/golden-${name}-batched.png`, Buffer.from(batched, 'base64'));
	await writeFile(`${PICTURES}/golden-${name}-single.png`, Buffer.from(single, 'base64'));
}

/** Lights fade in, and shadows follow: how it is once nothing changes any more. */
async function stillPicture(): Promise<string> {
	let [last = ''] = await page.evaluate(() => globalThis.viewportPair.small());
	const isStill = async () => {
		const before = last;
		[last = ''] = await page.evaluate(() => globalThis.viewportPair.small());
		return last === before;
	};
	await expect.poll(isStill, { timeout: 30_000, interval: 500 }).toBe(true);
	return last;
}
