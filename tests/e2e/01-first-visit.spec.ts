import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	dragRow,
	entity,
	expectTree,
	field,
	newProject,
	position,
	saveState,
	select,
	setField,
	studioReady,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { dragSelection } from '../helpers/viewport-steps.ts';

test('[1] a box that was added and dragged is, after a reload, where it was left', async ({ person }) => {
	const { page } = await person({ name: 'Ada', reducedMotion: 'reduce' });
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await expect(field(page, 'Name')).toHaveValue('Box');
	const start = await position(page);

	await dragSelection(page, 120, 40);
	const left = await position(page);
	expect(left).not.toEqual(start);

	await page.reload();
	await select(page, 'Box');
	expect(await position(page)).toEqual(left);
	await expect(saveState(page)).toHaveText('Saved on this device');
});

test('[1] the last edit is kept when the page is reloaded or closed in the same moment', async ({
	person,
}) => {
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	let { page } = ada;
	await newProject(page);
	const address = page.url();
	await add(page, 'Box');
	const leave: Record<string, () => Promise<unknown>> = {
		'reload the page': () => page.reload(),
		'close the tab': async () => {
			const next = await ada.context.newPage();
			await page.close();
			page = next;
			await page.goto(address);
		},
		'close the tab, then the browser': async () => {
			await page.close();
			page = await ada.reopen();
			await page.goto(address);
		},
		'end the browser once it says saved': async () => {
			await expect(saveState(page)).toHaveText('Saved on this device');
			page = await ada.reopen();
			await page.goto(address);
		},
	};
	const rounds = [
		...Array(5).fill('reload the page'),
		...Array(3).fill('close the tab'),
		...Object.keys(leave),
	];
	for (const [round, how] of rounds.entries()) {
		await test.step(`${round}: ${how}`, async () => {
			await setField(page, 'Position X', `${round + 1}`);
			await leave[how]?.();
			await select(page, 'Box');
			await expect(field(page, 'Position X')).toHaveValue(`${round + 1}.00`);
		});
	}
});

test('[1] a scene is put in order by mouse and by keyboard, and every step can be taken back', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	for (const kind of ['Box', 'Sphere', 'Cylinder'] as const) await add(page, kind);
	await expectTree(page, ['Box', 'Sphere', 'Cylinder']);

	await test.step('rename', async () => {
		await select(page, 'Box');
		await page.keyboard.press('F2');
		await expect(page.locator('input:focus')).toBeVisible();
		await page.keyboard.type('Table');
		await page.keyboard.press('Enter');
		await expectTree(page, ['Table', 'Sphere', 'Cylinder']);
		await setField(page, 'Name', 'Desk');
		await expectTree(page, ['Desk', 'Sphere', 'Cylinder']);
	});

	await test.step('reparent by drag, then by keyboard', async () => {
		await dragRow(page, 'Sphere', 'Desk');
		await expectTree(page, ['Desk', '  Sphere', 'Cylinder']);
		await entity(page, 'Cylinder').press('Alt+ArrowRight');
		await expectTree(page, ['Desk', '  Sphere', '  Cylinder']);
		await entity(page, 'Cylinder').press('Alt+ArrowUp');
		await expectTree(page, ['Desk', '  Cylinder', '  Sphere']);
		await entity(page, 'Cylinder').press('Alt+ArrowLeft');
		await expectTree(page, ['Desk', '  Sphere', 'Cylinder']);
	});

	await test.step('select several, duplicate and delete them', async () => {
		await entity(page, 'Desk').click();
		await entity(page, 'Cylinder').click({ modifiers: ['ControlOrMeta'] });
		await expect(page.getByText('2 selected').first()).toBeVisible();
		await page.keyboard.press('ControlOrMeta+d');
		const copied = ['Desk', '  Sphere', 'Desk 2', '  Sphere', 'Cylinder', 'Cylinder 2'];
		await expectTree(page, copied);
		await entity(page, 'Desk').click();
		await entity(page, 'Cylinder').click({ modifiers: ['Shift'] });
		await page.keyboard.press('Delete');
		await expectTree(page, ['Cylinder 2']);
	});

	await test.step('undo and redo', async () => {
		const undo = page.getByRole('button', { name: 'Undo', exact: true });
		await undo.click();
		await page.keyboard.press('ControlOrMeta+z');
		await expectTree(page, ['Desk', '  Sphere', 'Cylinder']);
		while (await undo.isEnabled()) await undo.click();
		await expectTree(page, []);
		for (let step = 0; step < 5; step++) await page.keyboard.press('ControlOrMeta+Shift+z');
		await expectTree(page, ['Desk', 'Sphere', 'Cylinder']);
	});
});

test('[1] several scenes stand side by side, and the panels stay as they were pulled', async ({ person }) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	const edge = page.getByRole('separator', { name: 'Resize Hierarchy' });
	const before = Number(await edge.getAttribute('aria-valuenow'));
	const box = await edge.boundingBox();
	if (!box) throw new Error('The edge of the hierarchy cannot be seen');
	await page.mouse.move(box.x, box.y + 200);
	await page.mouse.down();
	await page.mouse.move(box.x + 60, box.y + 200, { steps: 3 });
	await page.mouse.up();
	const pulled = String(before + 60);
	await expect(edge).toHaveAttribute('aria-valuenow', pulled);

	await add(page, 'Box');
	await chooseInProject(page, 'New scene');
	await expectTree(page, []);
	await add(page, 'Camera');
	await chooseInProject(page, 'Scene 1');
	await expectTree(page, ['Box']);
	await chooseInProject(page, 'Scene 2');
	await expectTree(page, ['Camera']);
	// Preferences are kept in order with the work: when this edit is saved, so is what was chosen before it.
	await add(page, 'Sphere');
	await expectTree(page, ['Camera', 'Sphere']);

	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await studioReady(page);
	await expectTree(page, ['Camera', 'Sphere']);
	await expect(edge).toHaveAttribute('aria-valuenow', pulled);
});
