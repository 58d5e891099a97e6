import type { Page } from '@playwright/test';
import { Person, WITHOUT_PICTURE } from '../../helpers/person.ts';
import { ServerProcess } from '../../helpers/server-process.ts';
import { chooseInProject, importProject, join, share, viewportReady } from '../../helpers/studio-steps.ts';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { heldMemory } from '../held-memory.ts';
import { playedProject } from './played-project.ts';

const ENTITIES = 1000;
const STARTS = 9;
/** Somebody who stopped a game looks at the scene before the next, ms. */
const LOOK_MS = 2000;
/** The first leave what is made once: the part that plays, the compiler's work. */
const WARM_UP = 3;
const CYCLES = 50;
const START_BUDGET_MS = 300;
/** What is drawn in software is not what is waited for. */
const FEW = 50;
const CHANGES = 9;
const CHANGE_BUDGET_MS = 1000;
/** How much of the memory may be left over. */
const MOST_LEFT = 1.05;

/** From the press on Play until the game of a thousand entities goes on and is drawn. */
export function measureStart(): Promise<Figure[]> {
	return inStudio(async (page) => {
		const times: number[] = [];
		for (let run = 0; run < STARTS + WARM_UP; run++) {
			await page.waitForTimeout(LOOK_MS);
			times.push(await enterAndLeave(page));
		}
		console.log(`play-start, the first time: ${round(times[0] ?? NaN)} ms`);
		return [againstBudget('play-start', 'ms', median(times.slice(WARM_UP)), START_BUDGET_MS)];
	});
}

/** What is held after a game was begun and left fifty times. */
export function measureCycles(): Promise<Figure[]> {
	return inStudio(async (page) => {
		const session = await page.context().newCDPSession(page);
		for (let run = 0; run < WARM_UP; run++) await enterAndLeave(page);
		const before = await heldMemory(session);
		for (let run = 0; run < CYCLES; run++) await enterAndLeave(page);
		const after = await heldMemory(session);
		return [
			{
				...{ name: 'play-cycles', unit: 'MB', ours: round(after), against: 'before', value: round(before) },
				...{ ratio: round(before / after), target: { most: round(before * MOST_LEFT) } },
			},
		];
	});
}

/** From the end of a friend's writing until the running game says what was written, in another browser. */
export function measureScriptChange(): Promise<Figure[]> {
	return inStudio(async (page, server) => {
		const link = await share(page, 'Editor', 'Ada');
		const friend = await Person.open(server.url, { name: 'Jo', flags: WITHOUT_PICTURE });
		friend.allow(/./);
		try {
			await join(friend.page, link, 'Jo');
			await chooseInProject(friend.page, 'Spin', 'Played');
			await page.getByRole('button', { name: 'Play', exact: true }).click();
			await page.getByRole('tab', { name: 'Console' }).click();
			const times: number[] = [];
			for (let run = 0; run < CHANGES; run++)
				times.push(await changeScript(friend.page, page, `said ${run}`));
			return [againstBudget('script-change', 'ms', median(times), CHANGE_BUDGET_MS)];
		} finally {
			await friend.dispose();
		}
	}, FEW);
}

/** Writes into the script what says these words, once; ms until they are read. */
async function changeScript(friend: Page, page: Page, words: string): Promise<number> {
	const name = words.replace(' ', '_');
	const text = ` if (this.entity.name === 'Box 1' && !this.${name}) { this.${name} = true; this.log('${words}'); }`;
	await friend.locator('.cm-line').filter({ hasText: 'this.entity.rotation.turn' }).click();
	await friend.keyboard.press('End');
	const seen = page.evaluate(async (expected) => {
		const isSaid = () => document.querySelector('[role=log]')?.textContent.includes(expected);
		while (!isSaid()) await new Promise((resolve) => setTimeout(resolve, 5));
		return Date.now();
	}, words);
	await friend.keyboard.insertText(text);
	const written = Date.now();
	return (await seen) - written;
}

/** Plays until it is drawn, and stops; ms from the press. */
async function enterAndLeave(page: Page): Promise<number> {
	const ms = await page.evaluate(async () => {
		const button = (label: string) =>
			[...document.querySelectorAll('button')].find((each) => each.textContent.trim() === label);
		const until = async (isSo: () => boolean) => {
			while (!isSo()) await new Promise(requestAnimationFrame);
		};
		const isPlaying = () =>
			[...document.querySelectorAll('[role=status]')].some((each) => each.textContent.includes('Playing'));
		const start = performance.now();
		button('Play')?.click();
		await until(isPlaying);
		await new Promise(requestAnimationFrame);
		return performance.now() - start;
	});
	await page.getByRole('button', { name: 'Stop', exact: true }).click();
	await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
	return ms;
}

async function inStudio(
	measure: (page: Page, server: ServerProcess) => Promise<Figure[]>,
	entities = ENTITIES,
): Promise<Figure[]> {
	const server = await ServerProcess.start();
	const person = await Person.open(server.url, { name: 'The bench' });
	// What pages report is the tests' business.
	person.allow(/./);
	try {
		const { page } = person;
		await page.goto('/');
		await importProject(page, 'played.rastudio', await playedProject(entities));
		await page.getByRole('link', { name: 'Played', exact: true }).click();
		await viewportReady(page);
		await person.whenOfflineReady(page);
		return await measure(page, server);
	} finally {
		await person.dispose();
		await server.dispose();
	}
}
