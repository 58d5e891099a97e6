import { GameFailure } from '../simulation-port.ts';
import type { LinkedScripts, ScriptSource } from './link-scripts.ts';

const NOTHING: LinkedScripts = { text: '', modules: [], problems: [] };

/** Links the scripts of a game in a worker. Rejects with a `GameFailure` where that is not here and cannot be fetched. */
export function linkInWorker(sources: readonly ScriptSource[]): Promise<LinkedScripts> {
	if (sources.length === 0) return Promise.resolve(NOTHING);
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./link-worker.ts', import.meta.url), { type: 'module' });
		const end = () => worker.terminate();
		worker.onmessage = ({ data }: MessageEvent<LinkedScripts>) => {
			end();
			resolve(data);
		};
		worker.onerror = ({ message }) => {
			end();
			reject(new GameFailure('missing', message ?? ''));
		};
		worker.postMessage(sources);
	});
}
