import { type LineSegments, Mesh, type MeshBasicMaterial, type Object3D, Sprite } from 'three';
import { describe, expect, it } from 'vitest';
import type { AssetHash, EntityId } from '../../base/ids.ts';
import { measureLocal } from '../stage/measure.ts';
import { isHelper } from './layers.ts';
import { box, makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

const IMAGE = 'b'.repeat(64) as AssetHash;
const sprite = (more: Values = {}) => makeEntity({ sprite: true, ...more });

function setup() {
	const rig = setupGraph(new Map([[IMAGE, new Uint8Array([3])]]));
	const all = (id: EntityId) => {
		const found: Object3D[] = [];
		rig.graph.node(id)?.group.traverse((object) => found.push(object));
		return found;
	};
	const spriteOf = (id: EntityId) => all(id).find((object) => object instanceof Sprite);
	return { ...rig, all, spriteOf };
}

describe('a sprite', () => {
	it('without an image is a square as tall as it says, turned to whoever looks', () => {
		const { graph, spriteOf } = setup();
		const entity = sprite({ 'sprite.size': 2, 'sprite.color': '#ff0000', 'sprite.opacity': 0.5 });
		graph.show(makeSnapshot([entity]));
		const found = spriteOf(entity.id)!;
		expect(found.scale.toArray()).toEqual([2, 2, 2]);
		expect(found.material.color.getHexString()).toBe('ff0000');
		expect([found.material.opacity, found.material.map]).toEqual([0.5, null]);
	});

	it('is as wide as its picture makes it, once that is here', async () => {
		const { graph, idle, spriteOf } = setup();
		const entity = sprite({ 'sprite.image': IMAGE });
		graph.show(makeSnapshot([entity]));
		expect(spriteOf(entity.id)).toBeUndefined();
		await idle();
		expect(spriteOf(entity.id)!.scale.toArray()).toEqual([3, 1, 3]);
		expect(spriteOf(entity.id)!.material.map).not.toBeNull();
	});

	it('that does not face the camera stands where it is turned, seen from both sides', async () => {
		const { graph, idle, meshOf } = setup();
		const entity = sprite({ 'sprite.image': IMAGE, 'sprite.billboard': false });
		graph.show(makeSnapshot([entity]));
		await idle();
		const mesh = meshOf(entity.id)!;
		expect(mesh.scale.toArray()).toEqual([3, 1, 1]);
		expect((mesh.material as MeshBasicMaterial).map).not.toBeNull();
	});

	it('has a size: it is outlined and brought into view', () => {
		const { graph } = setup();
		const entity = sprite({ 'sprite.size': 4 });
		graph.show(makeSnapshot([entity]));
		expect(graph.bounds().max.y).toBe(2);
		expect(measureLocal(graph.node(entity.id)!.group).max.y).toBeGreaterThan(2);
	});

	it('shares its material with those that look the same, and frees it with the last', async () => {
		const { graph, kit, idle } = setup();
		const entities = [sprite({ 'sprite.image': IMAGE }), sprite({ 'sprite.image': IMAGE, 'sprite.size': 9 })];
		graph.show(makeSnapshot(entities));
		await idle();
		expect(kit.pictures.size).toBe(1);
		graph.apply(
			makeChanges(makeSnapshot([]), { removed: new Set(entities.map(({ id }) => id)), hierarchy: true }),
		);
		expect(kit.pictures.size).toBe(0);
	});
});

describe('a note', () => {
	const pinOf = (more: Values) => {
		const { graph, spriteOf } = setup();
		const entity = makeEntity({ note: true, ...more });
		graph.show(makeSnapshot([entity]));
		return spriteOf(entity.id)!;
	};

	it('is a pin of its colour that only the editor draws', () => {
		const pin = pinOf({ 'note.color': '#4488ff' });
		expect(pin.material.color.getHexString()).toBe('4488ff');
		expect(isHelper(pin)).toBe(true);
	});

	it('that is done is fainter', () => {
		expect(pinOf({ 'note.status': 'done' }).material.opacity).toBeLessThan(pinOf({}).material.opacity);
	});
});

describe('a camera', () => {
	const linesOf = (more: Values) => {
		const { graph, all } = setup();
		const entity = makeEntity({ camera: true, ...more });
		graph.show(makeSnapshot([entity]));
		const lines = all(entity.id).find((object) => (object as LineSegments).isLineSegments) as LineSegments;
		lines.geometry.computeBoundingBox();
		return lines.geometry.boundingBox!;
	};

	it('is shown as wide as it sees', () => {
		const [narrow, wide] = [20, 90].map((fov) => linesOf({ 'camera.fov': fov }));
		expect(wide!.max.x).toBeGreaterThan(narrow!.max.x * 3);
	});

	it('that is flat is shown as a box of its size, from near to far', () => {
		const flat = linesOf({
			'camera.projection': 'orthographic',
			'camera.size': 4,
			'camera.near': 1,
			'camera.far': 3,
		});
		expect([flat.min.y, flat.max.z, flat.min.z]).toEqual([-2, -1, -3]);
	});

	it('does not count as something to be seen', () => {
		const { graph } = setup();
		graph.show(makeSnapshot([makeEntity({ camera: true }), makeEntity(box())]));
		expect(graph.bounds().max.z).toBe(0.5);
		expect(
			graph.root.getObjectsByProperty('isMesh', true).filter((each) => each instanceof Mesh),
		).toHaveLength(1);
	});
});
