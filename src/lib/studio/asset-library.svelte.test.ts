import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { gltfTriangle, pngImage } from '../../../tests/helpers/made-files.ts';
import { lampPrefab } from '../../../tests/helpers/lamp-prefab.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';

const image = (name: string, side: number) => new File([new Uint8Array(pngImage(side, side))], name);

async function setup() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject()));
	const { assets } = await session.assets.importFiles([image('wall.png', 4), image('floor.png', 8)]);
	const [wall, floor] = assets as [(typeof assets)[0], (typeof assets)[0]];
	return { session, library: session.library, scene: firstScene(session), wall, floor };
}

describe('the assets of an open project', () => {
	it('[E122] are used by entities of all its documents, and by none that were deleted', async () => {
		const { session, library, scene, wall, floor } = await setup();
		const other = session.scene(unwrap(await session.create('scene', 'Cellar')))!;
		const seen: string[][] = [];
		const stop = $effect.root(() => {
			$effect(() => {
				const uses = library.usesOf(wall.hash);
				seen.push(uses.flatMap(({ document, uses }) => uses.map(({ name }) => `${document.title}: ${name}`)));
			});
		});
		flushSync();
		expect(seen).toEqual([[]]);
		unwrap(scene.addAsset(wall));
		flushSync();
		const id = unwrap(other.addAsset(wall));
		flushSync();
		const [title] = session.documents.map((document) => document.title);
		expect(seen.at(-1)).toEqual([`${title}: wall`, 'Cellar: wall']);
		expect([...library.unused]).toEqual([floor.hash]);
		unwrap(other.remove([id]));
		flushSync();
		expect(seen.at(-1)).toEqual([`${title}: wall`]);
		stop();
	});

	it('[E121] can be undone as all else: a folder made around some is one gesture', async () => {
		const { session, library, wall, floor } = await setup();
		const things = { assets: [wall.hash, floor.hash], folders: [] };
		const folder = unwrap(library.gather('Walls', null, things));
		expect(library.contentsOf({ assets: [], folders: [folder] })).toEqual({
			assets: things.assets,
			folders: [folder],
		});
		unwrap(library.remove({ assets: [], folders: [folder] }));
		expect(session.assetEntries.size).toBe(0);
		unwrap(session.history.undo());
		expect(session.assetEntries.size).toBe(2);
		unwrap(session.history.undo());
		expect(library.contentsOf({ assets: [], folders: [folder] }).assets).toEqual([]);
		expect(session.history.canUndo).toBe(false);
	});
});

describe('the prefabs among the assets', () => {
	it('[E183] are used where instances of them stand, and unused where none does', async () => {
		const { session, scene, instance, prefabId } = await lampPrefab();
		const { library } = session;
		expect(library.usesOf(prefabId)).toMatchObject([{ uses: [{ entityId: instance, name: 'Lamp' }] }]);
		expect([...library.unused]).toEqual([]);
		unwrap(scene.remove([instance]));
		expect(library.usesOf(prefabId)).toEqual([]);
		expect([...library.unused]).toEqual([prefabId]);
	});

	it('[E183] go together with assets in one gesture, and come back by one undo', async () => {
		const { session, prefabId } = await lampPrefab();
		const { assets } = await session.assets.importFiles([image('wall.png', 4)]);
		const hashes = assets.map(({ hash }) => hash);
		unwrap(session.library.remove({ assets: hashes, folders: [] }, [prefabId]));
		expect([session.assetEntries.size, titles(session)]).toEqual([0, ['Scene 1']]);
		unwrap(session.history.undo());
		expect([session.assetEntries.size, titles(session)]).toEqual([1, ['Scene 1', 'Lamp']]);
	});
});

const titles = ({ documents }: Awaited<ReturnType<typeof lampPrefab>>['session']) =>
	documents.map(({ title }) => title);

describe('replacing an asset', () => {
	it('[E125] lets every use in every document name the new file, in one gesture that undo takes back', async () => {
		const { session, library, scene, wall } = await setup();
		const other = session.scene(unwrap(await session.create('scene', 'Cellar')))!;
		unwrap(scene.addAsset(wall));
		unwrap(other.addAsset(wall));
		unwrap(library.rename(wall.hash, 'Stone wall'));
		const folder = unwrap(library.gather('Walls', null, { assets: [wall.hash], folders: [] }));
		const { asset, count, kept } = unwrap(await library.replace(wall, [image('brick.png', 16)]));
		expect([count, kept]).toEqual([2, []]);
		expect(library.usesOf(wall.hash)).toEqual([]);
		expect(library.usesOf(asset.hash).flatMap(({ uses }) => uses)).toHaveLength(2);
		expect(session.assetEntries.has(wall.hash)).toBe(false);
		expect(session.assetEntries.get(asset.hash)?.name).toBe('Stone wall');
		expect(session.folders.folderOf.get(asset.hash)).toBe(folder);
		unwrap(session.history.undo());
		expect(library.usesOf(wall.hash).flatMap(({ uses }) => uses)).toHaveLength(2);
		expect(session.assetEntries.get(wall.hash)?.name).toBe('Stone wall');
	});

	it('[E125] is refused for a file of another kind, the same file, several, and what is none', async () => {
		const { session, library, scene, wall } = await setup();
		unwrap(scene.addAsset(wall));
		const refused: [readonly File[], RegExp][] = [
			[[new File([new Uint8Array(gltfTriangle())], 'wedge.gltf')], /another kind/],
			[[image('again.png', 4)], /the same file/],
			[[image('a.png', 5), image('b.png', 6)], /one file/],
			[[new File(['no picture'], 'c.png')], /“c.png” is not a PNG/],
		];
		for (const [files, message] of refused) {
			const replaced = await library.replace(wall, files);
			expect(replaced).toMatchObject({ ok: false, error: { message: expect.stringMatching(message) } });
		}
		expect(library.usesOf(wall.hash).flatMap(({ uses }) => uses)).toHaveLength(1);
		expect(session.assetEntries.size).toBe(2);
	});
});
