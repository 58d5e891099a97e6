import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { pngImage } from '../../../../tests/helpers/made-files.ts';
import { complaints } from '../../../../tests/helpers/gltf-complaints.ts';
import {
	AssetShelf,
	exportToBytes,
	importFromBytes,
	makeScene,
	plainTree,
} from '../../../../tests/helpers/gltf-rig.ts';
import { makeUpScene } from '../../../../tests/helpers/gltf-scenes.ts';
import type { AssetHash } from '../../base/ids.ts';
import { loadStarterModel } from '../starter-assets.ts';

const assets = new AssetShelf();
let models: readonly AssetHash[];
let images: readonly AssetHash[];

beforeAll(async () => {
	models = await Promise.all(
		(['bunny', 'suzi'] as const).map(async (name) => assets.put(await loadStarterModel(name))),
	);
	images = await Promise.all([8, 16].map((side) => assets.put(new Uint8Array(pngImage(side, 4)))));
});

const scenes = fc.record({ seed: fc.nat(), count: fc.nat(25) });

describe('a scene that leaves and comes back', () => {
	it('[G1, G2] is valid, and the same where its models and pictures are', async () => {
		await fc.assert(
			fc.asyncProperty(scenes, async ({ seed, count }) => {
				const scene = makeScene(makeUpScene(seed, count, { models, images }));
				const { bytes } = await exportToBytes(scene.snapshot, assets);
				expect(await complaints(bytes)).toEqual([]);
				const { scene: back, tree } = await importFromBytes(bytes, assets);
				expect(plainTree(back.snapshot)).toEqual(plainTree(scene.snapshot));
				expect(tree.notes).toEqual([]);
			}),
			{ numRuns: 40 },
		);
	});

	it('[G2, G9] shows its models out of the file in a project that has none, and brings its pictures', async () => {
		await fc.assert(
			fc.asyncProperty(scenes, async ({ seed, count }) => {
				const scene = makeScene(makeUpScene(seed, count, { models, images }));
				const { bytes } = await exportToBytes(scene.snapshot, assets);
				const { scene: back, tree } = await importFromBytes(bytes);
				const shown = (key: string, value: unknown) =>
					key === 'mesh.model' || key === 'mesh.part' ? undefined : value;
				const withoutModels = (snapshot: typeof back.snapshot) => plainTree(snapshot, shown as never);
				expect(withoutModels(back.snapshot)).toEqual(withoutModels(scene.snapshot));
				for (const { values } of back.snapshot.entities.values()) {
					if (values['mesh.geometry'] !== 'model' || values['mesh'] !== true) continue;
					if (values['mesh.model'] !== undefined) expect(values['mesh.model']).toBe(tree.model?.hash);
				}
				for (const { hash, bytes: picture } of tree.images) expect(assets.all.get(hash)).toEqual(picture);

				const there = new AssetShelf();
				if (tree.model) there.all.set(tree.model.hash, tree.model.bytes);
				for (const image of tree.images) there.all.set(image.hash, image.bytes);
				const again = await exportToBytes(back.snapshot, there);
				expect(await complaints(again.bytes)).toEqual([]);
			}),
			{ numRuns: 20 },
		);
	});
});
