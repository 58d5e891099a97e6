// Renders the pictures of the starter scenes, and the screenshots that the manifest names, from the product
// itself. Run after changing a starter or the studio's look:
//   npm run build && node scripts/with-node.mjs --browser scripts/render-pictures.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { STARTER_IDS } from '../src/lib/studio/starters/starters.ts';
import { Person, type PersonOptions } from '../tests/helpers/person.ts';
import { ServerProcess } from '../tests/helpers/server-process.ts';

/** How starters are called on Home, where that is not by their id. */
const TITLES: Readonly<Record<string, string>> = {
	platformer: '^3D platformer',
	collector: '^Top-down collector',
	puzzle: '^Physics puzzle',
	walk: '^First-person walk',
};

const server = await ServerProcess.start();
try {
	for (const folder of ['starters', 'screenshots']) mkdirSync(`static/${folder}`, { recursive: true });
	await visit({ viewport: { width: 1440, height: 900 } }, renderStarters);
	await visit({ viewport: { width: 1280, height: 800 } }, (page) => renderScreen(page, 'wide'));
	const phone = {
		viewport: { width: 390, height: 844 },
		deviceScaleFactor: 2,
		isMobile: true,
		hasTouch: true,
	};
	await visit(phone, (page) => renderScreen(page, 'narrow'));
} finally {
	await server.dispose();
}

async function visit(options: PersonOptions, render: (page: Page) => Promise<void>): Promise<void> {
	const person = await Person.open(server.url, { colorScheme: 'dark', ...options });
	// The pictures made here may be missing still.
	person.allow(/\/starters\//);
	person.page.setDefaultTimeout(180_000);
	try {
		await render(person.page);
	} finally {
		await person.dispose();
	}
}

async function openStarter(page: Page, id: string): Promise<void> {
	await page.goto('/');
	await page.getByRole('button', { name: new RegExp(TITLES[id] ?? `^${id}`, 'i') }).click();
	await page.getByRole('region', { name: 'Viewport' }).and(page.locator('[aria-busy=false]')).waitFor();
	await page.waitForLoadState('networkidle');
	// Models and the light of a sky come after the first picture.
	const cards = page.getByRole('region', { name: 'Assets' }).getByRole('option');
	for (const card of await cards.all()) await card.locator('img').waitFor();
	await standsStill(page);
	// What is told once would stand over the panels.
	for (const note of await page.getByRole('button', { name: 'Dismiss' }).all()) await note.click();
}

async function standsStill(page: Page): Promise<void> {
	for (let last = await page.screenshot(); ;) {
		const next = await page.screenshot();
		if (next.equals(last)) return;
		last = next;
	}
}

async function renderScreen(page: Page, name: string): Promise<void> {
	await openStarter(page, 'campfire');
	await page.screenshot({ path: `static/screenshots/${name}.png` });
}

async function renderStarters(page: Page): Promise<void> {
	for (const id of STARTER_IDS) {
		await openStarter(page, id);
		// Going home takes the last picture; the newest project comes first.
		await page.getByRole('link', { name: 'All projects' }).click();
		const picture = page.locator('article img').first();
		await picture.waitFor();
		const bytes = await picture.evaluate(async (image: HTMLImageElement) => {
			const answer = await fetch(image.src);
			return [...new Uint8Array(await answer.arrayBuffer())];
		});
		writeFileSync(`static/starters/${id}.webp`, Buffer.from(bytes));
	}
}
