// Imported before anything else: libraries keep `Date.now` and the like from the moment they are loaded.
import { webcrypto } from 'node:crypto';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Random } from '#lib/base/random.ts';

type Run = (...args: unknown[]) => void;

let clock: Clock | null = null;
let random: Random | null = null;

const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
const systemNow = Date.now.bind(Date);
const systemRandomValues = webcrypto.getRandomValues.bind(webcrypto);

/** A timer of virtual time, where others hold a number or a `Timeout`. */
class VirtualTimer {
	cancel: Dispose = () => undefined;
	unref(): this {
		return this;
	}
}

function repeat(timer: VirtualTimer, on: Clock, ms: number, run: () => void): void {
	timer.cancel = on.after(ms, () => {
		repeat(timer, on, ms, run);
		run();
	});
}

Date.now = () => clock?.now() ?? systemNow();

globalThis.setTimeout = ((run: Run, ms = 0, ...args: unknown[]) => {
	if (!clock) return setTimeout(run, ms, ...args);
	const timer = new VirtualTimer();
	timer.cancel = clock.after(ms, () => run(...args));
	return timer;
}) as typeof globalThis.setTimeout;

globalThis.setInterval = ((run: Run, ms = 0, ...args: unknown[]) => {
	if (!clock) return setInterval(run, ms, ...args);
	const timer = new VirtualTimer();
	repeat(timer, clock, ms, () => run(...args));
	return timer;
}) as typeof globalThis.setInterval;

const stop = (cancelSystem: (timer: never) => void) => (timer: unknown) =>
	timer instanceof VirtualTimer ? timer.cancel() : cancelSystem(timer as never);

globalThis.clearTimeout = stop(clearTimeout);
globalThis.clearInterval = stop(clearInterval);

webcrypto.getRandomValues = ((words: Uint32Array<ArrayBuffer>) => {
	const draw = random;
	if (!draw || !(words instanceof Uint32Array)) return systemRandomValues(words);
	words.forEach((_, i) => (words[i] = Math.floor(draw() * 2 ** 32)));
	return words;
}) as typeof webcrypto.getRandomValues;

/** What libraries take for chance, from here on; null: the system's. */
export function seedGlobals(source: Random | null): void {
	random = source;
}

/** Runs something that uses the global timers and `Date.now`, on virtual time. */
export function withinVirtualTime<T>(on: Clock, run: () => T): T {
	const before = clock;
	clock = on;
	try {
		return run();
	} finally {
		clock = before;
	}
}
