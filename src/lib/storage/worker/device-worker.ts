import { systemClock } from '../../base/clock.ts';
import { openPrivateFiles } from '../assets/opfs-adapter.ts';
import { openDexieBackend } from '../dexie/dexie-backend.ts';
import { createPageAround } from '../page-adapter.ts';
import { ReopeningBackend } from '../reopening-backend.ts';
import { serveTasks } from './serve-tasks.ts';

// The types of this project are those of a page; of a worker's globals only these two are needed.
type WorkerScope = {
	postMessage(message: unknown, transfer: Transferable[]): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
};
const scope = globalThis as unknown as WorkerScope;

serveTasks(
	{
		post: (message, transfer) => scope.postMessage(message, transfer),
		onMessage: (listener) => scope.addEventListener('message', ({ data }) => listener(data)),
	},
	(database) => ({
		backend: new ReopeningBackend(() => openDexieBackend(database), systemClock),
		locks: createPageAround(),
		files: openPrivateFiles(),
		clock: systemClock,
	}),
);
