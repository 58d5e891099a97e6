import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { HAPPENINGS, type Happening } from '../helpers/document-ledger.ts';
import { ACT_NAMES, arbitraryOps, runScript } from '../helpers/document-run.ts';

vi.mock('nanoid', () => import('../helpers/seeded-chance.ts'));

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);
/** Milliseconds, many times what it takes: whatever finds a failure could go on shrinking it for hours. */
const TIME = RUNS * 2_000;
/** On average at least: 2,000 runs are 100,000 commands. */
const COMMANDS = 50;
const IS_SOAK = process.env['FUZZ_RUNS'] !== undefined;
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);

describe('documents fuzz', () => {
	it(
		'[D1] whatever people do, in whatever order it arrives, they end with the same sound project',
		{ timeout: 2 * TIME },
		() => {
			const counts = new Map<Happening, number>();
			fc.assert(
				fc.property(
					fc.record({
						seed: fc.nat(),
						people: fc.integer({ min: 2, max: 5 }),
						ops: arbitraryOps(ACT_NAMES, 220),
					}),
					(script) => {
						const world = runScript(script);
						for (const [name, count] of world.ledger.counts)
							counts.set(name, (counts.get(name) ?? 0) + count);
						world.dispose();
					},
				),
				{ seed: FIRST_SEED, numRuns: RUNS, interruptAfterTimeLimit: TIME },
			);
			if (IS_SOAK) console.log([...counts].map(([name, count]) => `${count} ${name}`).join(' · '));
			for (const name of HAPPENINGS) expect(counts.get(name), name).toBeGreaterThan(0);
			expect(counts.get('commands')).toBeGreaterThanOrEqual(RUNS * COMMANDS);
		},
	);
});
