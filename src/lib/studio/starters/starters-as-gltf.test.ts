import { describe, expect, it } from 'vitest';
import type { AssetHash, DocumentId } from '../../base/ids.ts';
import { loadStarterModel, type StarterModel } from '../../engine/starter-assets.ts';
import { GAME_IDS, loadStarter, STARTER_IDS } from './starters.ts';
import { complaints } from '../../../../tests/helpers/gltf-complaints.ts';
import {
	AssetShelf,
	exportToBytes,
	importFromBytes,
	makeScene,
	plainTree,
} from '../../../../tests/helpers/gltf-rig.ts';

async function openStarter(id: (typeof STARTER_IDS)[number]) {
	const starter = await loadStarter(id);
	const assets = new AssetShelf();
	const models = new Map<StarterModel, AssetHash>();
	for (const model of starter.models) models.set(model, await assets.put(await loadStarterModel(model)));
	return { scene: makeScene(starter.build(models, (name) => name.padEnd(22, '-') as DocumentId)), assets };
}

/** Games hold prefabs and scripts, which a file of this kind has not. */
const SCENES = STARTER_IDS.filter((id) => !GAME_IDS.includes(id));

describe.each(SCENES)('the starter %s as glTF', (id) => {
	it('[G1, G2] passes the reference validator and comes back as the same tree', async () => {
		const { scene, assets } = await openStarter(id);
		const { bytes } = await exportToBytes(scene.snapshot, assets);
		expect(await complaints(bytes)).toEqual([]);
		const { scene: back } = await importFromBytes(bytes, assets);
		expect(plainTree(back.snapshot)).toEqual(plainTree(scene.snapshot));
	});
});
