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

/** Holds what is being measured: nothing else would. */
const held: object[] = [];

/** Megabytes the heap grows by what `make` returns. */
export function heapOf(make: () => object): number {
	const settle = () => {
		// Once is not enough: what a first pass unlinks, only the next one frees.
		for (let pass = 0; pass < 4; pass++) collectGarbage();
		return process.memoryUsage().heapUsed;
	};
	const before = settle();
	held.push(make());
	const grown = settle() - before;
	held.pop();
	return grown / 2 ** 20;
}
