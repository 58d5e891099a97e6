import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { assetHash } from './task-schemas.ts';

/** The sha-256 of a blob's bytes. Reports how many of them are done. */
export const hashBlobTask = defineTask({
	params: v.object({ blob: v.instance(Blob) }),
	result: assetHash,
	progress: v.pipe(v.number(), v.safeInteger()),
	async run({ blob }, _, progress) {
		const { hashBlob } = await import('../assets/keep-file.ts');
		return hashBlob(blob, { signal: progress.signal, onProgress: (done) => progress.report(done) });
	},
});
