import { expect, type Page } from '@playwright/test';
import { viewport } from './studio-steps.ts';

/** What people see and do in the picture itself. */

const canvas = (page: Page) => viewport(page).locator('canvas');

/** Drags the selection by the middle of the gizmo, a key held, after bringing it into the middle of the picture. */
export async function dragSelection(
	page: Page,
	byX: number,
	byY: number,
	held?: 'Shift' | 'Alt',
): Promise<void> {
	await viewport(page).focus();
	await page.keyboard.press('f');
	await settled(page);
	const [x, y] = await middle(page);
	await page.mouse.move(x, y);
	if (held) await page.keyboard.down(held);
	await page.mouse.down();
	await page.mouse.move(x + byX, y + byY, { steps: 6 });
	await page.mouse.up();
	if (held) await page.keyboard.up(held);
}

/** The middle of the picture, in the page. */
export async function middle(page: Page): Promise<[x: number, y: number]> {
	const box = await canvas(page).boundingBox();
	if (!box) throw new Error('The viewport has no picture');
	return [box.x + box.width / 2, box.y + box.height / 2];
}

/** The picture as it is drawn now, as PNG, without the numbers over it. */
async function picture(page: Page): Promise<Buffer> {
	return await canvas(page).screenshot({ mask: [page.getByLabel('Statistics')] });
}

/** Waits until the picture stands still; resolves to it. */
export async function settled(page: Page): Promise<Buffer> {
	let last = await picture(page);
	await expect
		.poll(async () => {
			const before = last;
			last = await picture(page);
			return last.equals(before);
		})
		.toBe(true);
	return last;
}

/** How many pixels of two pictures differ visibly, as a share of all. */
export async function difference(page: Page, a: Buffer, b: Buffer): Promise<number> {
	return await page.evaluate(
		async (pictures) => {
			const [one, other] = await Promise.all(
				pictures.map(async (base64) => {
					const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
					const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
					const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
					context?.drawImage(image, 0, 0);
					return context?.getImageData(0, 0, image.width, image.height).data;
				}),
			);
			if (!one || !other || one.length !== other.length) return 1;
			let different = 0;
			for (let i = 0; i < one.length; i += 4) {
				const far = [0, 1, 2].some((k) => Math.abs((one[i + k] ?? 0) - (other[i + k] ?? 0)) > 24);
				if (far) different++;
			}
			return different / (one.length / 4);
		},
		[a.toString('base64'), b.toString('base64')],
	);
}

/** Drops a file from outside into the middle of the picture. */
export async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
	const dataTransfer = await page.evaluateHandle(
		([name, base64]) => {
			const transfer = new DataTransfer();
			transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
			return transfer;
		},
		[name, bytes.toString('base64')] as const,
	);
	const box = await canvas(page).boundingBox();
	if (!box) throw new Error('The viewport has no picture to drop on');
	const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
	for (const type of ['dragenter', 'dragover', 'drop']) {
		await viewport(page).dispatchEvent(type, { dataTransfer, ...at });
	}
}
