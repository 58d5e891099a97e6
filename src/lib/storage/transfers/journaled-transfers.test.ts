import { afterEach, describe, expect, test } from 'vitest';
import { makeEntry, STORAGE_RIGS, type StorageRig } from '../../../../tests/helpers/storage-rig.ts';
import { mintProjectId } from '../../base/ids.ts';

const rigs: StorageRig[] = [];
afterEach(() => rigs.splice(0).forEach((rig) => rig.close()));

describe.each(STORAGE_RIGS)('what is remembered of files, in %s', (_, createRig) => {
	async function setup() {
		const rig = createRig();
		rigs.push(rig);
		const storage = await rig.open();
		return { rig, storage, projectId: mintProjectId() };
	}
	const handle = { kind: 'file', name: 'a.rastudio' } as FileSystemFileHandle;

	test('[S16] a file handle is there in the next visit, and goes with its project', async () => {
		const { rig, storage, projectId } = await setup();
		await storage.projects.put(makeEntry(projectId));
		const row = { projectId, handle, at: 5, modified: 4, bytes: 3, history: false };
		expect(await storage.transfers.keepHandle(row)).toBe(true);
		const later = await rig.open();
		expect(await later.transfers.handles()).toEqual([row]);
		await later.projects.delete(projectId);
		expect(await storage.transfers.handles()).toEqual([]);
	});

	test('[S16] an import under way is there in the next visit, until it is forgotten', async () => {
		const { rig, storage } = await setup();
		const row = { key: 'abc', at: 1, progress: { step: 2 } };
		expect(await storage.transfers.keepImport(row)).toBe(true);
		const later = await rig.open();
		expect(await later.transfers.imports()).toEqual([row]);
		await later.transfers.keepImport({ ...row, progress: 'done' });
		expect(await storage.transfers.imports()).toEqual([{ ...row, progress: 'done' }]);
		await later.transfers.forgetImport('abc');
		expect(await storage.transfers.imports()).toEqual([]);
	});

	test('[S4] what could not be written is remembered for this visit', async () => {
		const { rig, storage } = await setup();
		rig.fail('full', ['write']);
		expect(await storage.transfers.keepImport({ key: 'abc', at: 1, progress: null })).toBe(false);
		expect(await storage.transfers.imports()).toHaveLength(1);
		rig.fail(null);
	});
});
