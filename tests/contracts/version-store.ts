import { describe, expect, test } from 'vitest';
import { hashAsset, mintDocumentId, mintProjectId, mintVersionId, type AssetHash } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { DeviceStorage, NewVersion } from '#lib/storage/ports.ts';
import { makeEntry, type StorageRig } from '../helpers/storage-rig.ts';

/** What every version store must do, whatever keeps its rows. */
export function versionStoreContract(name: string, createRig: () => StorageRig): void {
	describe(`version store on ${name}`, () => {
		test('[S18] a version comes back as it was, on the next visit too', async () => {
			const { rig, storage, make } = await setup();
			const assets = ['ab'.repeat(32) as AssetHash];
			const given = make({ label: 'Before the flood', reason: 'named', schema: 3, assets });
			const { version, durable } = await storage.versions.add(given, bytesOf('state'));
			expect(durable).toBe(true);
			const hash = await hashAsset(bytesOf('state'));
			expect(version).toEqual({ ...given, id: version.id, hash, bytes: 5 });
			const later = await rig.open();
			expect(await later.versions.list(given.documentId)).toEqual([version]);
			expect(await later.versions.listProject(given.projectId)).toEqual([version]);
			expect(unwrap(await later.versions.read(version.id))).toEqual(bytesOf('state'));
		});

		test('a version nobody made is null', async () => {
			const { storage } = await setup();
			expect(unwrap(await storage.versions.read(mintVersionId()))).toBeNull();
			expect(await storage.versions.rename(mintVersionId(), 'ghost')).toBe(true);
			expect(await storage.versions.remove(mintVersionId())).toBe(true);
			expect(await storage.versions.removeMany([])).toBe(true);
		});

		test('versions are listed with the newest first: of a document, and of a project', async () => {
			const { storage, make, add } = await setup();
			const other = mintDocumentId();
			await add('b', { createdAt: 2 });
			await add('c', { createdAt: 3, documentId: other });
			await add('a', { createdAt: 1 });
			await add('x', { createdAt: 9, projectId: mintProjectId(), documentId: mintDocumentId() });
			const { documentId, projectId } = make();
			const times = (list: readonly { createdAt: number }[]) => list.map(({ createdAt }) => createdAt);
			expect(times(await storage.versions.list(documentId))).toEqual([2, 1]);
			expect(times(await storage.versions.listProject(projectId))).toEqual([3, 2, 1]);
		});

		test('states larger than one chunk come back whole', async () => {
			const { rig, storage, make } = await setup();
			const large = new Uint8Array(9 * 1024 * 1024 + 7).map((_, index) => (index * 31) >> 3);
			const { version } = await storage.versions.add(make(), large);
			const later = await rig.open();
			expect(await hashAsset(unwrap(await later.versions.read(version.id))!)).toBe(version.hash);
		});

		test('[S18] what the caller does with the bytes afterwards changes nothing', async () => {
			const { rig, storage, make } = await setup();
			rig.fail('full', ['write']);
			const mine = bytesOf('..mine').subarray(2);
			const adding = storage.versions.add(make(), mine);
			mine.fill(0);
			const { version } = await adding;
			unwrap(await storage.versions.read(version.id))!.fill(0);
			expect(unwrap(await storage.versions.read(version.id))).toEqual(bytesOf('mine'));
		});

		test('[S19] an automatic version equal to the newest one is that one', async () => {
			const { rig, storage, make } = await setup();
			const first = await storage.versions.add(make({ createdAt: 1 }), bytesOf('same'));
			const [second, third] = await Promise.all([
				storage.versions.add(make({ createdAt: 2, reason: 'import' }), bytesOf('same')),
				(await rig.open()).versions.add(make({ createdAt: 3 }), bytesOf('same')),
			]);
			expect(second).toEqual({ version: first.version, durable: true });
			expect(third.version).toEqual(first.version);
			expect(await idsIn(rig)).toEqual([first.version.id]);
		});

		test('[S26] what tabs keep at once by the clock is kept once, and a version of before counts for none', async () => {
			const { rig, storage, make } = await setup();
			await storage.versions.add(make({ createdAt: 1 }), bytesOf('before'));
			const tabs = await Promise.all(Array.from({ length: 4 }, () => rig.open()));
			const added = await Promise.all(
				tabs.map((tab, at) =>
					tab.versions.add(make({ createdAt: 10 + at }), bytesOf(`tab ${at}`), { unlessSince: 1 }),
				),
			);
			expect(added.every(({ durable }) => durable)).toBe(true);
			expect(await idsIn(rig)).toHaveLength(2);
			expect(await rig.versionStates()).toBe(2);
			await storage.versions.add(make({ createdAt: 30 }), bytesOf('later'), { unlessSince: 20 });
			expect(await idsIn(rig)).toHaveLength(3);
		});

		test('[S26] of what tabs keep at once the first written counts, were it the last taken; the future does not', async () => {
			const { rig, storage, make, add } = await setup();
			await add('of a clock set wrong', { createdAt: 100_000_000 });
			rig.before('write', async () => {
				const last = make({ createdAt: 13 });
				await (await rig.open()).versions.add(last, bytesOf('last taken'), { unlessSince: 1 });
			});
			await storage.versions.add(make({ createdAt: 10 }), bytesOf('first taken'), { unlessSince: 1 });
			const kept = (await rig.versionRows()).map(({ createdAt }) => createdAt);
			expect(kept.toSorted((a, b) => a - b)).toEqual([13, 100_000_000]);
		});

		test('[S26] a version written twice, for it was doubtful, is not in its own way', async () => {
			const { rig, storage, make } = await setup();
			rig.fail('full', ['write']);
			const adding = storage.versions.add(make({ createdAt: 5 }), bytesOf('a'), { unlessSince: 1 });
			expect((await adding).durable).toBe(false);
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			expect(await idsIn(rig)).toHaveLength(1);
		});

		test('[S19] two equal versions asked for at once are one', async () => {
			const { rig, storage, make } = await setup();
			const [one, two] = await Promise.all([
				storage.versions.add(make(), bytesOf('same')),
				storage.versions.add(make(), bytesOf('same')),
			]);
			expect(two.version).toEqual(one.version);
			expect(two.durable).toBe(true);
			expect(await idsIn(rig)).toHaveLength(1);
		});

		test('[S19] a named one, a branch’s own, and one after a different state are versions of their own', async () => {
			const { rig, add } = await setup();
			await add('same', { createdAt: 1 });
			await add('same', { createdAt: 2, label: 'mine', reason: 'named' });
			await add('same', { createdAt: 3, reason: 'branch' });
			await add('same', { createdAt: 4, reason: 'branch' });
			// The base of a branch goes with the branch, so what lasts cannot lean on it.
			await add('same', { createdAt: 5 });
			await add('other', { createdAt: 6 });
			await add('same', { createdAt: 7 });
			expect(await idsIn(rig)).toHaveLength(7);
			expect(await rig.versionStates()).toBe(2);
		});

		test('[S18] the bytes go with the last version that names them', async () => {
			const { rig, storage, add } = await setup();
			const first = await add('same', { createdAt: 1 });
			const elsewhere = await add('same', { createdAt: 1, documentId: mintDocumentId() });
			const other = await add('other', { createdAt: 2 });
			expect(await rig.versionStates()).toBe(2);
			expect(await storage.versions.remove(first.id)).toBe(true);
			expect(unwrap(await storage.versions.read(first.id))).toBeNull();
			expect(unwrap(await storage.versions.read(elsewhere.id))).toEqual(bytesOf('same'));
			await storage.versions.removeMany([elsewhere.id, other.id]);
			expect(await rig.versionStates()).toBe(0);
			expect(await idsIn(rig)).toEqual([]);
		});

		test('a version is named, and named again, and made automatic', async () => {
			const { rig, storage, add } = await setup();
			const { id, documentId } = await add('state');
			await storage.versions.rename(id, 'Demo');
			expect(await (await rig.open()).versions.list(documentId)).toMatchObject([{ id, label: 'Demo' }]);
			await storage.versions.rename(id, 'Demo 2');
			expect(await storage.versions.list(documentId)).toMatchObject([{ label: 'Demo 2' }]);
			await storage.versions.rename(id, null);
			expect(await storage.versions.list(documentId)).toMatchObject([{ label: null }]);
		});

		test('[S18] damaged bytes are set aside and reported, never returned', async () => {
			const { rig, storage, add, make } = await setup();
			const version = await add('a state');
			await rig.damageVersion(version.hash, 3);
			const damaged = { ok: false, error: { reason: 'damaged' } };
			expect(await storage.versions.read(version.id)).toMatchObject(damaged);
			expect(await rig.quarantined()).toBe(1);
			expect(await storage.versions.read(version.id)).toMatchObject(damaged);
			expect(await rig.quarantined()).toBe(1);
			expect(await storage.versions.list(version.documentId)).toEqual([version]);
			// The document still stands as it did then: the version is whole again.
			const again = await storage.versions.add(make({ createdAt: 8 }), bytesOf('a state'));
			expect(again.version).toEqual(version);
			expect(unwrap(await storage.versions.read(version.id))).toEqual(bytesOf('a state'));
		});

		test('[S15] a project takes its versions with it, a document its own', async () => {
			const { rig, storage, add, make } = await setup();
			const { projectId, documentId } = make();
			const gone = await add('same', { createdAt: 1 });
			const sibling = await add('sibling', { documentId: mintDocumentId() });
			const kept = await add('kept', { projectId: mintProjectId(), documentId: mintDocumentId() });
			await storage.documents.remove(documentId);
			expect(unwrap(await storage.versions.read(gone.id))).toBeNull();
			expect((await idsIn(rig)).toSorted()).toEqual([sibling.id, kept.id].toSorted());
			await storage.projects.put(makeEntry(projectId));
			await storage.projects.delete(projectId);
			expect(await storage.versions.listProject(projectId)).toEqual([]);
			expect(await idsIn(rig)).toEqual([kept.id]);
			expect(await rig.versionStates()).toBe(1);
		});

		test('[S20] rows of another shape are not listed, and stay', async () => {
			const { rig, storage, add, make } = await setup();
			const version = await add('state');
			const shaped = { ...version, shape: 1 };
			const odd = [
				{ ...version, shape: 2 },
				{ ...shaped, reason: 'whim' },
				{ ...shaped, kind: 'hologram' },
				{ ...shaped, createdAt: 'yesterday' },
				{ ...shaped, author: 'Ada' },
				{ ...shaped, assets: ['x'] },
				{ ...shaped, hash: '__proto__' },
			].map((row) => ({ ...row, id: mintVersionId() }));
			for (const row of odd) await rig.plantVersion(row);
			expect(await storage.versions.list(version.documentId)).toEqual([version]);
			for (const { id } of odd) {
				expect(unwrap(await storage.versions.read(id))).toBeNull();
				await storage.versions.rename(id, 'ours now');
			}
			expect((await rig.versionRows()).filter(({ label }) => label !== null)).toEqual([]);
			await storage.versions.remove(version.id);
			expect((await idsIn(rig)).toSorted()).toEqual(odd.map(({ id }) => id).toSorted());
			expect(await rig.versionStates()).toBe(1); // theirs
			await storage.projects.delete(make().projectId);
			expect(await idsIn(rig)).toEqual([]);
		});

		test('[S4] with the device full, versions work from memory and move over later', async () => {
			const { rig, storage, make } = await setup();
			rig.fail('full', ['write']);
			const { version, durable } = await storage.versions.add(make({ createdAt: 1 }), bytesOf('kept'));
			expect(durable).toBe(false);
			const again = await storage.versions.add(make({ createdAt: 2 }), bytesOf('kept'));
			expect(again).toEqual({ version, durable: false });
			const dropped = await storage.versions.add(make({ createdAt: 3 }), bytesOf('dropped'));
			await storage.versions.rename(version.id, 'Demo');
			await storage.versions.remove(dropped.version.id);
			const expected = [{ ...version, label: 'Demo' }];
			expect(await storage.versions.list(version.documentId)).toEqual(expected);
			expect(unwrap(await storage.versions.read(version.id))).toEqual(bytesOf('kept'));
			expect(unwrap(await storage.versions.read(dropped.version.id))).toBeNull();
			expect(storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'full' } });
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			const later = await rig.open();
			expect(await later.versions.list(version.documentId)).toEqual(expected);
			expect(unwrap(await later.versions.read(version.id))).toEqual(bytesOf('kept'));
			expect(await rig.versionStates()).toBe(1);
		});

		test('[S5] a connection lost in the middle is no loss', async () => {
			const { rig, storage, make } = await setup();
			rig.failOnce('lost', 'write');
			const { version, durable } = await storage.versions.add(make(), bytesOf('state'));
			expect(durable).toBe(true);
			rig.failOnce('lost', 'readVersion');
			expect(unwrap(await storage.versions.read(version.id))).toEqual(bytesOf('state'));
		});

		test('[S4] a read that fails says why; what is only in memory is still read', async () => {
			const { rig, storage, add, make } = await setup();
			const stored = await add('stored');
			rig.fail('lost');
			expect(await storage.versions.read(stored.id)).toMatchObject({ ok: false, error: { reason: 'lost' } });
			const { version } = await storage.versions.add(make({ createdAt: 7 }), bytesOf('new'));
			expect(await storage.versions.list(version.documentId)).toEqual([version]);
			expect(unwrap(await storage.versions.read(version.id))).toEqual(bytesOf('new'));
		});
	});

	async function setup() {
		const rig = createRig();
		const storage: DeviceStorage = await rig.open();
		const projectId = mintProjectId();
		const documentId = mintDocumentId();
		const make = (fields: Partial<NewVersion> = {}): NewVersion => ({
			projectId,
			documentId,
			kind: 'scene',
			createdAt: 1,
			author: { id: 'ada', name: 'Ada' },
			label: null,
			reason: 'timed',
			schema: 1,
			assets: [],
			...fields,
		});
		const add = async (state: string, fields: Partial<NewVersion> = {}) =>
			(await storage.versions.add(make(fields), bytesOf(state))).version;
		return { rig, storage, make, add };
	}
}

const idsIn = async (rig: StorageRig) => (await rig.versionRows()).map(({ id }) => id);

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
