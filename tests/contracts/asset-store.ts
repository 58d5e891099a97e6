import { describe, expect, test } from 'vitest';
import { hashAsset, type AssetHash } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { StorageRig } from '../helpers/storage-rig.ts';

/** What every asset store must do, whatever keeps its bytes. */
export function assetStoreContract(name: string, createRig: () => StorageRig): void {
	describe(`asset store on ${name}`, () => {
		test('[S14] bytes come back under their hash, on the next visit too', async () => {
			const { rig, storage } = await setup();
			const hash = await storage.assets.put(bytesOf('a model'));
			expect(hash).toBe(await hashAsset(bytesOf('a model')));
			const later = await rig.open();
			expect(unwrap(await later.assets.get(hash))).toEqual(bytesOf('a model'));
			expect(await later.assets.has(hash)).toBe(true);
		});

		test('an asset this device never had is null', async () => {
			const { storage } = await setup();
			const hash = 'ab'.repeat(32) as AssetHash;
			expect(unwrap(await storage.assets.get(hash))).toBeNull();
			expect(await storage.assets.has(hash)).toBe(false);
			expect(await storage.assets.remove(hash)).toBe(true);
		});

		test('[S14] the same bytes are stored once', async () => {
			const { storage } = await setup();
			const first = await storage.assets.put(bytesOf('twice'));
			expect(await storage.assets.put(bytesOf('twice'))).toBe(first);
			expect(await storage.assets.totalBytes()).toBe(5);
		});

		test('no bytes at all are an asset like any other', async () => {
			const { rig, storage } = await setup();
			const hash = await storage.assets.put(new Uint8Array());
			const later = await rig.open();
			expect(unwrap(await later.assets.get(hash))).toEqual(new Uint8Array());
		});

		test('assets larger than one chunk come back whole', async () => {
			const { rig, storage } = await setup();
			const large = new Uint8Array(9 * 1024 * 1024 + 7).map((_, index) => (index * 31) >> 3);
			const hash = await storage.assets.put(large);
			const later = await rig.open();
			expect(await hashAsset(unwrap(await later.assets.get(hash))!)).toBe(hash);
			expect(await later.assets.totalBytes()).toBe(large.length);
		});

		test('what the caller does with the bytes afterwards changes nothing', async () => {
			const { storage } = await setup();
			const mine = bytesOf('mine');
			const hash = await storage.assets.put(mine);
			mine.fill(0);
			const got = unwrap(await storage.assets.get(hash))!;
			expect(got).toEqual(bytesOf('mine'));
			got.fill(0);
			expect(unwrap(await storage.assets.get(hash))).toEqual(bytesOf('mine'));
		});

		test('a removed asset is gone and its room is free', async () => {
			const { storage } = await setup();
			const hash = await storage.assets.put(bytesOf('short-lived'));
			await storage.assets.remove(hash);
			expect(unwrap(await storage.assets.get(hash))).toBeNull();
			expect(await storage.assets.totalBytes()).toBe(0);
		});

		test('[S14] damaged bytes are set aside and reported, never returned', async () => {
			const { rig, storage } = await setup();
			const hash = await storage.assets.put(bytesOf('a model'));
			await rig.damageAsset(hash, 3);
			expect(await storage.assets.get(hash)).toMatchObject({ ok: false, error: { reason: 'damaged' } });
			expect(await rig.quarantined()).toBe(1);
			expect(unwrap(await storage.assets.get(hash))).toBeNull();
			await storage.assets.put(bytesOf('a model'));
			expect(unwrap(await storage.assets.get(hash))).toEqual(bytesOf('a model'));
		});

		test('[S4] with the device full, assets work from memory and move over later', async () => {
			const { rig, storage } = await setup();
			rig.fail('full', ['write']);
			const hash = await storage.assets.put(bytesOf('no room'));
			expect(unwrap(await storage.assets.get(hash))).toEqual(bytesOf('no room'));
			expect(await storage.assets.has(hash)).toBe(true);
			expect(await storage.assets.totalBytes()).toBe(7);
			expect(storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'full' } });
			rig.fail(null);
			await storage.flush();
			const later = await rig.open();
			expect(unwrap(await later.assets.get(hash))).toEqual(bytesOf('no room'));
		});
	});

	async function setup() {
		const rig = createRig();
		return { rig, storage: await rig.open() };
	}
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
