import type { Clock } from '../../base/clock.ts';
import { startDeviceWorker } from './device-worker-adapter.ts';
import type { TaskDevice } from './device-task.ts';
import { WorkInPlace, type DeviceWork } from './device-work.ts';
import { WorkerWork, type WorkerLine } from './worker-work.ts';

type WorkOptions = {
	readonly database: string;
	readonly clock: Clock;
	/** This browser's own when not given. */
	readonly startWorker: (() => WorkerLine | null) | undefined;
};

/** Done by a worker on a connection of its own, or, without one, here on the page's. */
export function openWork(device: TaskDevice, options: WorkOptions): DeviceWork {
	const { startWorker = startDeviceWorker, ...rest } = options;
	return new WorkerWork({ ...rest, startWorker, inPlace: new WorkInPlace(device) });
}
