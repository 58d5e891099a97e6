import { asStorageFailure } from '../storage-failure.ts';
import type { DeviceTask, TaskDevice } from './device-task.ts';
import {
	DEVICE_TASKS,
	type ParamsOf,
	type ProgressOf,
	type ResultOf,
	type TaskName,
} from './device-tasks.ts';

export type RunOptions<Name extends TaskName> = {
	/** Aborted: the task stops at its next step. The promise settles only then, so that nothing is at work after it. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: ProgressOf<Name>) => void;
	/** Buffers of `params` to be handed over rather than copied; the caller no longer has them. */
	readonly transfer?: readonly Transferable[];
};

/** Heavy work on what this device keeps. Rejects with a StorageFailure, or with the signal's reason. */
export interface DeviceWork {
	run<Name extends TaskName>(
		name: Name,
		params: ParamsOf<Name>,
		options?: RunOptions<Name>,
	): Promise<ResultOf<Name>>;
	/** Ends what is under way where it stands. */
	close(): void;
	/** The page is about to be frozen: ends what is under way where it stands; the next task begins anew. */
	letGo(): void;
}

/** The same tasks where there is no worker: done by whoever asks, on their own connection. */
export class WorkInPlace implements DeviceWork {
	readonly #device: TaskDevice;
	readonly #closed = new AbortController();

	constructor(device: TaskDevice) {
		this.#device = device;
	}

	async run<Name extends TaskName>(
		name: Name,
		params: ParamsOf<Name>,
		{ signal, onProgress }: RunOptions<Name> = {},
	): Promise<ResultOf<Name>> {
		const task = taskOf(name);
		const either = AbortSignal.any(signal ? [signal, this.#closed.signal] : [this.#closed.signal]);
		try {
			either.throwIfAborted();
			const report = (progress: ProgressOf<Name>) => onProgress?.(progress);
			return await task.run(params, this.#device, { signal: either, report });
		} catch (thrown) {
			if (either.aborted && thrown === either.reason) throw thrown;
			throw asStorageFailure(thrown);
		}
	}

	close(): void {
		this.#closed.abort();
	}

	/** What it holds is the page's own connection, whose owner lets go of that. */
	letGo(): void {}
}

/** TypeScript does not follow a name through the table by itself. */
export const taskOf = <Name extends TaskName>(name: Name) =>
	DEVICE_TASKS[name] as unknown as DeviceTask<ParamsOf<Name>, ResultOf<Name>, ProgressOf<Name>>;
