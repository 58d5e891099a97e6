import type { WorkerLine } from './worker-work.ts';

/** Starts the worker; `null` where the browser has none, or doesn't let us. */
export function startDeviceWorker(): WorkerLine | null {
	if (typeof Worker === 'undefined') return null;
	try {
		const worker = new Worker(new URL('./device-worker.ts', import.meta.url), { type: 'module' });
		return {
			post: (message, transfer) => worker.postMessage(message, [...transfer]),
			onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
			onError(listener) {
				worker.addEventListener('error', (event) => {
					event.preventDefault(); // said in our own words
					listener(event.message || 'it could not be loaded');
				});
				worker.addEventListener('messageerror', () => listener('a message could not be read'));
			},
			terminate: () => worker.terminate(),
		};
	} catch {
		return null; // a security policy we don't know forbids it: the work is done in place
	}
}
