import { expect, type Locator, type Page } from '@playwright/test';
import { entity, importFiles, runCommand, setField } from './studio-steps.ts';

/** Every panel, dialog, menu and note of the studio, by what it is, with how one comes to it. */

/** Where a panel or dialog is shown. */
export type Screen = { readonly page: Page; readonly phone: boolean };
export type Screens = Readonly<Record<string, (screen: Screen) => Promise<unknown>>>;

export const dialog = (page: Page): Locator => page.getByRole('dialog');
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Assets', exact: true });
const treeSearch = (page: Page): Locator => page.getByRole('textbox', { name: 'Search', exact: true });
export const asset = (page: Page, name: RegExp): Locator => panel(page).getByRole('option', { name });

/** On a phone, the sheet that has it. */
async function openSheet({ page, phone }: Screen, name: string): Promise<void> {
	if (!phone) return;
	const tab = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name });
	if ((await tab.getAttribute('aria-pressed')) !== 'true') await tab.click();
}
async function inspect(screen: Screen, name: string): Promise<void> {
	await openSheet(screen, 'Tree');
	await entity(screen.page, name).click();
	await openSheet(screen, 'Inspect');
	await expect(screen.page.getByRole('button', { name: 'Add component' })).toBeVisible();
}
async function showAssets(screen: Screen): Promise<void> {
	await openSheet(screen, 'Assets');
	await panel(screen.page).getByRole('tab', { name: 'Assets' }).click();
}
const command =
	(words: string) =>
	async ({ page }: Screen): Promise<void> => {
		await runCommand(page, words);
		await expect(dialog(page)).toBeVisible();
	};
const onChair =
	(key: string) =>
	async (screen: Screen): Promise<void> => {
		await showAssets(screen);
		await asset(screen.page, /^chair/).click();
		await screen.page.keyboard.press(key);
		await expect(dialog(screen.page)).toBeVisible();
	};
const ofChair =
	(item: string) =>
	async (screen: Screen): Promise<void> => {
		await showAssets(screen);
		await asset(screen.page, /^chair/).click({ button: 'right' });
		await screen.page.getByRole('menuitem', { name: item }).click();
		await expect(dialog(screen.page)).toBeVisible();
	};

