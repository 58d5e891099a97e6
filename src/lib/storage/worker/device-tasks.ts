import type * as v from 'valibot';
import { checkTask } from './check-task.ts';
import { compactTask } from './compact-task.ts';
import { hashBlobTask } from './hash-blob-task.ts';
import { keepFileTask } from './keep-file-task.ts';
import { readStateTask } from './read-state-task.ts';
import { sweepAssetsTask } from './sweep-assets-task.ts';
import { setAsideTask } from './set-aside-task.ts';
import { judgeStateTask, renameInStateTask } from './state-tasks.ts';
import { usageTask } from './usage-task.ts';

/**
 * Everything the worker can be asked. One more: a file beside `compact-task.ts` with what it is asked and answers,
 * the work itself in a file it imports lazily, a line here; then `work.run('name', …)`.
 */
export const DEVICE_TASKS = {
	compact: compactTask,
	'read-state': readStateTask,
	'judge-state': judgeStateTask,
	'rename-in-state': renameInStateTask,
	'keep-file': keepFileTask,
	'hash-blob': hashBlobTask,
	'sweep-assets': sweepAssetsTask,
	check: checkTask,
	usage: usageTask,
	'set-aside': setAsideTask,
} as const;

type Tasks = typeof DEVICE_TASKS;
export type TaskName = keyof Tasks;
export type ParamsOf<Name extends TaskName> = v.InferOutput<Tasks[Name]['params']>;
export type ResultOf<Name extends TaskName> = v.InferOutput<Tasks[Name]['result']>;
export type ProgressOf<Name extends TaskName> = v.InferOutput<Tasks[Name]['progress']>;
