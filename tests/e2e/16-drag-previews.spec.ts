import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, field, join, newProject, select, share, viewportReady } from '../helpers/studio-steps.ts';
import { storedBytes } from '../helpers/sync-server.ts';
import { difference, settled } from '../helpers/viewport-steps.ts';

/** The longest a drag stays in sight when nothing more is heard of it, and time to see that. */
const GONE_MS = 5_000;

test('[16] what one person drags the others see move, before it is written and without a jump after', async ({
	person,
	server,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(ada);
	await add(ada, 'Box');
	const link = await share(ada, 'Editor', 'Ada');
	const { page: bob } = await person({ name: 'Bob', viewport: { width: 900, height: 600 } });
	await join(bob, link, 'Bob');
	await select(bob, 'Box');
	await viewportReady(bob);
	const status = bob.getByRole('contentinfo', { name: 'Status bar' });
	const x = field(bob, 'Position X');
	await expect(status).toContainText('Ada: “Box”');
	const before = await settled(bob);
	const rows = storedBytes(server);

	await holdNumber(ada, 'Position X', 60);
	await expect(status).toContainText('Ada: moving “Box”');
	// The last step of the drag, not whichever of them arrived first.
	const there = await field(ada, 'Position X').inputValue();
	expect(there).not.toBe('0.00');
	await expect(x).toHaveValue(there);
	const held = await settled(bob);
	expect(await difference(bob, before, held)).toBeGreaterThan(0.002);
	expect(storedBytes(server)).toBe(rows);

	await ada.mouse.up();
	await expect(status).not.toContainText('moving');
	expect(storedBytes(server)).not.toBe(rows);
	await expect(x).toHaveValue(there);
	const stored = await settled(bob);
	expect(await difference(bob, held, stored)).toBeLessThan(0.002);

	await test.step('a page that ends in the middle of a drag leaves everything where it is stored', async () => {
		await holdNumber(ada, 'Position X', -90);
		await expect(x).not.toHaveValue(there);
		await ada.close();
		await expect(x).toHaveValue(there, { timeout: GONE_MS });
		expect(await difference(bob, stored, await settled(bob))).toBeLessThan(0.01);
	});
});

/** Begins to scrub a number of the inspector and keeps it in hand; `page.mouse.up()` lets go. */
async function holdNumber(page: Page, label: string, by: number): Promise<void> {
	const box = await field(page, label).boundingBox();
	if (!box) throw new Error(`${label} is not in sight`);
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + by, y, { steps: 6 });
}
