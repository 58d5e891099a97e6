import { Worker } from 'node:worker_threads';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, type Result } from '#lib/base/result.ts';
import type { CompactDocument } from '#lib/doc/compact-updates.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { Merger } from './merger.ts';

export type MergeWork =
	| { readonly kind: 'compact'; readonly updates: readonly Uint8Array[] }
	| { readonly kind: 'diff'; readonly state: Uint8Array; readonly stateVector: Uint8Array }
	| { readonly kind: 'read'; readonly update: Uint8Array };
export type MergeJob = { readonly id: number; readonly work: MergeWork };
export type MergeAnswer = { readonly id: number; readonly value?: unknown; readonly error?: string };

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (cause: Error) => void };

/** Milliseconds without work after which the thread is let go, and its memory with it. */
const IDLE_MS = 30_000;
/** Megabytes: a document that takes more to merge is not one of ours, and ends the thread instead of the server. */
const MAX_HEAP_MB = 1024;

/** One thread for all rooms: started with the first job, started anew after it died. */
export class WorkerMerger implements Merger {
	#clock: Clock;
	#log: Log;
	#entry: URL;
	#worker: Worker | null = null;
	#waiting = new Map<number, Waiting>();
	#nextId = 1;
	#closed = false;
	#cancelIdle: Dispose | null = null;

	constructor(
		{ clock, log }: { clock: Clock; log: Log },
		entry: URL = new URL('./merge-worker.ts', import.meta.url),
	) {
		this.#clock = clock;
		this.#log = log;
		this.#entry = entry;
	}

	compact(updates: readonly Uint8Array[]): Promise<CompactDocument> {
		return this.#run({ kind: 'compact', updates }) as Promise<CompactDocument>;
	}

	diff(state: Uint8Array, stateVector: Uint8Array): Promise<Uint8Array> {
		return this.#run({ kind: 'diff', state, stateVector }) as Promise<Uint8Array>;
	}

	async read(update: Uint8Array): Promise<Result<UpdateSummary, string>> {
		try {
			return (await this.#run({ kind: 'read', update })) as Result<UpdateSummary, string>;
		} catch (cause) {
			return err(`The update cannot be read (${describeCause(cause)})`);
		}
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#end('The server ends');
	}

	/** Whether a thread is there just now. */
	get isRunning(): boolean {
		return this.#worker !== null;
	}

	#run(work: MergeWork): Promise<unknown> {
		if (this.#closed) return Promise.reject(new Error('The server ends'));
		this.#cancelIdle?.();
		this.#cancelIdle = null;
		const worker = (this.#worker ??= this.#start());
		return new Promise((resolve, reject) => {
			const id = this.#nextId++;
			this.#waiting.set(id, { resolve, reject });
			worker.postMessage({ id, work } satisfies MergeJob);
		});
	}

	#start(): Worker {
		const worker = new Worker(this.#entry, {
			execArgv: [],
			resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
		});
		worker.unref();
		worker.on('message', (answer: MergeAnswer) => this.#answer(answer));
		worker.on('error', (cause) => {
			this.#log.error('The merge thread died; it starts again', { cause: describeCause(cause) });
			this.#fail(worker, describeCause(cause));
		});
		worker.on('exit', () => this.#fail(worker, 'The merge thread ended'));
		return worker;
	}

	#answer({ id, value, error }: MergeAnswer): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (error === undefined) waiting?.resolve(value);
		else waiting?.reject(new Error(error));
		if (this.#waiting.size > 0 || this.#closed) return;
		this.#cancelIdle = this.#clock.after(IDLE_MS, () => {
			this.#cancelIdle = null;
			void this.#end('The merge thread had nothing to do');
		});
	}

	#fail(worker: Worker, reason: string): void {
		if (this.#worker !== worker) return;
		this.#worker = null;
		const waiting = [...this.#waiting.values()];
		this.#waiting.clear();
		for (const { reject } of waiting) reject(new Error(reason));
	}

	async #end(reason: string): Promise<void> {
		this.#cancelIdle?.();
		this.#cancelIdle = null;
		const worker = this.#worker;
		if (!worker) return;
		this.#fail(worker, reason);
		await worker.terminate();
	}
}
