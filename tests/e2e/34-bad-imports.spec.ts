import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { badFiles, type BadFile } from '../helpers/bad-files.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { gltfTriangle } from '../helpers/made-files.ts';
import { projectContent } from '../helpers/project-content.ts';
import {
	add,
	errors,
	expectTree,
	exportProject,
	importFiles,
	newProject,
	select,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { dropFile } from '../helpers/viewport-steps.ts';

const MB = 1024 * 1024;
/** Files of over 400 MB in all were looked at by then, one of which would unpack to 64 GB. */
const MOST_GROWTH = 24 * MB;
const SMALL = { reducedMotion: 'reduce', viewport: { width: 960, height: 540 } } as const;
const chosen = ({ name, buffer }: BadFile) => ({ name, mimeType: '', buffer });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).first();

test('[E185][E186] bad files of every kind are refused by name and reason, nothing else happens, and a good one comes in', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', ...SMALL });
	const bad = await badFiles();
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	const before = await projectContent(await exportProject(page));
	// What comes late, the decoder with its own memory too, is there from then on.
	const packed = bad.filter(({ name }) => /^(draco|meshopt)/.test(name));
	await refuse(page, packed, () => importFiles(page, packed.map(chosen)));
	const memory = await usedMemory(page);

	await test.step('all at once', () => refuse(page, bad, () => importFiles(page, bad.map(chosen))));
	await test.step('one by one, dropped into the picture', async () => {
		for (const each of bad.filter(({ dropped }) => dropped))
			await refuse(page, [each], () => dropFile(page, each.name, each.buffer));
	});
	await test.step('larger than any image or packed model may be', () => refuseHuge(page));

	expect((await usedMemory(page)) - memory).toBeLessThan(MOST_GROWTH);
	expect(await projectContent(await exportProject(page))).toEqual(before);
	await expectTree(page, ['Box']);
	// The box is all that there is to undo, and the picture is alive.
	await undo(page).click();
	await expect(undo(page)).toBeDisabled();
	await page.getByRole('button', { name: 'Redo', exact: true }).first().click();

	await test.step('a good one among bad ones comes in', async () => {
		const good = { name: 'wedge.gltf', mimeType: '', buffer: gltfTriangle() };
		const [first, second] = bad.map(chosen);
		if (!first || !second) throw new Error('There must be bad files');
		await refuse(page, bad.slice(0, 2), () => importFiles(page, [first, good, second]));
		await expectTree(page, ['Box', 'wedge']);
		await select(page, 'wedge');
	});
});

/** Whatever brings them in, each has a notice that names it with its reason; all are dismissed. */
async function refuse(page: Page, files: readonly BadFile[], bring: () => Promise<void>): Promise<void> {
	await bring();
	const left = new Map(files.map((file) => [file.name, file.why]));
	while (left.size > 0) {
		const told = Math.min(left.size, left.size > 4 ? 3 : 4);
		const more = errors(page).getByRole('button', { name: 'Show which' });
		if (left.size > told) await expect(more).toBeVisible();
		else await expect(errors(page)).toHaveCount(told);
		for (const text of (await errors(page).allInnerTexts()).slice(0, told)) {
			const [name = '', why = 'not one that was given'] =
				[...left].find(([each]) => text.includes(`“${each}”`)) ?? [];
			expect(text, name).toContain(why);
			left.delete(name);
		}
		for (let i = 0; i < told; i++)
			await errors(page).first().getByRole('button', { name: 'Dismiss' }).click();
		if (left.size > 0) await more.click();
	}
	await expect(errors(page)).toHaveCount(0);
}

async function refuseHuge(page: Page): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'rastudios-files-'));
	const huge = { 'huge.glb': 'is not a glTF model', 'huge.png': 'is 201 MB; at most 200 MB' };
	const paths = Object.keys(huge).map((name) => join(folder, name));
	for (const path of paths) {
		const file = await open(path, 'w');
		await file.truncate(201 * MB); // sparse: takes no room on the disk
		await file.close();
	}
	const files = Object.entries(huge).map(([name, why]) => ({ name, why, buffer: Buffer.alloc(0) }));
	await refuse(page, files, () => importPaths(page, paths));
	await rm(folder, { recursive: true });
}

async function importPaths(page: Page, paths: readonly string[]): Promise<void> {
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Import', exact: true }).first().click();
	await (await choosing).setFiles([...paths]);
}

/** What the page's script holds once all that can go has gone, buffers included. */
async function usedMemory(page: Page): Promise<number> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('HeapProfiler.collectGarbage');
	const usage = await devtools.send('Runtime.getHeapUsage');
	await devtools.detach();
	return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
}
