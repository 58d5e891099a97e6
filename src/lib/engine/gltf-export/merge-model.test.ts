import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { Mesh, SkinnedMesh } from 'three';
import { describe, expect, it } from 'vitest';
import { complaints } from '../../../../tests/helpers/gltf-complaints.ts';
import { AssetShelf, exportToBytes, makeScene } from '../../../../tests/helpers/gltf-rig.ts';
import { figureGlb, madeGlb, PLAIN } from '../../../../tests/helpers/made-gltf.ts';
import type { AssetHash } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { formatGlb } from '../gltf/glb.ts';
import type { Json } from '../gltf/gltf-json.ts';
import { loadModel } from '../gltf/load-model.ts';
import { loadStarterModel } from '../starter-assets.ts';

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

describe('models in the file', () => {
	it('[G3] are there once, however many show them; bones and movements are of each copy', async () => {
		const shelf = new AssetShelf();
		const hash = await shelf.put(figureGlb(PLAIN));
		const { json, bytes } = await exportToBytes(makeScene(things(3, shows(hash))).snapshot, shelf);
		expect(list(json, 'meshes')).toHaveLength(1);
		expect(list(json, 'materials')).toHaveLength(1);
		expect(list(json, 'accessors')).toHaveLength(8);
		expect(list(json, 'skins')).toHaveLength(3);
		const joints = list(json, 'skins').flatMap((skin) => skin['joints'] as number[]);
		expect(new Set(joints).size, 'no bone is shared').toBe(6);
		expect(list(json, 'animations').map(({ name }) => String(name))).toEqual([
			'Thing 0: Lift',
			'Thing 1: Lift',
			'Thing 2: Lift',
		]);
		const loaded = unwrap(await loadModel(bytes));
		let posed = 0;
		loaded.traverse((object) => {
			if (object instanceof SkinnedMesh) posed++;
		});
		expect(posed).toBe(3);
	});

	it('[G3] bring what is used of them only', async () => {
		const shelf = new AssetShelf();
		const hash = await shelf.put(madeGlb([{ mesh: 0 }, { mesh: 1 }]));
		const { json, bytes } = await exportToBytes(makeScene(things(2, shows(hash, 'mesh/0'))).snapshot, shelf);
		expect(list(json, 'meshes')).toMatchObject([{ name: 'Triangle' }]);
		expect(list(json, 'accessors')).toHaveLength(4);
		expect(list(json, 'nodes')).toMatchObject([{ mesh: 0 }, { mesh: 0 }]);
		expect(await complaints(bytes)).toEqual([]);
	});

	it('[G3] stay compressed by Draco', async () => {
		const shelf = new AssetShelf();
		const bunny = await loadStarterModel('bunny');
		const hash = await shelf.put(bunny);
		const { json, bytes } = await exportToBytes(makeScene(things(2, shows(hash))).snapshot, shelf);
		expect(json['extensionsRequired']).toContain('KHR_draco_mesh_compression');
		expect(bytes.length).toBeLessThan(bunny.length + 3000);
		expect(await complaints(bytes)).toEqual([]);
	});

	it('[G3] stay compressed by Meshopt, and quantized', async () => {
		await MeshoptEncoder.ready;
		const points = new Int16Array([0, 0, 0, 0, 100, 0, 0, 0, 0, 100, 0, 0]);
		const encoded = MeshoptEncoder.encodeVertexBuffer(new Uint8Array(points.buffer), 3, 8);
		const meshopt = 'EXT_meshopt_compression';
		const view = { buffer: 0, byteLength: encoded.length, byteStride: 8, count: 3, mode: 'ATTRIBUTES' };
		const packed = formatGlb(
			{
				asset: { version: '2.0' },
				extensionsUsed: [meshopt, 'KHR_mesh_quantization'],
				extensionsRequired: [meshopt, 'KHR_mesh_quantization'],
				scenes: [{ nodes: [0] }],
				nodes: [{ mesh: 0 }],
				meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
				accessors: [
					{ bufferView: 0, componentType: 5122, count: 3, type: 'VEC3', min: [0, 0, 0], max: [100, 100, 0] },
				],
				bufferViews: [
					{ buffer: 1, byteLength: 24, byteStride: 8, target: 34962, extensions: { [meshopt]: view } },
				],
				buffers: [
					{ byteLength: encoded.length },
					{ byteLength: 24, extensions: { [meshopt]: { fallback: true } } },
				],
			},
			encoded,
		);
		const shelf = new AssetShelf();
		const hash = await shelf.put(packed);
		const drafts = [{ name: 'Box', values: { mesh: true } }, ...things(1, shows(hash))];
		const { json, bytes, notes } = await exportToBytes(makeScene(drafts).snapshot, shelf);
		expect(notes).toEqual([]);
		expect(json['extensionsRequired']).toEqual([meshopt, 'KHR_mesh_quantization']);
		const loaded = unwrap(await loadModel(bytes));
		const [, thing] = loaded.children;
		let positions: number[] = [];
		thing?.traverse((object) => {
			if (!(object instanceof Mesh)) return;
			const { geometry } = object as Mesh;
			const position = geometry.getAttribute('position');
			positions = [0, 1, 2].flatMap((i) => [position.getX(i), position.getY(i), position.getZ(i)]);
		});
		expect(positions).toEqual([0, 0, 0, 100, 0, 0, 0, 100, 0]);
	});

	it('[G3, G4] lose an extension nobody here can move, and it is told', async () => {
		const shelf = new AssetShelf();
		const hash = await shelf.put(
			madeGlb([{ mesh: 0 }], {
				extensionsUsed: ['ACME_sparkle', 'KHR_materials_ior'],
				materials: [{ extensions: { ACME_sparkle: { at: [3] }, KHR_materials_ior: { ior: 1.3 } } }],
			}),
		);
		const { json, notes } = await exportToBytes(makeScene(things(1, shows(hash))).snapshot, shelf);
		expect(list(json, 'materials')).toEqual([{ extensions: { KHR_materials_ior: { ior: 1.3 } } }]);
		expect(json['extensionsUsed']).toEqual(['KHR_materials_ior']);
		expect(notes).toEqual([{ kind: 'extension', count: 1, names: ['ACME_sparkle'] }]);
	});
});
