import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { onBenchPage } from '../documents/bench-page.ts';
import { median, round, type Figure } from '../figure.ts';
import { sayingLoad } from '../records/machine-load.ts';
import type { TreeRun } from './page/tree-page.ts';

const RUNS = 11;
/** The first ones are the compiler's. */
const WARM_UP = 3;
const STEPS = ['open', 'expand', 'scroll', 'rename', 'select'] as const;
const LEAST = 10;

/** The hierarchy of ten thousand entities, all groups open: what one does with it, until it is painted. */
export function measureTree(): Promise<Figure[]> {
	const plugins = [svelte({ configFile: false, preprocess: vitePreprocess() })];
	return onBenchPage(
		'tree.html',
		(page) =>
			sayingLoad('tree-10k', async () => {
				page.setDefaultTimeout(120_000);
				await page.waitForFunction(() => 'treeBench' in globalThis);
				const runs: TreeRun[] = [];
				for (let run = 0; run < RUNS + WARM_UP; run++)
					runs.push(await page.evaluate((run) => globalThis.treeBench.measure(run), run));
				return [figureOf(runs.slice(WARM_UP))];
			}),
		{ suite: 'viewport', plugins },
	);
}

/** All steps together; each is told beside. */
function figureOf(runs: readonly TreeRun[]): Figure {
	const middle = (side: keyof TreeRun, step: (typeof STEPS)[number]) =>
		median(runs.map((run) => run[side][step]));
	for (const step of STEPS)
		console.log(
			`tree-10k, ${step}: ${round(middle('ours', step))} ms, plain ${round(middle('theirs', step))} ms`,
		);
	const sum = (side: keyof TreeRun) => STEPS.reduce((all, step) => all + middle(side, step), 0);
	const [ours, value] = [sum('ours'), sum('theirs')];
	return {
		...{ name: 'tree-10k', unit: 'ms', ours: round(ours), against: 'a row of DOM each', value: round(value) },
		...{ ratio: round(value / ours), target: { ratio: LEAST } },
	};
}
