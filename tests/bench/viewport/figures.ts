import type { Page } from '@playwright/test';
import { madeGlb } from '../../helpers/made-gltf.ts';
import { onBenchPage } from '../documents/bench-page.ts';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { sayingLoad } from '../records/machine-load.ts';
import type { Times } from './page/viewport-page.ts';
import { measureFiftyThousand, measureTenScenes } from './scene-figures.ts';

const RUNS = 15;
/** The first few are the compiler's. */
const WARM_UP = 4;
const STRETCHES = 7;
/** What came from somebody else is drawn within so many frames; the slowest of them counts. */
const MOST_FRAMES = 2;

/**
 * What script takes for a frame, of frames one after the other and (`-paced`) as the display asks for them. In between
 * the browser draws in software, which empties the processor's caches: a graphics card would not.
 */
const FRAMES: Record<
	string,
	{ readonly move: 'orbit' | 'drag'; readonly paced: boolean; readonly least?: number }
> = {
	'frame-script-10k': { move: 'orbit', paced: false, least: 50 },
	'frame-script-10k-paced': { move: 'orbit', paced: true },
	'drag-100': { move: 'drag', paced: false, least: 20 },
	'drag-100-paced': { move: 'drag', paced: true },
};

/** Of ten thousand entities, against a mesh of three.js each, in the same page and in turn. */
export const TEN_THOUSAND = [...Object.keys(FRAMES), 'pick-10k', 'remote-edit'];
export const FIFTY_THOUSAND = ['open-50k', 'orbit-50k'];

export function measureViewport(only: (name: string) => boolean): Promise<Figure[]> {
	const measure = (page: Page) => sayingLoad('viewport', () => measureOn(page, only));
	return onBenchPage('viewport.html', measure, { suite: 'viewport', picture: true });
}

async function measureOn(page: Page, only: (name: string) => boolean): Promise<Figure[]> {
	page.setDefaultTimeout(300_000);
	const model = Buffer.from(madeGlb([{ mesh: 0 }])).toString('base64');
	const figures: Figure[] = [];
	if (TEN_THOUSAND.some(only)) figures.push(...(await measureTenThousandOn(page, model, only)));
	if (FIFTY_THOUSAND.some(only)) figures.push(...(await measureFiftyThousand(page, model, only)));
	if (only('ten-scenes')) figures.push(await measureTenScenes(page, model));
	return figures;
}

async function measureTenThousandOn(
	page: Page,
	model: string,
	only: (name: string) => boolean,
): Promise<Figure[]> {
	await page.waitForFunction(() => 'viewportBench' in globalThis);
	const scene = await page.evaluate((base64) => globalThis.viewportBench.open(base64), model);
	console.log(`${scene.entities} entities, ${scene.meshes} meshes: ${scene.draws} draw calls`);
	const runs = RUNS + WARM_UP;
	const figures: Figure[] = [];
	for (const [name, { move, paced, least }] of Object.entries(FRAMES)) {
		if (!only(name)) continue;
		const times = await page.evaluate(
			({ move, paced, stretches }) => globalThis.viewportBench[move](stretches, paced),
			{ move, paced, stretches: STRETCHES + 1 },
		);
		figures.push(compare(name, 'ms', times, 'one mesh each', { warmUp: 1, least }));
	}
	if (only('pick-10k')) {
		const times = await page.evaluate((runs) => globalThis.viewportBench.pick(runs), runs);
		if (times.met.some((met) => met < runs * 5)) throw new Error('The picks met hardly anything');
		figures.push(compare('pick-10k', 'µs', times, 'three.js raycast', { warmUp: WARM_UP, least: 20 }));
	}
	if (only('remote-edit')) {
		const frames = await page.evaluate((runs) => globalThis.viewportBench.remoteEdits(runs), runs);
		figures.push(againstBudget('remote-edit', 'frames', Math.max(...frames), MOST_FRAMES));
	}
	return figures;
}

function compare(
	name: string,
	unit: string,
	times: Times,
	against: string,
	{ warmUp, least }: { readonly warmUp: number; readonly least?: number | undefined },
): Figure {
	const [ours, value] = [median(times.ours.slice(warmUp)), median(times.theirs.slice(warmUp))];
	return {
		...{ name, unit, ours: round(ours), against, value: round(value), ratio: round(value / ours) },
		...(least !== undefined && { target: { ratio: least } }),
	};
}
