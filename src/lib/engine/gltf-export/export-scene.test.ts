import type { Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { complaints } from '../../../../tests/helpers/gltf-complaints.ts';
import { AssetShelf, exportToBytes, makeScene } from '../../../../tests/helpers/gltf-rig.ts';
import { pngImage } from '../../../../tests/helpers/made-files.ts';
import { add, lampReplica, pathOf, thing } from '../../../../tests/helpers/prefab-replica.ts';
import type { AssetHash } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addInstance } from '../../doc/commands/add-instance.ts';
import { setOverrides } from '../../doc/commands/set-overrides.ts';
import type { Json } from '../gltf/gltf-json.ts';
import { loadModel } from '../gltf/load-model.ts';
import { loadTextPress } from '../text-press.ts';
import { exportScene } from './export-scene.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- descriptions are looked at as they are
type Item = Record<string, any>;

const list = (json: Json, name: string) => (json[name] ?? []) as readonly Item[];
const shows = (hash: AssetHash, part?: string) => ({
	mesh: true,
	'mesh.geometry': 'model',
	'mesh.model': hash,
	...(part !== undefined && { 'mesh.part': part }),
});
const things = (count: number, values: Record<string, JsonValue>) =>
	Array.from({ length: count }, (_, i) => ({ name: `Thing ${i}`, values }));
const png = (side: number) => new Uint8Array(pngImage(side, side));

describe('what glTF has a word for', () => {
	it('[G4] says a material: colour as light, glow, holes, sides, pictures with their tiling', async () => {
		const shelf = new AssetShelf();
		const hash = await shelf.put(png(8));
		const values = {
			mesh: true,
			material: true,
			'material.color': '#ff8000',
			'material.roughness': 0.25,
			'material.metalness': 0.75,
			'material.emissive': '#ffffff',
			'material.emissiveIntensity': 4,
			'material.alphaMode': 'mask',
			'material.opacity': 0.5,
			'material.alphaCutoff': 0.25,
			'material.side': 'double',
			'material.colorMap': hash,
			'material.normalMap': hash,
			'material.normalScale': 2,
			'material.roughnessMap': hash,
			'material.metalnessMap': hash,
			'material.occlusionMap': hash,
			'material.tiling': [2, 3],
			'material.offset': [0.5, 0.25],
		};
		const { json, bytes } = await exportToBytes(makeScene(things(2, values)).snapshot, shelf);
		expect(await complaints(bytes)).toEqual([]);
		const use = { index: 0, extensions: { KHR_texture_transform: { offset: [0.5, -2.25], scale: [2, 3] } } };
		expect(list(json, 'materials')).toEqual([
			{
				pbrMetallicRoughness: {
					baseColorFactor: [1, expect.closeTo(0.2159, 3) as number, 0, 0.5],
					roughnessFactor: 0.25,
					metallicFactor: 0.75,
					baseColorTexture: use,
					metallicRoughnessTexture: use,
				},
				normalTexture: { ...use, scale: 2 },
				occlusionTexture: use,
				emissiveFactor: [1, 1, 1],
				extensions: { KHR_materials_emissive_strength: { emissiveStrength: 4 } },
				alphaMode: 'MASK',
				alphaCutoff: 0.25,
				doubleSided: true,
			},
		]);
		expect(list(json, 'images')).toHaveLength(1);
		expect(list(json, 'meshes'), 'both are one mesh').toHaveLength(1);
	});

	it('[G4] has pictures the right way up: the top of a shape shows the top of its picture', async () => {
		const { bytes } = await exportToBytes(makeScene([{ name: 'Box', values: { mesh: true } }]).snapshot);
		const loaded = unwrap(await loadModel(bytes));
		const box = loaded.children[0] as Mesh;
		const [position, uv] = [box.geometry.getAttribute('position'), box.geometry.getAttribute('uv')];
		// The front of the box: its upper edge is the upper edge of a picture, which glTF calls 0.
		for (let i = 16; i < 20; i++) expect(uv.getY(i)).toBe(position.getY(i) > 0 ? 0 : 1);
	});

	it('[G4] says lights and cameras', async () => {
		const drafts = [
			{
				name: 'Spot',
				values: {
					light: true,
					'light.type': 'spot',
					'light.intensity': 9,
					'light.range': 5,
					'light.angle': 30,
					'light.penumbra': 0.5,
				},
			},
			{ name: 'Eye', values: { camera: true, 'camera.fov': 90, 'camera.near': 1, 'camera.far': 1 } },
			{ name: 'Plan', values: { camera: true, 'camera.projection': 'orthographic', 'camera.size': 10 } },
		];
		const { json, bytes } = await exportToBytes(makeScene(drafts).snapshot);
		expect(await complaints(bytes)).toEqual([]);
		const { lights } = (json['extensions'] as Item)['KHR_lights_punctual'] as { lights: Item[] };
		expect(lights).toEqual([
			{
				name: 'Spot',
				type: 'spot',
				color: [1, 1, 1],
				intensity: 9,
				range: 5,
				spot: {
					outerConeAngle: expect.closeTo(Math.PI / 6) as number,
					innerConeAngle: expect.closeTo(Math.PI / 12) as number,
				},
			},
		]);
		expect(list(json, 'cameras')).toMatchObject([
			{ perspective: { yfov: Math.PI / 2, znear: 1, zfar: 1.001 } },
			{ orthographic: { ymag: 5 } },
		]);
	});

	it('[G4] writes texts and upright pictures as meshes, several of one entity beside each other', async () => {
		const shelf = new AssetShelf();
		const hash = await shelf.put(png(8));
		const values = {
			mesh: true,
			text: true,
			'text.content': 'Hello',
			sprite: true,
			'sprite.image': hash,
			'sprite.billboard': false,
		};
		const { json, bytes, notes } = await exportToBytes(makeScene(things(1, values)).snapshot, shelf);
		expect(await complaints(bytes)).toEqual([]);
		expect(list(json, 'meshes')).toHaveLength(3);
		expect(list(json, 'nodes')[0]).toMatchObject({ mesh: 0, children: [1, 2] });
		expect(json['extensionsUsed']).toEqual(['KHR_materials_unlit']);
		expect(notes).toEqual([]);
	});
});

