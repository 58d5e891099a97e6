import { expect, test } from 'vitest';
import { createMemoryRig, settle } from '../../../tests/helpers/storage-rig.ts';
import { mintDocumentId, mintProjectId } from '../base/ids.ts';
import type { VersionsOf } from './backend.ts';
import { MemoryBackend, MemoryDisk } from './memory/memory-backend.ts';
import type { NewVersion, VersionInfo } from './ports.ts';

test('[S19] two equal versions are one, however slow the database answers', async () => {
	const disk = new MemoryDisk();
	const waiting: (() => void)[] = [];
	class SlowBackend extends MemoryBackend {
		override listVersions = async (of: VersionsOf): Promise<readonly VersionInfo[]> => {
			const listed = disk.versions.list(of);
			await new Promise<void>((resolve) => waiting.push(resolve));
			return listed;
		};
	}
	const storage = await createMemoryRig().open({ openBackend: async () => new SlowBackend(disk) });
	const adding = [1, 2, 3].map((createdAt) =>
		storage.versions.add({ ...VERSION, createdAt }, new Uint8Array([7])),
	);
	let added = false;
	const all = Promise.all(adding).finally(() => (added = true));
	while (!added) {
		await settle(); // time for others to ask as well
		for (const answer of waiting.splice(0)) answer();
	}
	const [one, two, three] = await all;
	expect(disk.versions.rows.size).toBe(1);
	expect(one!.version.createdAt).toBe(1);
	expect([two!.version, three!.version]).toEqual([one!.version, one!.version]);
});

test('[S26] what another tab kept a moment before is answered with, as what stands', async () => {
	const rig = createMemoryRig();
	const [here, other] = [await rig.open(), await rig.open()];
	const at = { ...VERSION, createdAt: 100 };
	let theirs = null as VersionInfo | null;
	rig.before('write', async () => {
		theirs = (await other.versions.add({ ...at, createdAt: 99 }, new Uint8Array([8]))).version;
	});
	const { version, durable } = await here.versions.add(at, new Uint8Array([7]), { unlessSince: 50 });
	expect(durable).toBe(true);
	expect(version).toEqual(theirs);
	expect(await here.versions.list(VERSION.documentId)).toEqual([theirs]);
	rig.close();
});

const VERSION: NewVersion = {
	...{ projectId: mintProjectId(), documentId: mintDocumentId(), kind: 'scene', createdAt: 1 },
	...{ author: { id: 'ada', name: 'Ada' }, label: null, reason: 'timed', schema: 1, assets: [] },
};
