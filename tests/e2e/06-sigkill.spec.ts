import type { JSHandle, Page } from '@playwright/test';
import { hashAsset } from '#lib/base/ids.ts';
import { parseShareLink } from '#lib/sync/share-link.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { pngImage } from '../helpers/made-files.ts';
import { Person, WITHOUT_PICTURE } from '../helpers/person.ts';
import type { ServerProcess } from '../helpers/server-process.ts';
import {
	add,
	expectTree,
	importFiles,
	join,
	newProject,
	readTree,
	saveState,
	select,
	share,
	studioReady,
} from '../helpers/studio-steps.ts';

const ON_SERVER = 'Saved here and on the server';
const ROUNDS = 3;
const TALL = { width: 1000, height: 1200 };
/** The tree of all rounds fits its panel. */
const MOST_EDITS = 10;

test('[6] SIGKILL amid edits: what the indicator called saved on the server is there for a new person', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada', viewport: TALL, flags: WITHOUT_PICTURE });
	ada.allow(...SERVER_AWAY);
	const { page } = ada;
	await newProject(page);
	const studio = page.url();
	await add(page, 'Box');
	const link = await share(page, 'Editor');
	await expect(saveState(page)).toHaveText(ON_SERVER);

	for (let round = 1; round <= ROUNDS; round++) {
		await test.step(`round ${round}`, async () => {
			const saved = await editAndKill(page, server);
			await test.step('an edit while it is down waits, and is kept here', async () => {
				await page.keyboard.press('Control+d');
				await expect(saveState(page)).toHaveText(/\d+ changes? waiting$/);
			});
			const made = await readTree(page);
			// With Ada gone, whatever a new person sees comes from the disk of the server that was killed.
			await page.goto('about:blank');
			await server.restart();
			const found = await seenByNewPerson(server, link);
			expect(saved.filter((name) => !found.includes(name))).toEqual([]);

			await test.step('and what was made meanwhile arrives once both are back', async () => {
				await page.goto(studio);
				await studioReady(page);
				await expectTree(page, made);
				await expect(saveState(page)).toHaveText(ON_SERVER);
			});
		});
	}
	expect(await seenByNewPerson(server, link)).toEqual(await readTree(page));
});

test('[6] SIGKILL after an import: an image called saved on the server is there byte for byte', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	ada.allow(...SERVER_AWAY);
	await newProject(ada.page);
	const link = await share(ada.page, 'Viewer');
	const image = pngImage(64, 64);
	await importFiles(ada.page, { name: 'brick.png', mimeType: 'image/png', buffer: image });
	await expectTree(ada.page, ['brick']);
	await expect(saveState(ada.page)).toHaveText(ON_SERVER);
	await server.kill();
	await ada.page.goto('about:blank');
	await server.restart();

	const invitation = parseShareLink(link, 0);
	if (!invitation.ok) throw new Error(invitation.error.message);
	const { projectId, token } = invitation.value;
	const hash = await hashAsset(new Uint8Array(image));
	const answer = await fetch(`${server.url}/api/projects/${projectId}/assets/${hash}`, {
		headers: { Authorization: `Bearer ${token}` },
	});
	expect(answer.status).toBe(200);
	expect(Buffer.from(await answer.arrayBuffer()).equals(image)).toBe(true);
});

/** Edits without pause until the server is killed; resolves to what had been called saved on it. */
async function editAndKill(page: Page, server: ServerProcess): Promise<readonly string[]> {
	await select(page, 'Box');
	const before = (await readTree(page)).length;
	const saved = await watchSaved(page);
	let edits = 0;
	const editing = (async () => {
		for (; server.running && edits < MOST_EDITS; edits++) await page.keyboard.press('Control+d');
	})();
	await page.waitForFunction(({ saved, before }) => saved.size > before, { saved, before });
	await server.kill();
	await editing;
	await expect.poll(async () => (await readTree(page)).length).toBe(before + edits);
	return await saved.evaluate((names) => [...names]);
}

/** Remembers, at every change on screen, what the tree shows while the indicator calls it all saved on the server. */
async function watchSaved(page: Page): Promise<JSHandle<Set<string>>> {
	return await page.evaluateHandle((claim) => {
		const names = new Set<string>();
		const look = () => {
			const signs = [...document.querySelectorAll('[role="status"]')];
			if (!signs.some((sign) => sign.textContent?.trim() === claim)) return;
			for (const row of document.querySelectorAll('[role="treeitem"]')) names.add(row.ariaLabel ?? '');
		};
		new MutationObserver(look).observe(document.body, {
			subtree: true,
			childList: true,
			characterData: true,
			attributes: true,
		});
		return names;
	}, ON_SERVER);
}

async function seenByNewPerson(server: ServerProcess, link: string): Promise<readonly string[]> {
	const grace = await Person.open(server.url, { name: 'Grace', viewport: TALL, flags: WITHOUT_PICTURE });
	try {
		await join(grace.page, link, 'Grace');
		await expect(saveState(grace.page)).toHaveText(ON_SERVER);
		return await readTree(grace.page);
	} finally {
		await grace.dispose();
	}
}