describe('what glTF has no word for', () => {
	it('[G4] is told by kind, with how many and whose', async () => {
		const drafts = [
			...things(5, { light: true, 'light.type': 'ambient' }),
			{ name: 'Lamp', values: { light: true, 'light.decay': 1 } },
			{ name: 'Sky', values: { environment: true } },
			{ name: 'Ghost', values: { mesh: true, visible: false } },
			{ name: 'Ball', values: { rigidBody: true, collider: true } },
			{ name: 'Leaf', values: { sprite: true } },
			{ name: 'Cave', values: { mesh: true, material: true, 'material.side': 'back' } },
		];
		const { notes } = await exportToBytes(makeScene(drafts).snapshot);
		expect(notes).toEqual([
			{ kind: 'light', count: 5, names: ['Thing 0', 'Thing 1', 'Thing 2'] },
			{ kind: 'falloff', count: 1, names: ['Lamp'] },
			{ kind: 'environment', count: 1, names: ['Sky'] },
			{ kind: 'hidden', count: 1, names: ['Ghost'] },
			{ kind: 'physics', count: 1, names: ['Ball'] },
			{ kind: 'billboard', count: 1, names: ['Leaf'] },
			{ kind: 'backside', count: 1, names: ['Cave'] },
		]);
	});

	it('[G5] leaves out a panorama used as a texture, which is not broken, and says why', async () => {
		const shelf = new AssetShelf();
		const sky = await shelf.put(
			new TextEncoder().encode('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n'),
		);
		const values = { mesh: true, material: true, 'material.colorMap': sky };
		const { notes, bytes } = await exportToBytes(makeScene(things(1, values)).snapshot, shelf);
		expect(notes.map(({ kind }) => kind)).toEqual(['bright']);
		expect(await complaints(bytes)).toEqual([]);
	});

	it('[G5] leaves out bytes that are missing or broken, and says so', async () => {
		const shelf = new AssetShelf();
		const broken = await shelf.put(new Uint8Array([1, 2, 3]));
		const absent = 'ab'.repeat(32) as AssetHash;
		const drafts = [
			...things(1, shows(absent)),
			...things(1, shows(broken)),
			{ name: 'Box', values: { mesh: true, material: true, 'material.colorMap': absent } },
		];
		const { notes, bytes, json } = await exportToBytes(makeScene(drafts).snapshot, shelf);
		expect(notes.map(({ kind, count }) => [kind, count])).toEqual([
			['missing', 2],
			['broken', 1],
		]);
		expect(list(json, 'nodes')).toHaveLength(3);
		expect(await complaints(bytes)).toEqual([]);
	});

	it('[G5] shows instances of prefabs as what they show, with their changes', async () => {
		const { mine, prefab, bulb } = lampReplica();
		const id = unwrap(addInstance(mine.scene, mine.sources, prefab.document.id, { name: 'Desk lamp' }));
		const edit = { id: pathOf(id, bulb), key: 'position', value: [0, 7, 0] };
		unwrap(setOverrides(mine.scene, mine.sources, [edit]));
		const { json, notes } = await exportToBytes(mine.scene.snapshot, new AssetShelf(), mine.sources);
		expect(list(json, 'nodes')).toMatchObject([
			{ name: 'Desk lamp', children: [1] },
			{ name: 'Lamp', children: [2] },
			{ name: 'Bulb', translation: [0, 7, 0] },
		]);
		expect(notes).toContainEqual({ kind: 'prefab', count: 1, names: ['Desk lamp'] });
		expect(JSON.stringify(json)).not.toContain(prefab.document.id);
	});
});

describe('writing', () => {
	const options = (count: number) => ({
		scene: makeScene(things(count, { mesh: true })).snapshot,
		title: 'Scene',
		prefabs: () => undefined,
		assets: new AssetShelf(),
		nameOf: () => 'asset',
		loadPress: loadTextPress,
	});

	it('[G6] lets others have their turn for every entity, and tells how far it is', async () => {
		let pauses = 0;
		const shares: number[] = [];
		await exportScene({
			...options(200),
			pause: async () => void pauses++,
			onProgress: (share) => shares.push(share),
		});
		expect(pauses).toBeGreaterThan(200);
		expect(shares.length).toBeGreaterThan(3);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(Math.max(...shares)).toBeLessThanOrEqual(1);
	});

	it('[G6] ends at once when it is given up', async () => {
		let pauses = 0;
		const pause = async () => {
			if (++pauses === 50) throw new Error('given up');
		};
		await expect(exportScene({ ...options(200), pause })).rejects.toThrow('given up');
		expect(pauses).toBe(50);
	});

	it('[G1] has nothing to write of an empty scene', async () => {
		expect(await exportScene({ ...options(0), pause: async () => {} })).toEqual({
			ok: false,
			error: 'nothing-to-export',
		});
	});
});

it('[G5] leaves out what a prefab shows that is not here', async () => {
	const { mine, prefab } = lampReplica();
	unwrap(addInstance(mine.scene, mine.sources, prefab.document.id, { name: 'Desk lamp' }));
	add(mine.scene, thing('Box'));
	const { json } = await exportToBytes(mine.scene.snapshot);
	expect(list(json, 'nodes').map(({ name }) => String(name))).toEqual(['Desk lamp', 'Box']);
});
