import { describe, expect, it } from 'vitest';
import { createTransferRig } from '../../../../tests/helpers/transfer-rig.ts';
import { ManualClock } from '../../base/clock.ts';
import type { ProjectId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { readDocument } from '../../doc/diff/document-snapshot.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { ProjectSnapshot } from '../../doc/project.ts';
import { indexDocumentId } from '../../protocol/address.ts';
import { ImportLog } from './import-log.ts';

/** A device with a project of a model and a scene, its file, and another device that has nothing. */
async function setup() {
	const rig = await createTransferRig();
	const id = await rig.make('Tavern', 'campfire');
	const file = await rig.exportFile(id);
	const other = await createTransferRig();
	const puts: number[] = [];
	const { putFile } = other.storage.assets;
	other.storage.assets.putFile = (blob, options) => {
		puts.push(blob.size);
		return putFile.call(other.storage.assets, blob, options);
	};
	const leftovers = async () => ({
		titles: await other.titles(),
		imports: (await other.storage.transfers.imports()).length,
	});
	return { ...rig, id, file, other, puts, leftovers };
}

const NOTHING = { titles: [], imports: 0 };

describe('an import', () => {
	it('[F10] that is stopped leaves nothing to be seen, and does not copy again what came in', async () => {
		const { file, other, puts, leftovers } = await setup();
		const stop = new AbortController();
		const whenAssetsAreIn = ({ done, total }: { done: number; total: number }) => {
			if (done >= total - 1) stop.abort();
		};
		const stopped = await other.files.import(file, { signal: stop.signal, onProgress: whenAssetsAreIn });
		expect(stopped).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
		expect(await leftovers()).toEqual(NOTHING);
		expect(puts).toHaveLength(1);
		const [asset] = unwrap(await other.storage.assets.list());
		const place = await other.rig.assetPlace(asset!.hash);
		unwrap(await other.files.import(file));
		expect(await other.rig.assetPlace(asset!.hash)).toEqual(place);
		expect(await other.titles()).toEqual(['Tavern']);
	});

	it('[F10] heals an asset that is here, but damaged', async () => {
		const { file, other } = await setup();
		unwrap(await other.files.import(file));
		const [asset] = unwrap(await other.storage.assets.list());
		await other.rig.damageAsset(asset!.hash, 3);
		unwrap(await other.files.import(file));
		expect(unwrap(await other.storage.assets.get(asset!.hash))).toHaveLength(asset!.bytes);
	});

	it('[F10] keeps an asset that is here once more, so that no sweep takes it meanwhile', async () => {
		const { file, other } = await setup();
		unwrap(await other.files.import(file));
		const [before] = unwrap(await other.storage.assets.list());
		await expect.poll(() => Date.now()).toBeGreaterThan(before!.storedAt!);
		unwrap(await other.files.import(file));
		const [after] = unwrap(await other.storage.assets.list());
		expect(after!.storedAt).toBeGreaterThan(before!.storedAt!);
	});

	it('[F10] whose file goes away in the middle says so, and goes on when it is chosen again', async () => {
		const { file, other, leftovers } = await setup();
		let reads = 0;
		const going = new Proxy(file, {
			get: (target, key) => {
				if (key === 'slice') {
					return (start: number, end: number) => {
						reads += 1;
						const part = target.slice(start, end);
						const gone = () => Promise.reject(new DOMException('It is gone', 'NotFoundError'));
						return reads < 9 ? part : Object.assign(part, { arrayBuffer: gone });
					};
				}
				const value: unknown = Reflect.get(target, key, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			},
		});
		expect(await other.files.import(going)).toMatchObject({ ok: false, error: { reason: 'unreadable' } });
		expect(await leftovers()).toEqual(NOTHING);
		unwrap(await other.files.import(file));
	});

	it('[F10] that a full device stops leaves nothing, says why, and works once there is room', async () => {
		const { file, other, leftovers } = await setup();
		other.rig.fail('full', ['write']);
		expect(await other.files.import(file)).toMatchObject({ ok: false, error: { reason: 'full' } });
		other.rig.fail(null);
		await other.storage.flush();
		expect(await leftovers()).toEqual(NOTHING);
		unwrap(await other.files.import(file));
		expect(await other.titles()).toEqual(['Tavern']);
	});

	it('[F10] works for this visit where storage is denied', async () => {
		const { file, other } = await setup();
		other.rig.fail('denied', ['write']);
		unwrap(await other.files.import(file));
		expect(await other.titles()).toEqual(['Tavern']);
		other.rig.fail(null);
	});

	it('[F10] whose page went away is cleared after a day, and not before', async () => {
		const clock = new ManualClock(1_000_000);
		const { storage, parts, files, make } = await createTransferRig(clock);
		const id = await make('Orphan');
		const documents = await storage.documents.list(id);
		await new ImportLog(storage, clock).begin(id, 'file');
		// As it is while documents are written and the project is not listed yet.
		const orphan = { ...documents[0]!, id: indexDocumentId('o'.repeat(22) as never) };
		const projectId = 'o'.repeat(22) as typeof id;
		await storage.documents.append({ ...orphan, projectId, update: new Uint8Array([0, 0]) });
		await new ImportLog(parts.storage, clock).begin(projectId, 'file');
		await files.sweep();
		expect(await storage.documents.list(projectId)).toHaveLength(1);
		clock.advance(86_400_001);
		await files.sweep();
		expect(await storage.documents.list(projectId)).toEqual([]);
		expect(await storage.documents.list(id)).not.toEqual([]);
		// That one is whole: whatever becomes of the list later, it is no leftover.
		expect((await storage.transfers.imports()).map(({ progress }) => progress)).toMatchObject([
			{ projectId: id, done: true },
		]);
	});

	it('[F10] that slept until others cleared away what had come in lists no half project', async () => {
		const { file, other, leftovers } = await setup();
		const { putFile } = other.storage.assets;
		other.storage.assets.putFile = async (blob, options) => {
			for (const { key } of await other.storage.transfers.imports())
				await other.storage.projects.delete(key as ProjectId);
			return putFile.call(other.storage.assets, blob, options);
		};
		expect(await other.files.import(file)).toMatchObject({ ok: false, error: { reason: 'lost' } });
		expect(await leftovers()).toEqual(NOTHING);
	});

	it('[F11] brings the history of a project under its new ids', async () => {
		const { storage, id, exportFile, other } = await setup();
		const [index] = await storage.documents.list(id);
		const state = unwrap(await storage.documents.readState(index!.id, id))!;
		const author = { id: 'me', name: 'Ada' };
		await storage.versions.add(
			{
				...{ projectId: id, documentId: index!.id, kind: 'project', createdAt: 5, author, label: 'First' },
				...{ reason: 'named', schema: 1, assets: [] },
			},
			state,
		);
		const { projectId } = unwrap(await other.files.import(await exportFile(id, { history: true })));
		const [version] = await other.storage.versions.listProject(projectId);
		expect(version).toMatchObject({ label: 'First', documentId: projectId, author });
		const copied = unwrap(await other.storage.versions.read(version!.id))!;
		const live = new LiveDocument(version!.documentId, 'project');
		live.applyV2(copied, 'storage');
		const shown = readDocument(live).snapshot as ProjectSnapshot;
		const here = (await other.storage.documents.list(projectId)).map((document) => document.id);
		expect(shown.documents).toHaveLength(1);
		expect(here).toContain(shown.documents[0]!.id);
	});
});

describe('a file whose project is here', () => {
	it('[F10] is known: exported from it, imported from it, or not', async () => {
		const { files, file, id, other } = await setup();
		expect(await files.find(file)).toMatchObject({ projectId: id, title: 'Tavern' });
		expect(await other.files.find(file)).toBeNull();
		const { projectId } = unwrap(await other.files.import(file));
		expect(await other.files.find(file)).toMatchObject({ projectId });
		await other.storage.projects.delete(projectId);
		expect(await other.files.find(file)).toBeNull();
	});
});
