// Renders static/icons/icon.svg to the PNG sizes that the manifest names. Run after changing the mark:
//   node scripts/with-node.mjs --browser scripts/render-icons.ts
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { chromium, type Page } from '@playwright/test';

const FOLDER = 'static/icons';
const GROUND = '#111318';
/** The middle 80 % of a maskable icon is never cut off; the mark stays well inside. */
const MASKABLE_MARK = 0.58;

const mark = `data:image/svg+xml;base64,${readFileSync(`${FOLDER}/icon.svg`).toString('base64')}`;

async function render(page: Page, name: string, size: number, ground: string, scale: number): Promise<void> {
	const side = Math.round(size * scale);
	await page.setViewportSize({ width: size, height: size });
	await page.setContent(
		`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">` +
			`<img src="${mark}" width="${side}" height="${side}"></body>`,
	);
	await page.screenshot({ path: `${FOLDER}/${name}.png`, omitBackground: true });
}

const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM_PATH'] ?? '',
	args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of [192, 512]) {
	await render(page, `icon-${size}`, size, 'transparent', 1);
	await render(page, `maskable-${size}`, size, GROUND, MASKABLE_MARK);
}
await render(page, 'icon-180', 180, GROUND, 0.8);
await browser.close();
