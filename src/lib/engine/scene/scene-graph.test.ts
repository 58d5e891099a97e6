import {
	Box3,
	BoxGeometry,
	DirectionalLight,
	Mesh,
	MeshStandardMaterial,
	type Object3D,
	Vector3,
} from 'three';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { type AssetHash, type EntityId, mintEntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { resolveHierarchy } from '../../doc/hierarchy.ts';
import type { SceneChanges, SceneSnapshot } from '../../doc/scene.ts';
import { createSceneGraph } from './create-scene-graph.ts';
import { entityIdOf } from './entity-node.ts';
import { MAX_LIGHTS, MAX_SHADOWS } from './own-lights.ts';

const MODEL = 'a'.repeat(64) as AssetHash;
type Values = Record<string, JsonValue>;

function makeEntity(
	values: Values = {},
	parentId: EntityId | null = null,
	id = mintEntityId(),
): EntitySnapshot {
	return {
		id,
		name: 'Entity',
		place: { parentId, order: 'a0', previousParentId: null },
		removed: false,
		values,
	};
}

function makeSnapshot(entities: readonly EntitySnapshot[]): SceneSnapshot {
	return {
		entities: new Map(entities.map((entity) => [entity.id, entity])),
		hierarchy: resolveHierarchy(new Map(entities.map((entity) => [entity.id, entity.place]))),
	};
}

function makeChanges(snapshot: SceneSnapshot, changes: Partial<SceneChanges>): SceneChanges {
	return {
		added: new Set(),
		removed: new Set(),
		changed: new Map(),
		hierarchy: false,
		local: true,
		snapshot,
		...changes,
	};
}

function setup(assets = new Map<AssetHash, Uint8Array<ArrayBuffer>>()) {
	const clock = new ManualClock();
	const freed: Object3D[] = [];
	const onChange = vi.fn();
	const content = createSceneGraph({
		assets: { load: async (hash) => assets.get(hash) ?? null },
		clock,
		onChange,
		decodeModel: async (bytes) => {
			if (bytes[0] === 0) return err('broken');
			const model = new Mesh(new BoxGeometry(2, 2, 2), new MeshStandardMaterial());
			model.geometry.addEventListener('dispose', () => freed.push(model));
			return ok(model);
		},
		decodeTexture: async () => err('no textures here'),
		loadPress: () => Promise.reject(new Error('no typeface here')),
		icons: { get: () => null, dispose() {} },
	});
	const { graph, kit } = content;
	const meshOf = (id: EntityId) => {
		let found: Mesh | undefined;
		graph.node(id)?.group.traverse((object) => {
			if (object instanceof Mesh && entityIdOf(object) === id) found ??= object as Mesh;
		});
		return found;
	};
	const worldOf = (id: EntityId) => {
		graph.root.updateMatrixWorld();
		return new Vector3().setFromMatrixPosition(graph.node(id)!.group.matrixWorld).toArray();
	};
	return { ...content, graph, kit, clock, assets, freed, onChange, meshOf, worldOf };
}

const box = (more: Values = {}): Values => ({ mesh: true, ...more });

describe('showing a scene', () => {
	it('makes one node per entity, below its parent, where the transform says', () => {
		const { graph, worldOf } = setup();
		const parent = makeEntity({ position: [1, 0, 0] });
		const child = makeEntity({ position: [0, 2, 0], mesh: true }, parent.id);
		graph.show(makeSnapshot([child, parent]));
		expect(graph.size).toBe(2);
		expect(worldOf(child.id)).toEqual([1, 2, 0]);
		expect(graph.node(child.id)?.group.parent).toBe(graph.node(parent.id)?.group);
	});

	it('shares geometry and material between entities that look the same', () => {
		const { graph, kit, meshOf } = setup();
		const [a, b, c] = [
			makeEntity(box()),
			makeEntity(box()),
			makeEntity(box({ material: true, 'material.color': '#ff0000' })),
		];
		graph.show(makeSnapshot([a, b, c]));
		expect(meshOf(a.id)?.geometry).toBe(meshOf(c.id)?.geometry);
		expect(meshOf(a.id)?.material).toBe(meshOf(b.id)?.material);
		expect(meshOf(a.id)?.material).not.toBe(meshOf(c.id)?.material);
		expect(kit.materials.size).toBe(2);
	});

	it('shows hostile values as their defaults instead of throwing', () => {
		const { graph, worldOf } = setup();
		const entity = makeEntity({
			position: ['x', null, 1e300] as unknown as JsonValue,
			rotation: [0, 0, 0, 0],
			scale: 7,
			mesh: true,
			'mesh.geometry': '__proto__',
			'material.color': 'red; drop',
			light: true,
			'light.type': 'laser',
		});
		graph.show(makeSnapshot([entity]));
		expect(worldOf(entity.id)).toEqual([0, 0, 0]);
	});

	it('measures what is drawn', () => {
		const { graph } = setup();
		graph.show(makeSnapshot([makeEntity(box({ position: [3, 0, 0], scale: [2, 2, 2] }))]));
		const { min, max } = graph.bounds(new Box3());
		expect([...min.toArray(), ...max.toArray()]).toEqual([2, -1, -1, 4, 1, 1]);
	});

	it('hides what lies below an invisible parent', () => {
		const { graph } = setup();
		const parent = makeEntity({ visible: false });
		graph.show(makeSnapshot([parent, makeEntity(box(), parent.id)]));
		expect(graph.bounds().isEmpty()).toBe(true);
	});
});

describe('following edits', () => {
	it('touches only the entities it is told of', () => {
		const { graph, meshOf, worldOf } = setup();
		const [moved, other] = [makeEntity(box()), makeEntity(box())];
		graph.show(makeSnapshot([moved, other]));
		const [movedMesh, otherGroup] = [meshOf(moved.id), graph.node(other.id)!.group];
		const place = vi.spyOn(otherGroup, 'updateMatrix');
		const after = makeEntity(box({ position: [0, 5, 0] }), null, moved.id);
		graph.apply(
			makeChanges(makeSnapshot([after, other]), { changed: new Map([[moved.id, new Set(['position'])]]) }),
		);
		expect(worldOf(moved.id)).toEqual([0, 5, 0]);
		expect(meshOf(moved.id), 'a move keeps the mesh').toBe(movedMesh);
		expect(place).not.toHaveBeenCalled();
	});

	it('gives a recoloured entity another material and frees the one nobody uses', () => {
		const { graph, kit, meshOf } = setup();
		const entity = makeEntity(box());
		graph.show(makeSnapshot([entity]));
		const old = meshOf(entity.id)!.material as MeshStandardMaterial;
		const freed = vi.fn();
		old.addEventListener('dispose', freed);
		const after = makeEntity(box({ material: true, 'material.color': '#00ff00' }), null, entity.id);
		const keys = new Set(['material', 'material.color']);
		graph.apply(makeChanges(makeSnapshot([after]), { changed: new Map([[entity.id, keys]]) }));
		expect((meshOf(entity.id)!.material as MeshStandardMaterial).color.getHexString()).toBe('00ff00');
		expect(freed).toHaveBeenCalledOnce();
		expect(kit.materials.size).toBe(1);
	});

	it('keeps the children of a removed parent that were healed to the root', () => {
		const { graph, worldOf } = setup();
		const parent = makeEntity({ position: [9, 0, 0] });
		const child = makeEntity(box({ position: [0, 1, 0] }), parent.id);
		graph.show(makeSnapshot([parent, child]));
		graph.apply(makeChanges(makeSnapshot([child]), { removed: new Set([parent.id]), hierarchy: true }));
		expect(graph.size).toBe(1);
		expect(worldOf(child.id)).toEqual([0, 1, 0]);
	});

	it('moves an entity to another parent', () => {
		const { graph, worldOf } = setup();
		const [left, right] = [makeEntity({ position: [-1, 0, 0] }), makeEntity({ position: [1, 0, 0] })];
		const child = makeEntity(box(), left.id);
		graph.show(makeSnapshot([left, right, child]));
		const after = makeEntity(box(), right.id, child.id);
		graph.apply(
			makeChanges(makeSnapshot([left, right, after]), {
				changed: new Map([[child.id, new Set(['place'])]]),
				hierarchy: true,
			}),
		);
		expect(worldOf(child.id)).toEqual([1, 0, 0]);
	});

	it('takes a component away together with its picture', () => {
		const { graph, meshOf, kit } = setup();
		const entity = makeEntity(box());
		graph.show(makeSnapshot([entity]));
		const after = makeEntity({}, null, entity.id);
		graph.apply(makeChanges(makeSnapshot([after]), { changed: new Map([[entity.id, new Set(['mesh'])]]) }));
		expect(meshOf(entity.id)).toBeUndefined();
		expect(kit.materials.size).toBe(0);
	});

	it('shows a preview until it is taken back, and lets the document change meanwhile', () => {
		const { graph, worldOf } = setup();
		const entity = makeEntity(box());
		graph.show(makeSnapshot([entity]));
		graph.preview(entity.id, { position: [0, 0, 7] });
		const after = makeEntity(box({ position: [4, 0, 0] }), null, entity.id);
		graph.apply(
			makeChanges(makeSnapshot([after]), { changed: new Map([[entity.id, new Set(['position'])]]) }),
		);
		expect(worldOf(entity.id)).toEqual([0, 0, 7]);
		graph.preview(entity.id, null);
		expect(worldOf(entity.id)).toEqual([4, 0, 0]);
	});
});

describe('models', () => {
	const withModel = () => makeEntity(box({ 'mesh.geometry': 'model', 'mesh.model': MODEL }));

	it('shows a placeholder while the bytes are not here, and the model when they come', async () => {
		const { graph, kit, idle, assets, meshOf } = setup();
		const entity = withModel();
		graph.show(makeSnapshot([entity]));
		await idle();
		expect(kit.models.peek(MODEL)).toEqual({ status: 'missing' });
		expect(meshOf(entity.id)).toBeUndefined();
		assets.set(MODEL, new Uint8Array([1]));
		kit.models.retry(MODEL);
		await idle();
		expect(meshOf(entity.id)).toBeInstanceOf(Mesh);
	});

	it('shows a broken model as broken and goes on', async () => {
		const { graph, kit, idle } = setup(new Map([[MODEL, new Uint8Array([0])]]));
		const entity = withModel();
		graph.show(makeSnapshot([entity]));
		await idle();
		expect(kit.models.peek(MODEL)).toEqual({ status: 'broken', message: 'broken' });
		expect(graph.node(entity.id)?.group.children[0]?.name).toBe('broken model');
	});

	it('loads once for many entities, shares geometry, and frees it some time after the last is gone', async () => {
		const { graph, idle, clock, meshOf, freed } = setup(new Map([[MODEL, new Uint8Array([1])]]));
		const [a, b] = [withModel(), withModel()];
		graph.show(makeSnapshot([a, b]));
		await idle();
		expect(meshOf(a.id)).not.toBe(meshOf(b.id));
		expect(meshOf(a.id)?.geometry).toBe(meshOf(b.id)?.geometry);
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([a.id, b.id]), hierarchy: true }));
		expect(freed).toHaveLength(0);
		clock.advance(60_000);
		expect(freed).toHaveLength(1);
	});

	it('leaves nothing behind', async () => {
		const { graph, kit, idle, dispose, freed } = setup(new Map([[MODEL, new Uint8Array([1])]]));
		graph.show(makeSnapshot([withModel(), makeEntity(box()), makeEntity({ light: true })]));
		await idle();
		dispose();
		expect(freed).toHaveLength(1);
		expect([graph.size, kit.models.size, kit.materials.size]).toEqual([0, 0, 0]);
	});
});

