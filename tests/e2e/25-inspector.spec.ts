import type { Locator, Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	errors,
	expectTree,
	field,
	join,
	newProject,
	saveState,
	select,
	setField,
	share,
} from '../helpers/studio-steps.ts';

const section = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).click();

async function fromMenu(page: Page, component: string, item: string): Promise<void> {
	await page.getByRole('button', { name: `More for ${component}`, exact: true }).click();
	await page.getByRole('menuitem', { name: item }).click();
}

test('[E50][E52][E53][E55][E57] the inspector calculates, says slips, pastes components and resets, and all is undone', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Point light');
	await add(page, 'Box');
	await calculate(page);
	await paste(page);
	await reset(page);
});

async function calculate(page: Page): Promise<void> {
	const x = field(page, 'Position X');
	await setField(page, 'Position X', '20cm + 1,3');
	await expect(x).toHaveValue('1.50');
	await undo(page);
	await expect(x).toHaveValue('0.00');
	await setField(page, 'Position X', '(1+2)*3');
	await expect(x).toHaveValue('9.00');

	await entity(page, 'Point light').click({ modifiers: ['ControlOrMeta'] });
	await expect(x).toHaveAttribute('placeholder', 'Mixed');
	await setField(page, 'Position X', '+=10');
	await select(page, 'Point light');
	await expect(x).toHaveValue('10.00');
	await select(page, 'Box');
	await expect(x).toHaveValue('19.00');
	await undo(page);
	await expect(x).toHaveAttribute('placeholder', 'Mixed');

	await select(page, 'Box');
	await setField(page, 'Position X', '3 furlongs');
	await expect(x).toHaveAttribute('aria-invalid', 'true');
	await expect(x).toHaveAccessibleDescription(/^Position X stays 9.00 m: “furlongs” is unknown. Units/);
	await expect(page.getByText('Position X stays 9.00 m').filter({ visible: true })).toBeVisible();
	await x.press('Escape');
	await expect(x).toHaveValue('9.00');
	await expect(x).not.toHaveAttribute('aria-invalid');
	await setField(page, 'Position X', '1/0');
	await select(page, 'Point light');
	await expect(x).toHaveValue('0.00');
}

async function paste(page: Page): Promise<void> {
	const intensity = field(page, 'Intensity');
	await setField(page, 'Intensity', '2^5');
	await fromMenu(page, 'Light', 'Copy Light');
	await select(page, 'Box');
	await expect(intensity).toBeHidden();
	await fromMenu(page, 'Transform', 'Paste component');
	await expect(intensity).toHaveValue('32');
	await undo(page);
	await expect(intensity).toBeHidden();

	// By key, with the focus on the title of a section: that needs nobody's leave.
	await section(page, 'Transform').press('ControlOrMeta+c');
	await select(page, 'Point light');
	await section(page, 'Transform').press('ControlOrMeta+v');
	await expect(field(page, 'Position X')).toHaveValue('9.00');

	await field(page, 'Name').press('ControlOrMeta+a');
	await page.keyboard.press('ControlOrMeta+c');
	await section(page, 'Transform').press('ControlOrMeta+v');
	await expect(errors(page)).toContainText('no component on the clipboard');
	await expect(field(page, 'Position X')).toHaveValue('9.00');
}

async function reset(page: Page): Promise<void> {
	const x = field(page, 'Position X');
	const button = page.getByRole('button', { name: 'Reset Position', exact: true });
	await button.press('Enter');
	await expect(x).toHaveValue('0.00');
	await expect(x).toBeFocused();
	await expect(button).toBeHidden();
	await undo(page);
	await expect(x).toHaveValue('9.00');
	await page.getByText('Position', { exact: true }).click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Reset Position' }).click();
	await expect(x).toHaveValue('0.00');
}

const SCRIPT = /^Script 1( \(\d\))?$/;
const speedsOf = (page: Page): Promise<string[]> =>
	page
		.getByLabel('Speed', { exact: true })
		.evaluateAll((fields) => fields.map((speed) => (speed as HTMLInputElement).value).sort());

async function addToSelected(page: Page, item: string): Promise<void> {
	await page.getByRole('button', { name: 'Add component' }).click();
	await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('[T50][T54] two people who each add a script to a thing while they are apart keep both, with what each was given', async ({
	person,
}) => {
	const ana = await person({ name: 'Ana', flags: WITHOUT_PICTURE });
	await newProject(ana.page);
	await add(ana.page, 'Box');
	const link = await share(ana.page, 'Editor');
	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, ['Box']);
	await select(jo.page, 'Box');
	await addToSelected(ana.page, 'New script');
	for (const { page } of [ana, jo]) await expect.poll(() => speedsOf(page)).toEqual(['90°']);
	for (const someone of [ana, jo]) {
		await expect(saveState(someone.page)).toHaveText('Saved here and on the server');
		someone.allow(...SERVER_AWAY);
		await someone.setOffline(true);
		await addToSelected(someone.page, 'Script 1');
		await expect(someone.page.getByRole('region', { name: SCRIPT })).toHaveCount(2);
	}
	const speed = ana.page
		.getByRole('region', { name: 'Script 1', exact: true })
		.getByLabel('Speed', { exact: true });
	await speed.fill('45');
	await speed.press('Enter');
	await expect.poll(() => speedsOf(ana.page)).toEqual(['45°', '90°']);

	for (const someone of [ana, jo]) await someone.setOffline(false);
	for (const { page } of [ana, jo]) {
		await expect(page.getByRole('region', { name: SCRIPT })).toHaveCount(3);
		await expect.poll(() => speedsOf(page)).toEqual(['45°', '90°', '90°']);
	}
});
