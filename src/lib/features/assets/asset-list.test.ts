import { describe, expect, it } from 'vitest';
import { mintDocumentId, type AssetHash, type FolderId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { moveToFolder } from '#lib/doc/commands/edit-assets.ts';
import { addFolder } from '#lib/doc/commands/edit-folders.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument, type AssetEntry } from '#lib/doc/project.ts';
import { shownName } from '#lib/doc/asset-list.ts';
import { listShelf, type ShelfQuery } from './asset-list.ts';

const hashOf = (n: number) => String(n).padStart(64, '0') as AssetHash;
const ENTRIES: readonly AssetEntry[] = [
	{ hash: hashOf(1), name: 'wall_2.glb', type: 'model', bytes: 300, addedAt: 5 },
	{ hash: hashOf(2), name: 'wall_10.glb', type: 'model', bytes: 100 },
	{ hash: hashOf(3), name: 'Chest_gold.glb', type: 'model', bytes: 900, addedAt: 7 },
	{ hash: hashOf(4), name: 'stone.png', type: 'image', bytes: 200, addedAt: 6 },
];

const TABLE = { id: mintDocumentId(), title: 'Table' };

function setup(prefabs: readonly (typeof TABLE)[] = []) {
	const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	for (const entry of ENTRIES) unwrap(project.addAsset(entry));
	const list = (query: Partial<ShelfQuery> = {}) => {
		const { listedAssets, folders } = project.snapshot;
		const asked = { search: '', folder: null, only: null, kind: null, sort: 'name', ...query } as const;
		return listShelf({ assets: listedAssets.values(), prefabs, folders }, asked).map(({ label }) => label);
	};
	return { project, list };
}

describe('the assets', () => {
	it('are shown without what only files need', () => {
		expect(shownName({ name: 'table_long_A.gltf' })).toBe('table long A');
		expect(shownName({ name: 'evening_sky.hdr' })).toBe('evening sky');
		expect(shownName({ name: '.png' })).toBe('.png');
	});

	it('[E123] are listed by name, numbers as people count, or by kind, size or date', () => {
		const { list } = setup();
		expect(list()).toEqual(['Chest gold', 'stone', 'wall 2', 'wall 10']);
		expect(list({ sort: 'kind' })).toEqual(['Chest gold', 'wall 2', 'wall 10', 'stone']);
		expect(list({ sort: 'size' })).toEqual(['Chest gold', 'wall 2', 'stone', 'wall 10']);
		expect(list({ sort: 'added' })).toEqual(['Chest gold', 'stone', 'wall 2', 'wall 10']);
	});

	it('[E123] are found by words in any order, of the shown or the file name', () => {
		const { list } = setup();
		expect(list({ search: 'gold chest' })).toEqual(['Chest gold']);
		expect(list({ search: 'wall_1' })).toEqual(['wall 10']);
		expect(list({ search: 'lamp' })).toEqual([]);
	});

	it('[E123] stand in their folders, folders first, and are found and filtered wherever they lie', () => {
		const { project, list } = setup();
		const walls = unwrap(addFolder(project, 'Walls'));
		const old = unwrap(addFolder(project, 'Old', walls));
		const move = (to: FolderId, ...assets: AssetHash[]) =>
			unwrap(moveToFolder(project, { assets, folders: [] }, to));
		move(walls, hashOf(1));
		move(old, hashOf(2));
		expect(list()).toEqual(['Walls', 'Chest gold', 'stone']);
		expect(list({ folder: walls })).toEqual(['Old', 'wall 2']);
		expect(list({ folder: walls, search: 'wall' })).toEqual(['Walls', 'wall 2', 'wall 10']);
		expect(list({ only: new Set([hashOf(2), hashOf(4)]) })).toEqual(['stone', 'wall 10']);
		const { listedAssets, folders } = project.snapshot;
		const query = { search: 'wall 10', folder: null, only: null, kind: null, sort: 'name' } as const;
		const [found] = listShelf({ assets: listedAssets.values(), prefabs: [], folders }, query);
		expect(found).toMatchObject({ path: 'Walls / Old' });
	});

	it('[E183] have the prefabs among them, at the top and in what is found, and are shown by kind', () => {
		const { project, list } = setup([TABLE]);
		const walls = unwrap(addFolder(project, 'Walls'));
		unwrap(moveToFolder(project, { assets: [hashOf(1)], folders: [] }, walls));
		expect(list()).toEqual(['Walls', 'Chest gold', 'stone', 'Table', 'wall 10']);
		expect(list({ sort: 'kind' })).toEqual(['Walls', 'Table', 'Chest gold', 'wall 10', 'stone']);
		expect(list({ folder: walls })).toEqual(['wall 2']);
		expect(list({ folder: walls, search: 'tab' })).toEqual(['Table']);
		expect(list({ folder: walls, kind: 'prefab' })).toEqual(['Table']);
		expect(list({ kind: 'model' })).toEqual(['Chest gold', 'wall 2', 'wall 10']);
		expect(list({ only: new Set([TABLE.id, hashOf(4)]) })).toEqual(['stone', 'Table']);
		expect(list({ only: new Set([TABLE.id, hashOf(4)]), kind: 'image' })).toEqual(['stone']);
	});
});
