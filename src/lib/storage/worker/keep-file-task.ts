import * as v from 'valibot';
import { ASSET_REASONS } from '../assets/asset-store.ts';
import { defineTask } from './device-task.ts';
import { assetHash } from './task-schemas.ts';

const bytes = v.pipe(v.number(), v.safeInteger());

/** Keeps a file as an asset. Reports how many bytes are done. */
export const keepFileTask = defineTask({
	params: v.object({ blob: v.instance(Blob), expected: v.nullable(assetHash) }),
	result: v.variant('ok', [
		v.object({ ok: v.literal(true), value: v.object({ hash: assetHash, bytes }) }),
		v.object({
			ok: v.literal(false),
			error: v.object({ reason: v.picklist(ASSET_REASONS), message: v.string() }),
		}),
	]),
	progress: bytes,
	async run({ blob, expected }, device, progress) {
		const { keepFile } = await import('../assets/keep-file.ts');
		return keepFile(device, blob, {
			signal: progress.signal,
			onProgress: (done) => progress.report(done),
			...(expected && { expected }),
		});
	},
});