const INSPECTED: Screens = {
	'a light': (screen) => inspect(screen, 'Point light'),
	'a camera': (screen) => inspect(screen, 'Camera'),
	'several at once': async (screen) => {
		await inspect(screen, 'chair');
		await openSheet(screen, 'Tree');
		await entity(screen.page, 'lamp').click({ modifiers: ['ControlOrMeta'] });
		await openSheet(screen, 'Inspect');
		await expect(screen.page.getByText('2 selected').first()).toBeVisible();
	},
	'what can be chosen for a field': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page.getByRole('region', { name: 'Light' }).getByRole('combobox').first().click();
		await expect(screen.page.getByRole('listbox', { name: 'Kind' })).toBeVisible();
	},
	'the menu of a field': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page.getByText('Intensity', { exact: true }).click({ button: 'right' });
		await expect(screen.page.getByRole('menu')).toBeVisible();
	},
	'the menu of the inspector': async (screen) => {
		if (screen.phone) return;
		await inspect(screen, 'Point light');
		await screen.page.getByRole('button', { name: 'More for this selection' }).click();
	},
	'an instance of a prefab': (screen) => inspect(screen, 'Box'),
	'an instance of a deleted prefab': (screen) => inspect(screen, 'Sphere'),
	'a refused number': async (screen) => {
		await inspect(screen, 'Point light');
		await setField(screen.page, 'Position X', 'north');
		await expect(screen.page.getByRole('alert').filter({ hasText: 'north' })).toBeVisible();
	},
	'the menu of a component': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page
			.getByRole('region', { name: 'Light' })
			.getByRole('button', { name: /Light$/ })
			.last()
			.click();
	},
	'what can be added to it': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page.getByRole('button', { name: 'Add component' }).click();
	},
	'the menu of an entity': async (screen) => {
		await openSheet(screen, 'Tree');
		await entity(screen.page, 'Camera').click({ button: 'right' });
		await expect(screen.page.getByRole('menu')).toBeVisible();
	},
};
const TREE: Screens = {
	'what can be added': async (screen) => {
		await openSheet(screen, 'Add');
		if (!screen.phone) await screen.page.getByRole('button', { name: 'Add', exact: true }).first().click();
		await expect(screen.page.getByText('Cylinder', { exact: true })).toBeVisible();
	},
	'the menu of the hierarchy': async (screen) => {
		await openSheet(screen, 'Tree');
		await screen.page.getByRole('button', { name: 'More for the hierarchy' }).click();
	},
	'a search that is not understood': async (screen) => {
		await openSheet(screen, 'Tree');
		const field = treeSearch(screen.page);
		await field.fill('intensity>');
		await field.press('Tab');
	},
	'a search that finds nothing': async (screen) => {
		await openSheet(screen, 'Tree');
		await treeSearch(screen.page).fill('nothing like it');
	},
	'all of it again': async (screen) => {
		await openSheet(screen, 'Tree');
		await treeSearch(screen.page).fill('');
		await expect(entity(screen.page, 'chair')).toBeVisible();
	},
};
const ASSETS: Screens = {
	'assets as a list': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'Show as a list' }).click();
	},
	'assets as a grid': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'Show as a grid' }).click();
	},
	'the menu of the assets': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'More for assets' }).click();
	},
	'the menu of an asset': async (screen) => {
		await showAssets(screen);
		await asset(screen.page, /^chair/).click({ button: 'right' });
		await expect(screen.page.getByRole('menu')).toBeVisible();
	},
	'deleting a folder': async (screen) => {
		await showAssets(screen);
		await asset(screen.page, /^Furniture/).click();
		await screen.page.keyboard.press('Delete');
		await expect(dialog(screen.page)).toContainText('Delete the folder “Furniture”?');
	},
	'the details of an asset': async (screen) => {
		await onChair('Alt+Enter')(screen);
		await expect(dialog(screen.page)).toContainText('Triangles');
	},
	'renaming an asset': onChair('F2'),
	'deleting an asset': onChair('Delete'),
	'moving an asset': ofChair('Move to folder…'),
	'replacing an asset': ofChair('Replace…'),
	'a new folder': command('New folder'),
	problems: async (screen) => {
		await openSheet(screen, 'Assets');
		await panel(screen.page).getByRole('tab', { name: 'Problems' }).click();
		await expect(screen.page.getByRole('list', { name: 'Problems of this scene' })).toBeVisible();
	},
};
const HISTORY: Screens = {
	versions: command('Show versions'),
	'what a version has otherwise': async (screen) => {
		await command('Show versions')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Before the storm/ })
			.click();
		await expect(screen.page.getByRole('list', { name: 'What is different' })).toBeVisible();
	},
	branches: command('Show branches'),
	'the menu of a branch': async (screen) => {
		await command('Show branches')(screen);
		await dialog(screen.page).getByRole('button', { name: 'More for Night' }).click();
		await expect(screen.page.getByRole('menu')).toBeVisible();
	},
	'naming a version': command('Name this version'),
	'the preview of a merge': async (screen) => {
		await command('Show branches')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Merge into main/ })
			.click();
		await expect(screen.page.getByRole('group', { name: 'Position of “chair”' })).toBeVisible();
	},
};
const DIALOGS: Screens = {
	'the palette': ({ page }) => page.keyboard.press('ControlOrMeta+k'),
	'a palette that finds nothing': async ({ page }) => {
		await page.keyboard.press('ControlOrMeta+k');
		await page.getByRole('combobox', { name: 'Search commands' }).fill('nothing like it');
	},
	'renaming a scene': command('Rename this scene'),
	'exporting the project': command('Export project'),
	'keys being given': async (screen) => {
		await command('Keyboard shortcuts')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Delete the selection:/ })
			.click();
		await screen.page.keyboard.press('Shift+F');
		await expect(dialog(screen.page).getByRole('alert')).toBeVisible();
	},
	'the settings of the project': command('Project settings'),
	'placing a prefab': command('Place a prefab'),
	'exporting as glTF': command('Export as glTF'),
	sharing: async (screen) => {
		await openSheet(screen, 'People');
		await screen.page.getByRole('button', { name: 'Share', exact: true }).click();
		await expect(dialog(screen.page)).toBeVisible();
	},
	'sharing with members': async (screen) => {
		await command('Share')(screen);
		await dialog(screen.page).getByRole('tab', { name: 'Members' }).click();
	},
	'who is here': (screen) => openSheet(screen, 'People'),
	'the menu of the project': ({ page }) => page.getByRole('button', { name: /^Untitled project/ }).click(),
	'the menu of the studio': ({ page }) => page.getByRole('button', { name: 'More', exact: true }).click(),
	'the menu of the tabs': async ({ page, phone }) => {
		const tabs = page.getByRole('tablist', { name: 'Open scenes and pages' });
		if (!phone) await tabs.getByRole('tab').first().click({ button: 'right' });
	},
};
const NOTES: Screens = {
	'what cannot be imported': async (screen) => {
		await showAssets(screen);
		await importFiles(screen.page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
		await expect(screen.page.getByText('“notes.txt” cannot be imported')).toBeVisible();
	},
	'what was copied': async (screen) => {
		await openSheet(screen, 'Tree');
		await entity(screen.page, 'Camera').click();
		await screen.page.keyboard.press('ControlOrMeta+c');
		await expect(screen.page.getByText('“Camera” copied.')).toBeVisible();
	},
	'a page': async ({ page }) => {
		await runCommand(page, 'New page');
		await expect(page.getByRole('textbox', { name: 'Text of the page' })).toBeVisible();
	},
	'the tour': async ({ page }) => {
		await runCommand(page, 'Take the tour');
		await expect(page.getByRole('region', { name: 'Tour' })).toBeVisible();
	},
};

export const SCREENS: readonly Screens[] = [INSPECTED, TREE, ASSETS, HISTORY, DIALOGS, NOTES];
