import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { HAPPENINGS, type Happening } from '../helpers/document-ledger.ts';
import { ACT_NAMES, arbitraryOps, runScript } from '../helpers/document-run.ts';

vi.mock('nanoid', () => import('../helpers/seeded-chance.ts'));

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);
/** Time for a run at most, on average: what finds a failure could go on shrinking it for hours. */
const SECONDS = 2_000;
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);

describe('documents fuzz', () => {
	it('[D1] whatever people do, in whatever order it arrives, they end with the same sound project', () => {
		const counts = new Map<Happening, number>();
		fc.assert(
			fc.property(
				fc.record({
					seed: fc.nat(),
					people: fc.integer({ min: 2, max: 5 }),
					ops: arbitraryOps(ACT_NAMES, 200),
				}),
				(script) => {
					const world = runScript(script);
					for (const [name, count] of world.ledger.counts) counts.set(name, (counts.get(name) ?? 0) + count);
					world.dispose();
				},
			),
			{ seed: FIRST_SEED, numRuns: RUNS, interruptAfterTimeLimit: RUNS * SECONDS },
		);
		console.log([...counts].map(([name, count]) => `${count} ${name}`).join(' · '));
		for (const name of HAPPENINGS) expect(counts.get(name), name).toBeGreaterThan(0);
	});
});
