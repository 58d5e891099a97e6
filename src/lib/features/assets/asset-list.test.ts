import { describe, expect, it } from 'vitest';
import type { AssetHash } from '#lib/base/ids.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import { findAssets, shownName } from './asset-list.ts';

const asset = (name: string): AssetEntry => ({
	hash: name.padEnd(64, '0') as AssetHash,
	name,
	type: 'model',
	bytes: 1,
});
const assets = ['wall_2.glb', 'wall_10.glb', 'Chest_gold.glb', 'stone.png'].map(asset);
const found = (search: string) => findAssets(assets, search).map(({ name }) => name);

describe('the assets', () => {
	it('are shown without what only files need', () => {
		expect(shownName(asset('table_long_A.gltf'))).toBe('table long A');
		expect(shownName(asset('.png'))).toBe('.png');
	});

	it('are listed by name, numbers as people count', () => {
		expect(found('')).toEqual(['Chest_gold.glb', 'stone.png', 'wall_2.glb', 'wall_10.glb']);
	});

	it('are found by words in any order, of the shown or the file name', () => {
		expect(found('gold chest')).toEqual(['Chest_gold.glb']);
		expect(found('wall_1')).toEqual(['wall_10.glb']);
		expect(found('lamp')).toEqual([]);
	});
});
