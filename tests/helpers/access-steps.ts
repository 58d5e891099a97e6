import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

type RunOptions = Parameters<AxeBuilder['options']>[0];

// Themes differ in nothing but colours.
const JUDGED: Readonly<Record<string, RunOptions>> = {
	dark: {},
	light: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
};

/** Every finding on the page as it is now, in both themes, named by theme, rule and place. */
export async function findings(page: Page): Promise<string[]> {
	const before = await page.locator('html').getAttribute('data-theme');
	const found: string[] = [];
	for (const [theme, options] of Object.entries(JUDGED)) {
		await showTheme(page, theme);
		const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...options });
		const { violations } = await axe.analyze();
		for (const { id, nodes } of violations) {
			found.push(...nodes.map(({ target }) => `${theme}, ${id}: ${target.join(' ')}`));
		}
	}
	if (before) await showTheme(page, before);
	return found;
}

async function showTheme(page: Page, theme: string): Promise<void> {
	await page.evaluate((name) => {
		document.documentElement.dataset['theme'] = name;
		// Colours on their way from one state to the next are no colours to judge.
		return Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
	}, theme);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	await expect
		.poll(
			async () => {
				await page.keyboard.press('Tab');
				return await target.evaluate((element) => element === document.activeElement);
			},
			// A key is answered at once: nothing is waited for between them.
			{ intervals: [0] },
		)
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
