import { Box3, Mesh, type MeshStandardMaterial } from 'three';
import { describe, expect, it, vi } from 'vitest';
import type { JsonValue } from '../../base/json.ts';
import { box, makeChanges, makeEntity, makeSnapshot, MODEL, setupGraph } from './scene-fixtures.ts';

describe('showing a scene', () => {
	it('makes one node per entity, below its parent, where the transform says', () => {
		const { graph, worldOf } = setupGraph();
		const parent = makeEntity({ position: [1, 0, 0] });
		const child = makeEntity({ position: [0, 2, 0], mesh: true }, parent.id);
		graph.show(makeSnapshot([child, parent]));
		expect(graph.size).toBe(2);
		expect(worldOf(child.id)).toEqual([1, 2, 0]);
		expect(graph.node(child.id)?.group.parent).toBe(graph.node(parent.id)?.group);
	});

	it('shares geometry and material between entities that look the same', () => {
		const { graph, kit, meshOf } = setupGraph();
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
		const { graph, worldOf } = setupGraph();
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

	it.each(['__proto__', 'constructor', 'toString', 'mesh.__proto__'])(
		'takes no harm from a component named %s',
		(key) => {
			const { graph } = setupGraph();
			const values = Object.assign(Object.create(null) as Record<string, JsonValue>, { mesh: true });
			Object.defineProperty(values, key, { value: true, enumerable: true });
			const entity = makeEntity(values);
			graph.show(makeSnapshot([entity]));
			graph.apply(makeChanges(makeSnapshot([entity]), { changed: new Map([[entity.id, new Set([key])]]) }));
			expect([...graph.node(entity.id)!.parts()]).toHaveLength(1);
		},
	);

	it('measures what is drawn', () => {
		const { graph } = setupGraph();
		graph.show(makeSnapshot([makeEntity(box({ position: [3, 0, 0], scale: [2, 2, 2] }))]));
		const { min, max } = graph.bounds(new Box3());
		expect([...min.toArray(), ...max.toArray()]).toEqual([2, -1, -1, 4, 1, 1]);
	});

	it('hides what lies below an invisible parent', () => {
		const { graph } = setupGraph();
		const parent = makeEntity({ visible: false });
		graph.show(makeSnapshot([parent, makeEntity(box(), parent.id)]));
		expect(graph.bounds().isEmpty()).toBe(true);
	});
});

describe('following edits', () => {
	it('touches only the entities it is told of', () => {
		const { graph, meshOf, worldOf } = setupGraph();
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
		const { graph, kit, meshOf } = setupGraph();
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
		const { graph, worldOf } = setupGraph();
		const parent = makeEntity({ position: [9, 0, 0] });
		const child = makeEntity(box({ position: [0, 1, 0] }), parent.id);
		graph.show(makeSnapshot([parent, child]));
		graph.apply(makeChanges(makeSnapshot([child]), { removed: new Set([parent.id]), hierarchy: true }));
		expect(graph.size).toBe(1);
		expect(worldOf(child.id)).toEqual([0, 1, 0]);
	});

	it('moves an entity to another parent', () => {
		const { graph, worldOf } = setupGraph();
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
		const { graph, meshOf, kit } = setupGraph();
		const entity = makeEntity(box());
		graph.show(makeSnapshot([entity]));
		const after = makeEntity({}, null, entity.id);
		graph.apply(makeChanges(makeSnapshot([after]), { changed: new Map([[entity.id, new Set(['mesh'])]]) }));
		expect(meshOf(entity.id)).toBeUndefined();
		expect(kit.materials.size).toBe(0);
	});

	it('shows a preview until it is taken back, and lets the document change meanwhile', () => {
		const { graph, worldOf } = setupGraph();
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

	it('[L32] shows where a peer drags it, also when it is built anew; our own hand goes before', () => {
		const { graph, worldOf } = setupGraph();
		const entity = makeEntity(box());
		graph.previewPeer(entity.id, { position: [0, 0, 7] });
		graph.show(makeSnapshot([entity]));
		expect(worldOf(entity.id)).toEqual([0, 0, 7]);
		graph.preview(entity.id, { position: [1, 1, 1] });
		expect(worldOf(entity.id)).toEqual([1, 1, 1]);
		graph.preview(entity.id, null);
		graph.show(makeSnapshot([entity]));
		expect(worldOf(entity.id)).toEqual([0, 0, 7]);
		graph.previewPeer(entity.id, null);
		graph.show(makeSnapshot([entity]));
		expect(worldOf(entity.id)).toEqual([0, 0, 0]);
	});
});

describe('models', () => {
	const withModel = () => makeEntity(box({ 'mesh.geometry': 'model', 'mesh.model': MODEL }));

	it('shows a placeholder while the bytes are not here, and the model when they come', async () => {
		const { graph, kit, idle, assets, meshOf } = setupGraph();
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
		const { graph, kit, idle } = setupGraph(new Map([[MODEL, new Uint8Array([0])]]));
		const entity = withModel();
		graph.show(makeSnapshot([entity]));
		await idle();
		expect(kit.models.peek(MODEL)).toEqual({ status: 'broken', message: 'broken' });
		expect(graph.node(entity.id)?.group.children[0]?.name).toBe('broken model');
	});

	it('loads once for many entities, shares geometry, and frees it some time after the last is gone', async () => {
		const { graph, idle, clock, meshOf, freed } = setupGraph(new Map([[MODEL, new Uint8Array([1])]]));
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
		const { graph, kit, idle, dispose, freed } = setupGraph(new Map([[MODEL, new Uint8Array([1])]]));
		graph.show(makeSnapshot([withModel(), makeEntity(box()), makeEntity({ light: true })]));
		await idle();
		dispose();
		expect(freed).toHaveLength(1);
		expect([graph.size, kit.models.size, kit.materials.size]).toEqual([0, 0, 0]);
	});
});

describe('ten thousand entities', () => {
	it('are built with one geometry and one material, and one edit leaves the rest alone', () => {
		const { graph, kit, onChange } = setupGraph();
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
