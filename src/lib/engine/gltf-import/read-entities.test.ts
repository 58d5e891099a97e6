import { describe, expect, it } from 'vitest';
import { complaints } from '../../../../tests/helpers/gltf-complaints.ts';
import {
	AssetShelf,
	exportToBytes,
	importFromBytes,
	makeScene,
	plainTree,
} from '../../../../tests/helpers/gltf-rig.ts';
import { bend, figureGlb, madeGlb } from '../../../../tests/helpers/made-gltf.ts';
import { mintEntityId } from '../../base/ids.ts';
import { addEntities } from '../../doc/commands/add-entities.ts';

type Node = Record<string, unknown>;

const lights = (...list: Node[]) => ({ extensions: { KHR_lights_punctual: { lights: list } } });
const lit = (light: number): Node => ({ extensions: { KHR_lights_punctual: { light } } });

describe('a file of another program', () => {
	it('[G7] is one entity a node: names, tree, places, meshes as parts of the model', async () => {
		const bytes = madeGlb([
			{ name: 'House', children: [1, 2], translation: [1, 2, 3], scale: [2, 2, 2] },
			{ name: 'Door', mesh: 0, rotation: [0, 1, 0, 0] },
			{ mesh: 0, matrix: [0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 4, 5, 6, 1] },
		]);
		const { tree, scene } = await importFromBytes(bytes, new AssetShelf(), 'house.glb');
		const part = {
			mesh: true,
			'mesh.geometry': 'model',
			'mesh.model': tree.model?.hash,
			'mesh.part': 'mesh/0',
		};
		expect(plainTree(scene.snapshot)).toEqual([
			{
				name: 'House',
				values: { position: [1, 2, 3], scale: [2, 2, 2] },
				children: [
					{ name: 'Door', values: { rotation: [0, 1, 0, 0], ...part }, children: [] },
					{
						name: 'Triangle',
						values: { position: [4, 5, 6], rotation: [0, 0.707107, 0, 0.707107], ...part },
						children: [],
					},
				],
			},
		]);
		expect(tree).toMatchObject({ count: 3, own: false, notes: [], images: [] });
		expect(tree.model?.bytes).toEqual(bytes);
	});

	it('[G7] with several roots comes in one entity of its name', async () => {
		const { scene } = await importFromBytes(
			madeGlb([{ name: 'A', mesh: 0 }, { name: 'B' }]),
			undefined,
			'two_things.glb',
		);
		expect(plainTree(scene.snapshot)).toMatchObject([
			{ name: 'two things', values: {}, children: [{ name: 'A' }, { name: 'B' }] },
		]);
	});

	it('[G7] brings lights and cameras as components', async () => {
		const bytes = madeGlb(
			[
				{ name: 'Sun', ...lit(0) },
				{ name: 'Torch', ...lit(1) },
				{ name: 'Eye', camera: 0 },
				{ name: 'Plan', camera: 1 },
			],
			{
				...lights(
					{ type: 'directional', color: [1, 0.5, 0], intensity: 3 },
					{ type: 'spot', intensity: 40, range: 9, spot: { innerConeAngle: 0.25, outerConeAngle: 0.5 } },
				),
				cameras: [
					{ type: 'perspective', perspective: { yfov: Math.PI / 3, znear: 0.5 } },
					{ type: 'orthographic', orthographic: { xmag: 8, ymag: 6, znear: 0.01, zfar: 90 } },
				],
			},
		);
		const { scene, tree } = await importFromBytes(bytes);
		const [all] = plainTree(scene.snapshot);
		const [sun, torch, eye, plan] = all!.children.map(({ values }) => values);
		expect(sun).toEqual({
			light: true,
			'light.type': 'directional',
			'light.color': '#ffbc00',
			'light.intensity': 3,
		});
		expect(torch).toMatchObject({
			'light.type': 'spot',
			'light.intensity': 40,
			'light.range': 9,
			'light.penumbra': 0.5,
		});
		expect(torch!['light.angle']).toBeCloseTo(28.65, 2);
		expect(eye!['camera.fov']).toBeCloseTo(60, 4);
		expect(eye).toMatchObject({ camera: true, 'camera.near': 0.5, 'camera.far': 100_000 });
		expect(plan).toMatchObject({ 'camera.projection': 'orthographic', 'camera.size': 12, 'camera.far': 90 });
		expect(tree.model, 'nothing shows the file').toBeNull();
		expect(tree.notes).toEqual([]);
	});

	it('[G8] keeps a figure with its bones and movements whole, and tells of other movements and scenes', async () => {
		const { scene, tree } = await importFromBytes(figureGlb());
		expect(plainTree(scene.snapshot)).toMatchObject([
			{ name: 'Walker', values: { position: [0, 2, 0], 'mesh.part': 'node/0' }, children: [] },
		]);
		expect(tree.notes).toEqual([{ kind: 'whole', count: 1, names: ['Walker'] }]);

		const door = bend(figureGlb(), (json) => {
			json.nodes.push({ name: 'Door', mesh: 0 });
			json.scenes[0].nodes.push(4);
			json.animations[0].channels.push({ sampler: 0, target: { node: 4, path: 'translation' } });
		});
		expect((await importFromBytes(door)).tree.notes).toContainEqual({
			kind: 'animation',
			count: 1,
			names: ['Lift'],
		});

		const scattered = bend(figureGlb(), (json) => {
			json.nodes[0].children = [1];
			json.scenes = [{ nodes: [0, 2] }, { name: 'Attic', nodes: [] }];
		});
		const whole = await importFromBytes(scattered, undefined, 'figure.glb');
		expect(plainTree(whole.scene.snapshot)).toMatchObject([{ name: 'figure', values: { mesh: true } }]);
		expect(whole.scene.snapshot.entities.values().next().value!.values['mesh.part']).toBeUndefined();
		expect(whole.tree.notes.map(({ kind }) => kind)).toEqual(['whole', 'other-scene']);
	});

	it('[G8] tells of slanted matrices and of numbers beyond a field', async () => {
		const bytes = madeGlb(
			[
				{ name: 'Slanted', matrix: [1, 0, 0, 0, 0.7, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
				{ name: 'Star', ...lit(0) },
			],
			lights({ type: 'point', intensity: 1e9 }),
		);
		const { scene, tree } = await importFromBytes(bytes);
		expect(tree.notes).toEqual([
			{ kind: 'shear', count: 1, names: ['Slanted'] },
			{ kind: 'range', count: 1, names: ['Star'] },
		]);
		expect(plainTree(scene.snapshot)[0]!.children[1]!.values['light.intensity']).toBe(100_000);
	});

	it('[G10] has names a document can hold', async () => {
		const names = ['  ', '\ud800half', 'x'.repeat(500), undefined];
		const { scene } = await importFromBytes(madeGlb(names.map((name) => ({ name }))));
		const given = plainTree(scene.snapshot)[0]!.children.map(({ name }) => name);
		expect(given).toEqual(['Node 0', '\ufffdhalf', 'x'.repeat(200), 'Node 3']);
	});
});

describe('drafts that name each other', () => {
	it('[G10] come in one transaction, and an id that is taken changes nothing', () => {
		const scene = makeScene([]);
		let updates = 0;
		scene.document.onUpdate(() => updates++);
		const id = mintEntityId();
		const joint = { name: 'Joint', values: { joint: true, 'joint.target': id } };
		const added = addEntities(scene, [joint, { name: 'Target', values: {}, id }], null);
		expect(added.ok).toBe(true);
		expect(updates).toBe(1);
		expect(addEntities(scene, [{ name: 'Again', values: {}, id }], null)).toMatchObject({
			ok: false,
			error: { reason: 'invalid-value' },
		});
		expect(addEntities(scene, [{ name: 'No id', values: {}, id: 'x' as never }], null).ok).toBe(false);
		expect(updates).toBe(1);
		expect(scene.snapshot.entities.size).toBe(2);
	});
});

it('[G1, G3] a figure that came in leaves again with its bones and movement', async () => {
	const shelf = new AssetShelf();
	const hash = await shelf.put(figureGlb());
	expect((await complaints(figureGlb())).filter((each) => !each.startsWith('NODE_SKINNED'))).toEqual([]);
	const { scene } = await importFromBytes(figureGlb(), shelf);
	const { bytes, json } = await exportToBytes(scene.snapshot, shelf);
	expect((await complaints(bytes)).filter((each) => !each.startsWith('NODE_SKINNED'))).toEqual([]);
	expect(json['skins']).toHaveLength(1);
	expect(json['animations']).toMatchObject([{ name: 'Walker: Lift' }]);
	const back = await importFromBytes(bytes, shelf);
	expect(plainTree(back.scene.snapshot)).toEqual(plainTree(scene.snapshot));
	expect(back.scene.snapshot.entities.values().next().value!.values['mesh.model']).toBe(hash);
});
