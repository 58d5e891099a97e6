import { describe, expect, test } from 'vitest';
import { hashAsset } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { AssetFiles } from '#lib/storage/assets/asset-files.ts';
import { MemoryFiles } from '#lib/storage/memory/memory-files.ts';
import { StorageFailure, storageProblem } from '#lib/storage/storage-failure.ts';
import { QuietPage, type StorageRig } from '../helpers/storage-rig.ts';

const MIB = 1024 * 1024;

/** What every asset store must do with files that are too large to be held in memory. */
export function largeAssetContract(name: string, createRig: () => StorageRig): void {
	for (const place of ['file', 'pieces'] as const) {
		describe(`large assets on ${name}, as ${place}`, () => {
			const setup = async () => {
				const rig = createRig();
				const open = () => rig.open(place === 'file' ? {} : { files: null });
				return { rig, storage: await open(), open };
			};

			test('[S30] a file comes back under its hash, on the next visit too', async () => {
				const { rig, storage, open } = await setup();
				const file = makeFile(9 * MIB + 7);
				const hash = await hashAsset(await bytesOf(file));
				expect(unwrap(await storage.assets.putFile(file))).toEqual({ hash, bytes: file.size });
				expect(await rig.assetPlace(hash)).toMatchObject({ kind: place });
				const later = await open();
				expect(await later.assets.size(hash)).toBe(file.size);
				expect(await hashOf(unwrap(await later.assets.open(hash)))).toBe(hash);
				expect(await hashAsset(unwrap(await later.assets.get(hash))!)).toBe(hash);
				expect(unwrap(await later.assets.list()).map(({ bytes }) => bytes)).toEqual([file.size]);
			});

			test('[S30] tells how far it is, to the end', async () => {
				const { storage } = await setup();
				const file = makeFile(9 * MIB);
				const kept: number[] = [];
				const { hash } = unwrap(
					await storage.assets.putFile(file, { onProgress: (done) => kept.push(done) }),
				);
				expect(kept).toEqual([4 * MIB, 8 * MIB, 9 * MIB]);
				const opened: number[] = [];
				await storage.assets.open(hash, { onProgress: (done) => opened.push(done) });
				expect(opened.at(-1)).toBe(file.size);
			});

			test('[S31] cancelled in the middle, nothing of it is kept', async () => {
				const { rig, storage } = await setup();
				const abort = new AbortController();
				const kept = await storage.assets.putFile(makeFile(9 * MIB), {
					signal: abort.signal,
					onProgress: () => abort.abort(),
				});
				expect(kept).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
				await expectNothing(rig, storage.assets);
			});

			test('[S31] a file that goes away while it is read leaves nothing', async () => {
				const { rig, storage } = await setup();
				const kept = await storage.assets.putFile(vanishing(makeFile(9 * MIB)));
				expect(kept).toMatchObject({ ok: false, error: { reason: 'unreadable' } });
				await expectNothing(rig, storage.assets);
			});

			test('[S31] other bytes than expected are not kept', async () => {
				const { rig, storage } = await setup();
				const expected = await hashAsset(new Uint8Array(1));
				for (const size of [10, 9 * MIB]) {
					const kept = await storage.assets.putFile(makeFile(size), { expected });
					expect(kept).toMatchObject({ ok: false, error: { reason: 'differs' } });
				}
				await expectNothing(rig, storage.assets);
			});

			test('[S31] a file larger than the room there is, is refused before it is read', async () => {
				const { rig } = await setup();
				const page = new QuietPage();
				page.estimate = async () => ({ usage: 95 * MIB, quota: (100 * MIB) as never });
				const storage = await rig.open({ page, ...(place === 'pieces' && { files: null }) });
				const file = makeFile(9 * MIB);
				file.slice = () => expect.unreachable('It must not be read');
				const kept = await storage.assets.putFile(file);
				expect(kept).toMatchObject({ ok: false, error: { reason: 'full' } });
				expect(!kept.ok && kept.error.message).toContain('needs 9 MB, and this device has 5 MB');
				expect(storage.health.kind).toBe('ok');
			});

			test('[S32] what is here is not stored again, and not read again when it is expected', async () => {
				const { rig, storage } = await setup();
				const file = makeFile(9 * MIB);
				const { hash } = unwrap(await storage.assets.putFile(file));
				const before = await rig.assetPlace(hash);
				unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				expect(await rig.assetPlace(hash)).toEqual(before);
				expect(await storedPlaces(rig)).toHaveLength(1);
				file.slice = () => expect.unreachable('It must not be read');
				expect(unwrap(await storage.assets.putFile(file, { expected: hash })).hash).toBe(hash);
			});

			test('[S32] two tabs that keep the same file at once keep it once', async () => {
				const { rig, storage, open } = await setup();
				const other = await open();
				const [mine, theirs] = await Promise.all([
					storage.assets.putFile(makeFile(9 * MIB)),
					other.assets.putFile(makeFile(9 * MIB)),
				]);
				expect(unwrap(mine)).toEqual(unwrap(theirs));
				const { hash } = unwrap(mine);
				expect(await storedPlaces(rig)).toEqual([(await rig.assetPlace(hash))?.name]);
				expect(await hashOf(unwrap(await other.assets.open(hash)))).toBe(hash);
			});

			test('[S33] damaged bytes are set aside and reported, and healed by the same bytes', async () => {
				const { rig, storage } = await setup();
				const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				await rig.damageAsset(hash, 3);
				expect(await storage.assets.open(hash)).toMatchObject({
					ok: false,
					error: { reason: 'damaged' },
				});
				expect(await rig.quarantined()).toBe(1);
				expect(unwrap(await storage.assets.open(hash))).toBeNull();
				// Never deleted by itself: what was set aside lies where it lay.
				expect(await storage.assets.removeStrays()).toBe(0);
				unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				expect(await hashOf(unwrap(await storage.assets.open(hash)))).toBe(hash);
				expect(await storedPlaces(rig)).toHaveLength(2);
			});

			test('[S33] damage is seen by who asks for all bytes at once, too', async () => {
				const { rig, storage } = await setup();
				const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				await rig.damageAsset(hash, 5);
				expect(await storage.assets.get(hash)).toMatchObject({ ok: false, error: { reason: 'damaged' } });
				expect(await storage.assets.has(hash)).toBe(false);
			});

			test('a removed asset is gone and its room is free', async () => {
				const { rig, storage } = await setup();
				const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				expect(await storage.assets.remove(hash)).toBe(true);
				await expectNothing(rig, storage.assets);
				unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				expect(await storage.assets.has(hash)).toBe(true);
			});

			test('[S30] what an import left behind is removed, unless somebody writes it', async () => {
				const { rig, storage } = await setup();
				const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
				if (place === 'file') await leaveBehind(rig.files, 'left');
				else await rig.leavePieces('left');
				const page = rig.page();
				const release = await page.holdLock('asset-place:left');
				expect(await storage.assets.removeStrays()).toBe(0);
				release?.();
				expect(await storage.assets.removeStrays()).toBe(1);
				expect(await storedPlaces(rig)).toEqual([(await rig.assetPlace(hash))?.name]);
				expect(await hashOf(unwrap(await storage.assets.open(hash)))).toBe(hash);
			});
		});
	}

	describe(`large assets on ${name}`, () => {
		test('[S32] where the browser refuses files of our own, they go into the database', async () => {
			const rig = createRig();
			const files = new MemoryFiles();
			files.create = () => Promise.reject(new StorageFailure(storageProblem('denied')));
			const storage = await rig.open({ files });
			const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
			expect(await rig.assetPlace(hash)).toMatchObject({ kind: 'pieces' });
			expect(rig.calls.get('writePiece')).toBe(3);
		});

		test('[S31] a device that is full in the middle says so, and keeps nothing of it', async () => {
			const rig = createRig();
			const files = new MemoryFiles();
			let written = 0;
			files.onWrite = () => {
				if ((written += 1) === 2) throw new StorageFailure(storageProblem('full'));
			};
			const storage = await rig.open({ files });
			const kept = await storage.assets.putFile(makeFile(9 * MIB));
			expect(kept).toMatchObject({ ok: false, error: { reason: 'full' } });
			expect(await files.list()).toEqual([]);
			rig.fail('full', ['writePiece']);
			const inDatabase = await rig.open({ files: null });
			const refused = await inDatabase.assets.putFile(makeFile(9 * MIB));
			expect(refused).toMatchObject({ ok: false, error: { reason: 'full' } });
			await expectNothing(rig, inDatabase.assets);
		});

		test('[S30] without its row a file is not there: killed before it, nothing was kept', async () => {
			const rig = createRig();
			rig.fail('lost', ['keepAsset']);
			const storage = await rig.open();
			const kept = await storage.assets.putFile(makeFile(9 * MIB));
			expect(kept).toMatchObject({ ok: false, error: { reason: 'lost' } });
			rig.fail(null);
			await expectNothing(rig, (await rig.open()).assets);
		});

		test('[S33] a file that is gone is reported, and comes back with the same bytes', async () => {
			const rig = createRig();
			const storage = await rig.open();
			const { hash } = unwrap(await storage.assets.putFile(makeFile(9 * MIB)));
			await rig.files.remove((await rig.assetPlace(hash))!.name);
			// Nobody has looked yet: keeping it again must not trust the row alone.
			unwrap(await storage.assets.putFile(makeFile(9 * MIB), { expected: hash }));
			expect(await hashOf(unwrap(await storage.assets.open(hash)))).toBe(hash);
			await rig.files.remove((await rig.assetPlace(hash))!.name);
			expect(await storage.assets.open(hash)).toMatchObject({ ok: false, error: { reason: 'damaged' } });
		});

		test('[S4] a small file that the device refuses is held in memory and moves over later', async () => {
			const rig = createRig();
			const storage = await rig.open();
			rig.fail('full', ['write']);
			const { hash } = unwrap(await storage.assets.putFile(makeFile(1000)));
			expect(unwrap(await storage.assets.open(hash))?.size).toBe(1000);
			expect(storage.health.kind).toBe('failing');
			rig.fail(null);
			await storage.flush();
			expect(await (await rig.open()).assets.has(hash)).toBe(true);
		});
	});
}

/** Bytes that say where they are, so that no two pieces are the same. */
const BYTES = new Uint32Array(3 * MIB).map((_, index) => Math.imul(index, 2654435761));

const makeFile = (size: number): File => new File([new Uint8Array(BYTES.buffer, 0, size)], 'large.glb');

function vanishing(file: File): File {
	const slice = file.slice.bind(file);
	file.slice = (start = 0, end = file.size) => {
		const piece = slice(start, end);
		if (start > 0) piece.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
		return piece;
	};
	return file;
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const hashOf = async (blob: Blob | null) => blob && hashAsset(await bytesOf(blob));

/** Every place where bytes lie, named by a row or not. */
const storedPlaces = async (rig: StorageRig) => [...(await rig.files.list()), ...(await rig.pieceNames())];

async function expectNothing(rig: StorageRig, assets: { totalBytes(): Promise<number> }): Promise<void> {
	expect(await storedPlaces(rig)).toEqual([]);
	expect(await assets.totalBytes()).toBe(0);
}

async function leaveBehind(files: AssetFiles, name: string): Promise<void> {
	const sink = await files.create(name);
	await sink.write(new Uint8Array(10));
	await sink.abandon();
}
