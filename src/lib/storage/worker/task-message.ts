import * as v from 'valibot';
import { STORAGE_REASONS, type StorageProblem } from '../ports.ts';

/** What a page says to its worker. `number` names one run of one task. */
export type ToWorker =
	/** Always first. */
	| { readonly kind: 'start'; readonly database: string }
	| { readonly kind: 'run'; readonly number: number; readonly task: string; readonly params: unknown }
	| { readonly kind: 'cancel'; readonly number: number };

/** What the worker says to its page. */
export type FromWorker =
	/** Its code is here and it listens. */
	| { readonly kind: 'ready' }
	| { readonly kind: 'progress'; readonly number: number; readonly progress: unknown }
	| { readonly kind: 'done'; readonly number: number; readonly result: unknown }
	| { readonly kind: 'failed'; readonly number: number; readonly problem: StorageProblem }
	| { readonly kind: 'cancelled'; readonly number: number };

const number = v.pipe(v.number(), v.safeInteger());
const problem = v.object({ reason: v.picklist(STORAGE_REASONS), message: v.string() });

const toWorker = v.variant('kind', [
	v.object({ kind: v.literal('start'), database: v.string() }),
	v.object({ kind: v.literal('run'), number, task: v.string(), params: v.unknown() }),
	v.object({ kind: v.literal('cancel'), number }),
]);

const fromWorker = v.variant('kind', [
	v.object({ kind: v.literal('ready') }),
	v.object({ kind: v.literal('progress'), number, progress: v.unknown() }),
	v.object({ kind: v.literal('done'), number, result: v.unknown() }),
	v.object({ kind: v.literal('failed'), number, problem }),
	v.object({ kind: v.literal('cancelled'), number }),
]);

export function parseToWorker(data: unknown): ToWorker | null {
	const parsed = v.safeParse(toWorker, data);
	return parsed.success ? parsed.output : null;
}

export function parseFromWorker(data: unknown): FromWorker | null {
	const parsed = v.safeParse(fromWorker, data);
	return parsed.success ? parsed.output : null;
}
