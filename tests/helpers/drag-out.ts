import { expect, type Locator, type Page } from '@playwright/test';

/** What Chromium would hand to the desktop: a type, a name, and where the bytes are. No drop outside can be driven. */
export async function dragOut(page: Page, card: Locator): Promise<{ name: string; bytes: Buffer }> {
	let given = '';
	await page.exposeFunction('noteDragged', (address: string) => void (given = address));
	await page.evaluate(() => {
		document.addEventListener('dragstart', ({ dataTransfer }) => {
			const { noteDragged } = globalThis as unknown as { noteDragged(address: string): void };
			noteDragged(dataTransfer?.getData('DownloadURL') ?? '');
		});
	});
	// The file is made while the pointer rests on the card.
	await expect(async () => {
		await card.hover();
		await page.mouse.down();
		await page.mouse.move(20, 20, { steps: 4 });
		await page.mouse.up();
		expect(given).not.toBe('');
	}).toPass();
	const [, name = '', url = ''] = /^[^:]+:([^:]+):(.+)$/.exec(given) ?? [];
	const numbers = await page.evaluate(async (url) => {
		return [...new Uint8Array(await (await fetch(url)).arrayBuffer())];
	}, url);
	return { name, bytes: Buffer.from(numbers) };
}
