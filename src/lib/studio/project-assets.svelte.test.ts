import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { pngImage } from '../../../tests/helpers/made-files.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { ImportTask } from './import-task.svelte.ts';
import type { ImportProgress } from './project-assets.svelte.ts';

const MIB = 1024 * 1024;

const setup = async () => {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject()));
	return { ...device, session };
};

/** An image with a long tail: too large to be held in memory. */
const image = (name: string, megabytes = 9) =>
	new File([new Uint8Array(pngImage(4, 4)), new Uint8Array(megabytes * MIB).fill(name.length)], name);

describe('importing files', () => {
	it('keeps and lists them, and tells how far each is', async () => {
		const { session, parts } = await setup();
		const told: ImportProgress[] = [];
		const files = [image('a.png'), image('bb.png')];
		const { assets, problems } = await session.assets.importFiles(files, {
			onProgress: (progress) => told.push(progress),
		});
		expect(problems).toEqual([]);
		expect([...session.assetEntries.values()]).toEqual(assets);
		for (const { hash, bytes } of assets) expect(await parts.storage.assets.size(hash)).toBe(bytes);
		expect(new Set(told.map(({ fileName }) => fileName))).toEqual(new Set(['a.png', 'bb.png']));
		expect(told.at(-1)).toEqual({ fileName: 'bb.png', done: files[1]!.size, bytes: files[1]!.size });
	});

	it('can be stopped: what is here stays, the rest does not come, and nobody is told of errors', async () => {
		const { session, rig } = await setup();
		const task = new ImportTask();
		const files = [image('a.png'), image('bb.png'), image('ccc.png')];
		const imported = await task.run(files.length, (options) =>
			session.assets.importFiles(files, {
				...options,
				onProgress: (progress) => {
					options.onProgress?.(progress);
					if (progress.fileName === 'bb.png' && progress.done > 0) task.cancel();
				},
			}),
		);
		expect(imported.assets.map(({ name }) => name)).toEqual(['a.png']);
		expect(imported.problems).toEqual([]);
		expect([...session.assetEntries.values()].map(({ name }) => name)).toEqual(['a.png']);
		expect(await rig.files.list()).toHaveLength(1);
		expect([task.count, task.progress]).toEqual([0, null]);
		await task.run(1, async ({ signal }) => expect(signal?.aborted).toBe(false));
	});

	it('says which file this device has no room for, and lists nothing it does not have', async () => {
		const { session, rig } = await setup();
		rig.fail('full', ['keepAsset']);
		const { assets, problems } = await session.assets.importFiles([image('a.png')]);
		expect(assets).toEqual([]);
		expect(problems).toEqual([
			{ fileName: 'a.png', message: expect.stringMatching(/^“a.png” was not imported: .*full/) },
		]);
		expect(session.assetEntries.size).toBe(0);
	});
});