describe('lights of the scene', () => {
	const lamp = (more: Values = {}) => makeEntity({ light: true, ...more });

	it('tells direct from ambient light, and none', () => {
		const { graph } = setup();
		const state = () => [graph.lights.direct, graph.lights.ambient];
		graph.show(makeSnapshot([makeEntity(box())]));
		expect(state()).toEqual([false, false]);
		graph.show(makeSnapshot([lamp()]));
		expect(state()).toEqual([true, false]);
		graph.show(makeSnapshot([lamp({ 'light.type': 'ambient' })]));
		expect(state()).toEqual([false, true]);
	});

	it('does not count a light in a hidden group', () => {
		const { graph } = setup();
		const parent = makeEntity({ visible: false });
		graph.show(makeSnapshot([parent, makeEntity({ light: true }, parent.id)]));
		expect(graph.lights.direct).toBe(false);
		const shown = makeEntity({}, null, parent.id);
		const snapshot = makeSnapshot([shown, ...[...graph.nodes()].slice(1).map((node) => node.entity)]);
		graph.apply(makeChanges(snapshot, { changed: new Map([[parent.id, new Set(['visible'])]]) }));
		expect(graph.lights.direct).toBe(true);
	});

	it('shines only as many lights and shadows as GPUs can take', () => {
		const { graph } = setup();
		graph.show(
			makeSnapshot(Array.from({ length: MAX_LIGHTS + 10 }, () => lamp({ 'light.castShadow': true }))),
		);
		const lights = [...graph.nodes()].flatMap((node) => [...node.parts()].map((part) => part.light!));
		expect(lights.filter((light) => light.visible)).toHaveLength(MAX_LIGHTS);
		expect(lights.filter((light) => light.visible && light.castShadow)).toHaveLength(MAX_SHADOWS);
	});

	it('aims a sun along its entity, shadow over what is there', () => {
		const { graph } = setup();
		// A quarter turn about X: −Z points down.
		const down: Values = { 'light.type': 'directional', rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] };
		graph.show(makeSnapshot([lamp(down), makeEntity(box({ position: [10, 0, 0] }))]));
		graph.lights.aim(graph.bounds());
		const sun = graph.lights.suns.children.find((child) => child instanceof DirectionalLight)!;
		const ray = sun.target.position.clone().sub(sun.position).normalize();
		expect(ray.y).toBeCloseTo(-1);
		expect(sun.target.position.x).toBeCloseTo(10);
	});

	it('lets go of a removed sun', () => {
		const { graph } = setup();
		const sun = lamp({ 'light.type': 'directional' });
		graph.show(makeSnapshot([sun]));
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([sun.id]), hierarchy: true }));
		expect(graph.lights.suns.children).toHaveLength(0);
		expect(graph.lights.direct).toBe(false);
	});
});

describe('ten thousand entities', () => {
	it('are built with one geometry and one material, and one edit leaves the rest alone', () => {
		const { graph, kit, onChange } = setup();
		const entities = Array.from({ length: 10_000 }, (_, i) =>
			makeEntity(box({ position: [i % 100, 0, Math.floor(i / 100)] })),
		);
		graph.show(makeSnapshot(entities));
		expect([graph.size, kit.materials.size]).toEqual([10_000, 1]);
		const touched = [...graph.nodes()].map((node) => vi.spyOn(node.group, 'updateMatrix'));
		const [first] = entities;
		const after = makeEntity(box({ position: [0, 1, 0] }), null, first!.id);
		onChange.mockClear();
		graph.apply(
			makeChanges(makeSnapshot([after, ...entities.slice(1)]), {
				changed: new Map([[first!.id, new Set(['position'])]]),
			}),
		);
		expect(touched.filter((spy) => spy.mock.calls.length > 0)).toHaveLength(1);
		expect(onChange).toHaveBeenCalledOnce();
	});
});
