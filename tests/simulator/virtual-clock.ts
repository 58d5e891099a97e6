import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { withinVirtualTime } from './virtual-globals.ts';

type Entry = { readonly at: number; readonly order: number; run: (() => void) | null };

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Lets everything promised so far happen. Only a real turn of the loop drains promises of any depth. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time of a whole simulation: stands still while code runs, jumps to what is due next. */
export class VirtualClock implements Clock {
	#now: number;
	#order = 0;
	/** A binary heap, soonest first; cancelled entries stay until their time. */
	#heap: Entry[] = [];
	#pending = 0;
	/** Things that happened so far. */
	turns = 0;

	constructor(start: number) {
		this.#now = start;
	}

	now(): number {
		return this.#now;
	}

	/** How many calls are still to come. */
	get pending(): number {
		return this.#pending;
	}

	after(ms: number, run: () => void): Dispose {
		const entry: Entry = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
		this.#push(entry);
		this.#pending++;
		return () => {
			if (!entry.run) return;
			entry.run = null;
			this.#pending--;
		};
	}

	/** Runs what falls due within `ms`, in order, or until `isDone`; what it answers is whether that came. */
	async advance(ms: number, isDone: () => boolean = () => false): Promise<boolean> {
		const end = this.#now + ms;
		await settle();
		if (isDone()) return true;
		for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
			this.#pop();
			if (!next.run) continue;
			this.#now = next.at;
			await this.#happen(next);
			if (isDone()) return true;
		}
		this.#now = end;
		return false;
	}

	/** A view whose own timers can be counted, and can all die at once. */
	scope(): ClockScope {
		return new ClockScope(this);
	}

	async #happen(entry: Entry): Promise<void> {
		const { run } = entry;
		if (!run) return;
		entry.run = null;
		this.#pending--;
		this.turns++;
		withinVirtualTime(this, run);
		await settle();
	}

	#push(entry: Entry): void {
		const heap = this.#heap;
		let at = heap.length;
		heap.push(entry);
		while (at > 0) {
			const up = (at - 1) >> 1;
			const parent = heap[up] as Entry;
			if (!isBefore(entry, parent)) break;
			heap[at] = parent;
			at = up;
		}
		heap[at] = entry;
	}

	#pop(): void {
		const heap = this.#heap;
		const last = heap.pop() as Entry;
		if (heap.length === 0) return;
		let at = 0;
		for (;;) {
			const left = 2 * at + 1;
			const right = left + 1;
			let least = left;
			if (right < heap.length && isBefore(heap[right] as Entry, heap[left] as Entry)) least = right;
			const child = heap[least];
			if (!child || !isBefore(child, last)) break;
			heap[at] = child;
			at = least;
		}
		heap[at] = last;
	}
}

/** The clock of one process: dies with it. */
export class ClockScope implements Clock {
	readonly #clock: Clock;
	readonly #timers = new Set<Dispose>();
	/** What fell due while the process slept, in order. */
	#overslept: (() => void)[] | null = null;
	isDead = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get pending(): number {
		return this.#timers.size;
	}

	now(): number {
		return this.#clock.now();
	}

	after(ms: number, run: () => void): Dispose {
		if (this.isDead) return () => undefined;
		const fire = () => {
			if (!this.#timers.has(stop)) return;
			if (this.#overslept) return void this.#overslept.push(fire);
			this.#timers.delete(stop);
			run();
		};
		const cancel = this.#clock.after(ms, fire);
		const stop = () => {
			this.#timers.delete(stop);
			cancel();
		};
		this.#timers.add(stop);
		return stop;
	}

	/** Like a laptop that is shut: nothing happens until it wakes, then everything that was due. */
	sleep(): void {
		this.#overslept ??= [];
	}

	wake(): void {
		const overslept = this.#overslept ?? [];
		this.#overslept = null;
		for (const fire of overslept) this.#clock.after(0, fire);
	}

	/** The process is gone: nothing of it happens any more. */
	kill(): void {
		this.isDead = true;
		for (const stop of [...this.#timers]) stop();
	}
}
