import * as v from 'valibot';
import { SET_ASIDE_KINDS } from '../set-aside/set-aside.ts';
import { defineTask } from './device-task.ts';
import { projectId } from './task-schemas.ts';

const count = v.pipe(v.number(), v.safeInteger());

/** What was set aside, with the names that its projects have for it. */
export const setAsideTask = defineTask({
	params: v.object({}),
	result: v.array(
		v.object({
			key: count,
			what: v.picklist(SET_ASIDE_KINDS),
			projectId: v.nullable(projectId),
			name: v.nullable(v.string()),
			why: v.string(),
			at: v.nullable(v.number()),
			bytes: count,
		}),
	),
	progress: v.never(),
	async run(_, device) {
		const { listSetAside } = await import('../set-aside/list-set-aside.ts');
		return listSetAside(device);
	},
});
