import type { Page } from '@playwright/test';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { heldMemory } from '../held-memory.ts';

const RUNS = 5;
const FRAMES = 12;
/** A frame of a display that shows sixty a second, ms. */
const FRAME_BUDGET = 16.7;
const SCENES = 10;
const SCENE_ENTITIES = 5000;
/** How much of the memory may be left over, after everything was opened and closed once. */
const MOST_LEFT = 1.05;

/** Fifty thousand entities: opened, and gone around. Script alone, as in the other figures. */
export async function measureFiftyThousand(
	page: Page,
	model: string,
	only: (name: string) => boolean,
): Promise<Figure[]> {
	await startAnew(page);
	const { ours, theirs } = await page.evaluate(
		async ({ model, runs, frames }) => {
			const { visits, leaveOutDrawing } = globalThis.viewportBench;
			leaveOutDrawing();
			visits.prepare(model, 50_000);
			const [ours, theirs] = [[], []] as Awaited<ReturnType<typeof visits.visit>>[][];
			for (let run = 0; run < runs; run++) {
				ours?.push(await visits.visit(frames));
				theirs?.push(await visits.visitNaive(2));
			}
			return { ours: ours ?? [], theirs: theirs ?? [] };
		},
		{ model, runs: RUNS, frames: FRAMES },
	);
	const opened = median(ours.map((each) => each.opened));
	const naive = median(theirs.map((each) => each.opened));
	const frame = median(ours.flatMap(({ frames }) => frames));
	const figures: Figure[] = [
		{
			...{ name: 'open-50k', unit: 'ms', ours: round(opened), against: 'one mesh each, made of ready parts' },
			...{ value: round(naive), ratio: round(naive / opened) },
		},
		againstBudget('orbit-50k', 'ms', frame, FRAME_BUDGET),
	];
	console.log(`orbit-50k, one mesh each: ${round(median(theirs.flatMap(({ frames }) => frames)))} ms`);
	return figures.filter(({ name }) => only(name));
}

/** What of ten scenes is still there after they were opened, looked at and closed, one after the other. */
export async function measureTenScenes(page: Page, model: string): Promise<Figure> {
	await startAnew(page);
	await page.evaluate(() => globalThis.viewportBench.leaveOutDrawing());
	const session = await page.context().newCDPSession(page);
	const visit = (seed: number) =>
		page.evaluate(({ model, count, seed }) => globalThis.viewportBench.visits.another(model, count, seed), {
			...{ model, count: SCENE_ENTITIES, seed },
		});
	// The first ones leave what is made once.
	for (let seed = 1; seed <= 2; seed++) await visit(seed);
	const before = await heldMemory(session);
	const held: number[] = [];
	for (let seed = 3; seed < 3 + SCENES; seed++) {
		await visit(seed);
		held.push(await heldMemory(session));
	}
	console.log(`ten-scenes: ${round(before)} MB, then ${held.map((each) => each.toFixed(1)).join(', ')}`);
	const after = held.at(-1) ?? NaN;
	return {
		...{ name: 'ten-scenes', unit: 'MB', ours: round(after), against: 'before', value: round(before) },
		...{ ratio: round(before / after), target: { most: round(before * MOST_LEFT) } },
	};
}

async function startAnew(page: Page): Promise<void> {
	await page.reload();
	await page.waitForFunction(() => 'viewportBench' in globalThis);
}
