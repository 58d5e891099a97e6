import type * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import type { AssetFiles } from '../assets/asset-files.ts';
import type { PageAround } from '../page-adapter.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';

/** What a task finds where it runs: in the worker with a connection of its own, or in place with the page's. */
export type TaskDevice = {
	readonly backend: Pick<ReopeningBackend, 'run'>;
	readonly locks: Pick<PageAround, 'withLock' | 'holdLock' | 'estimate'>;
	/** Files of our own; `null` where the browser has none. */
	readonly files: AssetFiles | null;
	readonly clock: Clock;
};

/** What a task is told, and tells, while it runs. */
export type TaskProgress<Progress> = {
	/** Aborted when nobody wants the result any more: `signal.throwIfAborted()` between two steps. */
	readonly signal: AbortSignal;
	readonly report: (progress: Progress) => void;
};

/**
 * Heavy work on what this device keeps, done off the page where there is a worker. What it is asked and answers is
 * data that survives a structured clone, and is checked on both sides. It may be cut off anywhere and asked again.
 */
export type DeviceTask<Params, Result, Progress> = {
	readonly params: v.GenericSchema<unknown, Params>;
	readonly result: v.GenericSchema<unknown, Result>;
	/** `v.never()` for a task that reports none. */
	readonly progress: v.GenericSchema<unknown, Progress>;
	/** Loads the code that does it only now: pages that never ask go without. */
	run(params: Params, device: TaskDevice, progress: TaskProgress<Progress>): Promise<Result>;
	/** Buffers of the result to be handed over rather than copied. */
	readonly transfer?: (result: Result) => Transferable[];
};

/** Only so that types are inferred from the schemas. */
export const defineTask = <Params, Result, Progress>(
	task: DeviceTask<Params, Result, Progress>,
): DeviceTask<Params, Result, Progress> => task;
