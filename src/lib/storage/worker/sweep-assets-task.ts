import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { assetHash } from './task-schemas.ts';

const count = v.pipe(v.number(), v.safeInteger());

/** Frees the assets that nothing needs, or says which they are. */
export const sweepAssetsTask = defineTask({
	params: v.object({ roots: v.array(assetHash), dryRun: v.boolean() }),
	result: v.object({
		assets: v.array(v.object({ hash: assetHash, bytes: count, storedAt: v.nullable(v.number()) })),
		bytes: count,
		young: count,
	}),
	progress: v.object({ done: count, total: count }),
	async run(options, device, { signal, report }) {
		const { sweepAssets } = await import('../assets/sweep-assets.ts');
		return sweepAssets(device, { ...options, signal, report });
	},
});
