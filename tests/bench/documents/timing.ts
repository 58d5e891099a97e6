import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from '../figure.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Milliseconds that `run` takes of what `prepare` made, garbage of earlier runs collected before. */
export function time<T>(prepare: () => T, run: (prepared: T) => void): number {
	const prepared = prepare();
	collectGarbage();
	const start = performance.now();
	run(prepared);
	return performance.now() - start;
}

/** Medians of two measurements made in turn, so that both meet the same machine. */
export function inTurn(
	runs: number,
	ours: () => number,
	theirs: () => number,
): { ours: number; theirs: number } {
	// Once for nothing: the first run pays for compiling.
	ours();
	theirs();
	const times = { ours: [] as number[], theirs: [] as number[] };
	for (let run = 0; run < runs; run++) {
		times.ours.push(ours());
		times.theirs.push(theirs());
	}
	return { ours: median(times.ours), theirs: median(times.theirs) };
}

/** Megabytes the heap grows by what `make` returns. */
export function heapOf(make: () => object): number {
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	const made = make();
	collectGarbage();
	const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
	// Held until here, or there would be nothing to measure.
	if (Object.keys(made).length < 0) throw new Error('unreachable');
	return grown;
}
