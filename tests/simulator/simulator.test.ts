import './virtual-globals.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { Figures } from './figures.ts';
import { runSeed } from './run-seed.ts';
import { SABOTAGES, type Sabotage } from './sabotage.ts';

// SEED=17 replays one run and tells the whole story; SIMULATOR_RUNS and FIRST_SEED choose others.
const ONLY = process.env['SEED'];
const FIRST = Number(ONLY ?? process.env['FIRST_SEED'] ?? 1);
const RUNS = ONLY ? 1 : Number(process.env['SIMULATOR_RUNS'] ?? 200);
/** Runs of one test: thousands of names would help nobody. */
const BATCH = 25;
const batches = Array.from({ length: Math.ceil(RUNS / BATCH) }, (_, i) => {
	const first = FIRST + i * BATCH;
	return [first, Math.min(first + BATCH, FIRST + RUNS) - 1] as const;
});
const figures = new Figures();

describe('[L40] [L41] [L42] [L43] [L44] the line and the server together, in whatever order things happen', () => {
	it.each(batches)('seeds %i to %i', { timeout: 120_000 }, async (first, last) => {
		for (let seed = first; seed <= last; seed++) {
			const run = await runSeed(seed);
			if (ONLY) console.log(run.story);
			figures.merge(run);
		}
	});

	it.skipIf(ONLY !== undefined)('do everything that can happen, and get work done meanwhile', () => {
		expect(figures.of('edits acknowledged')).toBeGreaterThan(RUNS * 20);
		for (const name of [
			'server killed',
			'machine gone',
			'server restarts',
			'disk full',
			'half-open',
			'device lost',
		])
			expect(figures.of(`did: ${name}`), name).toBeGreaterThan(0);
	});

	afterAll(() => console.log(figures.toString()));
});

describe('a server broken on purpose', () => {
	const caughtWithin = async (sabotage: Sabotage, runs: number): Promise<number | null> => {
		for (let seed = 1; seed <= runs; seed++) {
			const verdict = await runSeed(seed, sabotage).then(
				() => 'well',
				() => 'caught',
			);
			if (verdict === 'caught') return seed;
		}
		return null;
	};

	it.each(SABOTAGES)('is caught: %s', async (sabotage) => {
		expect(await caughtWithin(sabotage, 40)).not.toBeNull();
	});
});
