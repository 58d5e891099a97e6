import { messageSW } from 'workbox-window/messageSW.js';
import type { WorkerRequest } from './worker-messages.ts';

/** A worker's answer; undefined when it says nothing in time, was replaced, or is of a version that does not know. */
export function askWorker(
	worker: ServiceWorker,
	request: WorkerRequest,
	patienceMs: number,
): Promise<unknown> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(undefined), patienceMs);
		void messageSW(worker, request).then((answer: unknown) => {
			clearTimeout(timer);
			resolve(answer);
		});
	});
}
