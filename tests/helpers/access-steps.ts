import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** Every finding on the page as it is now, named by rule and place. */
export async function findings(page: Page): Promise<string[]> {
	// Colours on their way from one state to the next are no colours to judge.
	await page.evaluate(() =>
		Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
	);
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	await expect
		.poll(async () => {
			await page.keyboard.press('Tab');
			return await target.evaluate((element) => element === document.activeElement);
		})
		.toBe(true);
}

/** What a thumb would miss: everything one can press within that is lower than 44 px, by its words. */
export async function tooSmall(within: Locator): Promise<string[]> {
	return await within
		.locator('a, button, summary')
		.evaluateAll((all) =>
			all
				.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
				.map((one) => one.ariaLabel ?? one.textContent.trim()),
		);
}
