import type { Page } from '@playwright/test';
import { Person } from '../../helpers/person.ts';
import { ServerProcess } from '../../helpers/server-process.ts';
import { importProject, viewportReady } from '../../helpers/studio-steps.ts';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { heldMemory } from '../held-memory.ts';
import { playedProject } from './played-project.ts';

const ENTITIES = 1000;
const STARTS = 9;
/** The first leave what is made once: the part that plays, the compiler's work. */
const WARM_UP = 3;
const CYCLES = 50;
const START_BUDGET_MS = 300;
/** How much of the memory may be left over. */
const MOST_LEFT = 1.05;

/** From the press on Play until the game of a thousand entities goes on and is drawn. */
export function measureStart(): Promise<Figure[]> {
	return inStudio(async (page) => {
		const times: number[] = [];
		for (let run = 0; run < STARTS + WARM_UP; run++) times.push(await enterAndLeave(page));
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

async function inStudio(measure: (page: Page) => Promise<Figure[]>): Promise<Figure[]> {
	const server = await ServerProcess.start();
	const person = await Person.open(server.url, { name: 'The bench' });
	// What pages report is the tests' business.
	person.allow(/./);
	try {
		const { page } = person;
		await page.goto('/');
		await importProject(page, 'played.rastudio', await playedProject(ENTITIES));
		await page.getByRole('link', { name: 'Played', exact: true }).click();
		await viewportReady(page);
		await person.whenOfflineReady(page);
		return await measure(page);
	} finally {
		await person.dispose();
		await server.dispose();
	}
}
