import { readFile } from 'node:fs/promises';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { add, newProject, viewportReady } from '../helpers/studio-steps.ts';

test('[T75][T77][T78] a game is recorded, saved, and played again; what is no recording changes nothing', async ({
	person,
}) => {
	const { page } = await person({ reducedMotion: 'reduce', viewport: { width: 960, height: 640 } });
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const told = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
	// By mouse: a part of the studio that is on its way keeps keys from being commands.
	const choose = async (item: string) => {
		await button('Looking for a bug').click();
		await page.getByRole('menuitem', { name: item, exact: true }).click();
	};
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await page.getByRole('tab', { name: 'Console' }).click();
	await button('Play').click();
	await expect(told('Playing a copy')).toBeVisible();
	await button('Pause').click();
	await button('One tick further').click();
	await button('Stop').click();
	const saving = page.waitForEvent('download');
	await choose('Save recording');
	const saved = await saving;
	const recording = await readFile(await saved.path());
	expect(JSON.parse(String(recording))).toMatchObject({ kind: 'rastudios-recording', scene: 'Scene 1' });

	const open = async (name: string, buffer: Buffer) => {
		const choosing = page.waitForEvent('filechooser');
		await choose('Play a recording…');
		await (await choosing).setFiles({ name, mimeType: 'application/json', buffer });
	};
	await open('notes.json', Buffer.from('{}'));
	await expect(page.getByText('“notes.json” is not the recording of a game', { exact: false })).toBeVisible();
	await open('mine.json', recording);
	await expect(told('The recording is over: the game was the same')).toBeVisible();
	expect(await findings(page)).toEqual([]);
	await button('Go on').click();
	await expect(told('Playing a copy')).toBeVisible();
});
