import * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import type { Dispose } from '../../base/disposer.ts';
import { asStorageFailure, StorageFailure, storageProblem } from '../storage-failure.ts';
import type { ParamsOf, ResultOf, TaskName } from './device-tasks.ts';
import { taskOf, type DeviceWork, type RunOptions } from './device-work.ts';
import { parseFromWorker, type FromWorker, type ToWorker } from './task-message.ts';

/** The page's side of the line to one worker. */
export type WorkerLine = {
	post(message: ToWorker, transfer: readonly Transferable[]): void;
	onMessage(listener: (data: unknown) => void): void;
	/** Told when the worker did not start, or something in it broke. */
	onError(listener: (why: string) => void): void;
	terminate(): void;
};

export type WorkerWorkOptions = {
	readonly database: string;
	readonly clock: Clock;
	readonly startWorker: () => WorkerLine | null;
	/** Does the work where no worker starts. */
	readonly inPlace: DeviceWork;
};

/** Code that is not here by then is not on its way: milliseconds. */
const START_TIMEOUT_MS = 10_000;

type Run = {
	readonly task: TaskName;
	readonly settle: (answer: Answer) => void;
	readonly report: (progress: unknown) => void;
};

type Answer =
	| Extract<FromWorker, { kind: 'done' | 'failed' | 'cancelled' }>
	/** The worker never came to do anything. */
	| { readonly kind: 'not-started' };

/** Work done by this page's worker, which is started by the first task. */
export class WorkerWork implements DeviceWork {
	readonly #options: WorkerWorkOptions;
	readonly #runs = new Map<number, Run>();
	#line: WorkerLine | null = null;
	#ready = false;
	/** No worker starts here: tried once. */
	#refused = false;
	#closed = false;
	#lastNumber = 0;
	#stopWaiting: Dispose | null = null;

	constructor(options: WorkerWorkOptions) {
		this.#options = options;
	}

	async run<Name extends TaskName>(
		name: Name,
		params: ParamsOf<Name>,
		options: RunOptions<Name> = {},
	): Promise<ResultOf<Name>> {
		options.signal?.throwIfAborted();
		const line = this.#start();
		if (!line) return this.#options.inPlace.run(name, params, options);
		const answer = await this.#ask(line, name, params, options);
		switch (answer.kind) {
			case 'done':
				return readResult(name, answer.result);
			case 'failed':
				throw new StorageFailure(answer.problem);
			case 'cancelled':
				throw options.signal?.reason ?? closed();
			case 'not-started':
				return this.#options.inPlace.run(name, params, options);
		}
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#end({ reason: 'lost', message: closed().message });
		this.#options.inPlace.close();
	}

	letGo(): void {
		if (this.#line) this.#end(storageProblem('lost', 'the page was stopped by the browser'));
	}

	#start(): WorkerLine | null {
		if (this.#line || this.#refused || this.#closed) return this.#line;
		const { startWorker, database, clock } = this.#options;
		const line = startWorker();
		if (!line) {
			this.#refused = true;
			return null;
		}
		this.#line = line;
		this.#ready = false;
		line.onMessage((data) => this.#hear(line, data));
		line.onError((why) => this.#lose(line, why));
		line.post({ kind: 'start', database }, []);
		this.#stopWaiting = clock.after(START_TIMEOUT_MS, () => this.#lose(line, 'it did not start'));
		return line;
	}

	#ask<Name extends TaskName>(
		line: WorkerLine,
		task: Name,
		params: ParamsOf<Name>,
		{ signal, onProgress, transfer = [] }: RunOptions<Name>,
	): Promise<Answer> {
		const number = ++this.#lastNumber;
		const cancel = () => line.post({ kind: 'cancel', number }, []);
		const { progress: schema } = taskOf(task);
		const answered = new Promise<Answer>((settle) => {
			const report = (progress: unknown) => {
				const parsed = v.safeParse(schema, progress);
				if (parsed.success) onProgress?.(parsed.output);
			};
			this.#runs.set(number, { task, settle, report });
			signal?.addEventListener('abort', cancel);
			try {
				line.post({ kind: 'run', number, task, params }, this.#ready ? transfer : []);
			} catch (thrown) {
				settle({ kind: 'failed', number, problem: asStorageFailure(thrown).problem });
			}
		});
		return answered.finally(() => {
			this.#runs.delete(number);
			signal?.removeEventListener('abort', cancel);
		});
	}

	#hear(line: WorkerLine, data: unknown): void {
		if (line !== this.#line) return;
		const message = parseFromWorker(data);
		if (!message) return;
		if (message.kind === 'ready') {
			this.#ready = true;
			this.#stopWaiting?.();
		} else if (message.kind === 'progress') this.#runs.get(message.number)?.report(message.progress);
		else this.#runs.get(message.number)?.settle(message);
	}

	/** A worker that never started is not tried again; one that broke is, with the next task. */
	#lose(line: WorkerLine, why: string): void {
		if (line !== this.#line) return;
		if (this.#ready) this.#end(storageProblem('lost', why));
		else {
			this.#refused = true;
			this.#end(null);
		}
	}

	#end(problem: StorageFailure['problem'] | null): void {
		this.#stopWaiting?.();
		this.#line?.terminate();
		this.#line = null;
		for (const [number, { settle }] of this.#runs) {
			settle(problem ? { kind: 'failed', number, problem } : { kind: 'not-started' });
		}
	}
}

function readResult<Name extends TaskName>(name: Name, result: unknown): ResultOf<Name> {
	const parsed = v.safeParse(taskOf(name).result, result);
	if (parsed.success) return parsed.output;
	throw new StorageFailure(storageProblem('unknown', `${name} answered something else`));
}

const closed = () => new StorageFailure(storageProblem('lost', 'the storage was closed by this page'));
