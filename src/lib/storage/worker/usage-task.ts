import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { assetHash, projectId } from './task-schemas.ts';

const bytes = v.pipe(v.number(), v.safeInteger());
const some = v.object({ count: bytes, bytes });

/** What takes how much of the database and its files. */
export const usageTask = defineTask({
	params: v.object({}),
	result: v.object({
		projects: v.array(
			v.object({
				id: projectId,
				title: v.string(),
				removedAt: v.nullable(v.number()),
				shared: v.boolean(),
				documents: bytes,
				versions: bytes,
				undo: bytes,
				assets: bytes,
				total: bytes,
			}),
		),
		sharedAssets: v.array(
			v.object({ hash: assetHash, name: v.string(), bytes, projects: v.array(projectId) }),
		),
		unusedAssets: some,
		setAside: some,
	}),
	progress: v.never(),
	async run(_, device, { signal }) {
		const { measureDevice } = await import('../usage/measure-device.ts');
		return measureDevice(device, signal);
	},
});
