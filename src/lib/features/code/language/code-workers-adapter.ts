import type { WorkerPort } from './worker-port.ts';

/** TypeScript, in a worker that is fetched now. */
export const startLanguageWorker = (): WorkerPort =>
	portOf(new Worker(new URL('./language-worker.ts', import.meta.url), { type: 'module' }));

/** Prettier, in a worker that is fetched now. */
export const startFormatWorker = (): WorkerPort =>
	portOf(new Worker(new URL('../format/format-worker.ts', import.meta.url), { type: 'module' }));

const portOf = (worker: Worker): WorkerPort => ({
	post: (message) => worker.postMessage(message),
	onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
	onFailure(listener) {
		worker.addEventListener('error', (event) => {
			event.preventDefault(); // said in our own words
			listener();
		});
		worker.addEventListener('messageerror', () => listener());
	},
	terminate: () => worker.terminate(),
});
