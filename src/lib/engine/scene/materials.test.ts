import {
	BackSide,
	DoubleSide,
	FrontSide,
	LinearSRGBColorSpace,
	type MeshStandardMaterial,
	SRGBColorSpace,
	Vector2,
} from 'three';
import { describe, expect, it, vi } from 'vitest';
import type { AssetHash } from '../../base/ids.ts';
import { MAP_SLOTS } from './material-look.ts';
import { box, makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

const IMAGE = 'b'.repeat(64) as AssetHash;
const OTHER = 'c'.repeat(64) as AssetHash;
const painted = (more: Values = {}) => makeEntity(box({ material: true, ...more }));
const setup = (...hashes: AssetHash[]) =>
	setupGraph(new Map(hashes.map((hash) => [hash, new Uint8Array([1])])));

function show(more: Values) {
	const rig = setup();
	const entity = painted(more);
	rig.graph.show(makeSnapshot([entity]));
	return rig.meshOf(entity.id)!.material as MeshStandardMaterial;
}

describe('a material', () => {
	it('has the numbers and colours its fields say', () => {
		const material = show({
			'material.color': '#ff0000',
			'material.roughness': 0.25,
			'material.metalness': 0.75,
			'material.emissive': '#00ff00',
			'material.emissiveIntensity': 7,
		});
		expect([material.color.getHexString(), material.emissive.getHexString()]).toEqual(['ff0000', '00ff00']);
		expect([material.roughness, material.metalness, material.emissiveIntensity]).toEqual([0.25, 0.75, 7]);
	});

	it.each([
		['opaque', { transparent: false, opacity: 1, alphaTest: 0, depthWrite: true }],
		['mask', { transparent: false, opacity: 0.4, alphaTest: 0.3, depthWrite: true }],
		['blend', { transparent: true, opacity: 0.4, alphaTest: 0, depthWrite: false }],
	])('blends as %s says', (mode, expected) => {
		const more = { 'material.alphaMode': mode, 'material.opacity': 0.4, 'material.alphaCutoff': 0.3 };
		expect(show(more)).toMatchObject(expected);
	});

	it.each([
		['box', 'front', FrontSide],
		['box', 'back', BackSide],
		['box', 'double', DoubleSide],
		['plane', 'front', DoubleSide],
		['plane', 'back', BackSide],
	])('of a %s is seen from the side it says: %s', (shape, side, expected) => {
		expect(show({ 'mesh.geometry': shape, 'material.side': side }).side).toBe(expected);
	});

	it('is shared when only what means nothing here differs', () => {
		const { graph, kit } = setup();
		graph.show(
			makeSnapshot([
				painted(),
				painted({ 'material.opacity': 0.5, 'material.alphaCutoff': 0.1 }),
				painted({ 'material.emissiveMap': IMAGE, 'material.emissiveIntensity': 9 }),
				painted({ 'material.tiling': [3, 3], 'material.normalScale': 2 }),
			]),
		);
		expect(kit.materials.size).toBe(1);
	});
});

describe('the pictures of a material', () => {
	const everything = {
		'material.emissive': '#ffffff',
		'material.colorMap': IMAGE,
		'material.emissiveMap': IMAGE,
		'material.normalMap': IMAGE,
		'material.normalScale': 2,
		'material.roughnessMap': IMAGE,
		'material.metalnessMap': IMAGE,
		'material.occlusionMap': IMAGE,
		'material.tiling': [2, 3],
		'material.offset': [0.5, -0.5],
	};

	it('come when they are here: colours as sRGB, numbers as they are', async () => {
		const { graph, idle, meshOf } = setup(IMAGE);
		const entity = painted(everything);
		graph.show(makeSnapshot([entity]));
		const material = meshOf(entity.id)!.material as MeshStandardMaterial;
		expect(MAP_SLOTS.map((slot) => material[slot])).toEqual(MAP_SLOTS.map(() => null));
		await idle();
		const spaces = MAP_SLOTS.map((slot) => [slot, material[slot]?.colorSpace]);
		expect(Object.fromEntries(spaces)).toEqual({
			map: SRGBColorSpace,
			emissiveMap: SRGBColorSpace,
			normalMap: LinearSRGBColorSpace,
			roughnessMap: LinearSRGBColorSpace,
			metalnessMap: LinearSRGBColorSpace,
			aoMap: LinearSRGBColorSpace,
		});
		expect(material.normalScale).toEqual(new Vector2(2, 2));
	});

	it('repeat and shift as tiling and offset say, each material its own way', async () => {
		const { graph, idle, meshOf } = setup(IMAGE);
		const [tiled, plain] = [painted(everything), painted({ 'material.colorMap': IMAGE })];
		graph.show(makeSnapshot([tiled, plain]));
		await idle();
		const mapOf = (id: typeof tiled.id) => (meshOf(id)!.material as MeshStandardMaterial).map!;
		expect([mapOf(tiled.id).repeat.toArray(), mapOf(tiled.id).offset.toArray()]).toEqual([
			[2, 3],
			[0.5, -0.5],
		]);
		expect(mapOf(plain.id).repeat.toArray()).toEqual([1, 1]);
		expect(mapOf(plain.id).source, 'the pixels are shared').toBe(mapOf(tiled.id).source);
	});

	it('are one view for all who use it alike, freed with the last of them', async () => {
		const { graph, idle, meshOf } = setup(IMAGE);
		const entities = ['#ff0000', '#00ff00'].map((color) =>
			painted({ 'material.color': color, 'material.colorMap': IMAGE }),
		);
		graph.show(makeSnapshot(entities));
		await idle();
		const [first, second] = entities.map(({ id }) => (meshOf(id)!.material as MeshStandardMaterial).map!);
		expect(first).toBe(second);
		const freed = vi.fn();
		first!.addEventListener('dispose', freed);
		graph.apply(
			makeChanges(makeSnapshot([entities[1]!]), { removed: new Set([entities[0]!.id]), hierarchy: true }),
		);
		expect(freed).not.toHaveBeenCalled();
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([entities[1]!.id]), hierarchy: true }));
		expect(freed).toHaveBeenCalledOnce();
	});

	it('that are missing or broken leave the rest as it is', async () => {
		const { graph, idle, meshOf, assets } = setup(IMAGE);
		assets.set(OTHER, new Uint8Array([0]));
		const missing = 'd'.repeat(64) as AssetHash;
		const entity = painted({ ...everything, 'material.normalMap': OTHER, 'material.emissiveMap': missing });
		graph.show(makeSnapshot([entity]));
		await idle();
		const material = meshOf(entity.id)!.material as MeshStandardMaterial;
		expect([material.normalMap, material.emissiveMap]).toEqual([null, null]);
		expect(material.map).not.toBeNull();
	});

	it('show in the unlit view also when they come after it was chosen', async () => {
		const { graph, idle, meshOf } = setup(IMAGE);
		const entity = painted({ 'material.colorMap': IMAGE });
		graph.show(makeSnapshot([entity]));
		graph.setShading('unlit');
		await idle();
		expect((meshOf(entity.id)!.material as MeshStandardMaterial).map).not.toBeNull();
	});
});
