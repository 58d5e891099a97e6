import { systemClock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { GameFailure } from '../simulation-port.ts';
import { TOO_LONG, type LinkedScripts, type ScriptSource } from './link-scripts.ts';
import type { FromLinker, ToLinker } from './link-worker.ts';
import type { ScriptFields } from './read-fields.ts';

const NOTHING: LinkedScripts = { text: '', modules: [], problems: [] };
/** A megabyte takes a third of a second. */
const TOO_LONG_MS = 4000;

type Answer = Exclude<FromLinker, { type: 'reading' }> | { readonly type: 'stuck'; readonly script: string };

/**
 * Links the scripts of a game in a worker; one that cannot be read in time is told as one that does not parse. Rejects
 * with a `GameFailure` where the worker is not here and cannot be fetched.
 */
export async function linkInWorker(sources: readonly ScriptSource[]): Promise<LinkedScripts> {
	if (sources.length === 0) return NOTHING;
	const unread: string[] = [];
	for (;;) {
		const answer = await ask({ type: 'link', sources, unread });
		if (answer.type === 'linked') return answer.linked;
		if (answer.type !== 'stuck' || unread.includes(answer.script)) throw new GameFailure('missing', '');
		unread.push(answer.script);
	}
}

/** What a script asks its creator for, read in a worker; rejects as `linkInWorker`. */
export async function readFieldsInWorker(text: string): Promise<ScriptFields> {
	const answer = await ask({ type: 'fields', text });
	return answer.type === 'fields' ? answer.fields : { fields: [], problems: [TOO_LONG] };
}

/** To make a worker takes longer than most answers: who goes on writing asks the same one again. */
const IDLE_MS = 10_000;
let idle: { readonly worker: Worker; readonly stay: Dispose } | undefined;

function takeWorker(): Worker {
	const kept = idle;
	idle = undefined;
	kept?.stay();
	return kept?.worker ?? new Worker(new URL('./link-worker.ts', import.meta.url), { type: 'module' });
}

function keepWorker(worker: Worker): void {
	if (idle) return worker.terminate();
	const drop = () => {
		if (idle?.worker === worker) idle = undefined;
		worker.terminate();
	};
	// One that breaks while nobody asks is asked nothing more.
	worker.onerror = drop;
	idle = { worker, stay: systemClock.after(IDLE_MS, drop) };
}

/** Asks a worker that nobody else asks: one that is stuck is ended, and said to be. */
function ask(question: ToLinker): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const worker = takeWorker();
		let stopWaiting: Dispose = () => {};
		const end = () => {
			stopWaiting();
			worker.terminate();
		};
		const wait = (script: string) => {
			stopWaiting();
			stopWaiting = systemClock.after(TOO_LONG_MS, () => {
				end();
				resolve({ type: 'stuck', script });
			});
		};
		worker.onmessage = ({ data }: MessageEvent<FromLinker>) => {
			if (data.type === 'reading') return wait(data.script);
			stopWaiting();
			keepWorker(worker);
			resolve(data);
		};
		worker.onerror = ({ message }) => {
			end();
			reject(new GameFailure('missing', message ?? ''));
		};
		worker.postMessage(question);
	});
}
