import { InstancedMesh, type InterleavedBufferAttribute, PerspectiveCamera } from 'three';
import { describe, expect, it, vi } from 'vitest';
import type { EntitySnapshot } from '../../doc/entity.ts';
import {
	box,
	makeChanges,
	makeEntity,
	makeSnapshot,
	MODEL,
	setupGraph,
	type Values,
} from './scene-fixtures.ts';

function setup(entities: readonly EntitySnapshot[], assets?: Parameters<typeof setupGraph>[0]) {
	const rig = setupGraph(assets);
	rig.graph.show(makeSnapshot(entities));
	const camera = new PerspectiveCamera(45, 1, 0.1, 100);
	camera.position.set(0, 0, 10);
	camera.updateMatrixWorld();
	/** What three.js would draw now: batches, and all else but the group of suns. */
	const draw = () => {
		rig.graph.drawn.updateMatrixWorld();
		rig.graph.drawn.update(camera);
		const [, ...objects] = rig.graph.drawn.children;
		const batches = objects.filter((object) => object instanceof InstancedMesh);
		return { batches, alone: objects.filter((object) => !(object instanceof InstancedMesh)) };
	};
	const places = (batch: InstancedMesh | undefined) =>
		Array.from({ length: batch?.count ?? 0 }, (_, i) => {
			return [12, 13, 14].map((k) => batch?.instanceMatrix.getComponent(i, k));
		});
	return { ...rig, camera, draw, places };
}

const edit = (entities: readonly EntitySnapshot[], { id }: EntitySnapshot, ...keys: string[]) =>
	makeChanges(makeSnapshot(entities), { changed: new Map([[id, new Set(keys)]]) });

describe('a batch', () => {
	it('holds shapes of every colour; another shape, or one that takes no shadows, is another', () => {
		const { draw } = setup([
			...['#ff0000', '#00ff00', '#0000ff'].map((color) =>
				makeEntity(box({ material: true, 'material.color': color, 'material.roughness': 0.2 })),
			),
			makeEntity(box({ 'mesh.geometry': 'sphere' })),
			makeEntity(box({ 'mesh.receiveShadow': false })),
		]);
		const { batches, alone } = draw();
		expect(batches.map(({ count }) => count).sort()).toEqual([1, 1, 3]);
		expect(alone).toEqual([]);
		const three = batches.find(({ count }) => count === 3);
		const colors = [0, 1, 2].map((i) => [0, 1, 2].map((k) => three?.instanceColor?.getComponent(i, k)));
		expect(colors).toEqual([
			[1, 0, 0],
			[0, 1, 0],
			[0, 0, 1],
		]);
		expect(three?.geometry.getAttribute('instanceSurface').getX(0)).toBeCloseTo(0.2);
	});

	it('holds a model that is there several times', async () => {
		const model = () => makeEntity(box({ 'mesh.geometry': 'model', 'mesh.model': MODEL }));
		const { draw, idle } = setup([model(), model()], new Map([[MODEL, new Uint8Array([1])]]));
		expect(draw().alone).toHaveLength(2);
		await idle();
		const { batches, alone } = draw();
		expect([batches.map(({ count }) => count), alone]).toEqual([[2], []]);
	});

	it.each<[string, Values]>([
		[
			'is seen through from both sides',
			{ material: true, 'material.alphaMode': 'blend', 'material.side': 'double' },
		],
		['is mirrored', { scale: [-1, 1, 1] }],
		['has no depth', { scale: [1, 0, 1] }],
	])('[E21] leaves out what %s', (_, values) => {
		const { draw } = setup([makeEntity(box()), makeEntity(box(values))]);
		const { batches, alone } = draw();
		expect([batches.map(({ count }) => count), alone.length]).toEqual([[1], 1]);
	});

	it('[E21] leaves out what its parent shears, and takes it in when it no longer does', () => {
		const parent = makeEntity({ scale: [3, 1, 1] });
		const child = makeEntity(box({ rotation: [0, 0, 0.38, 0.92] }), parent.id);
		const { graph, draw } = setup([parent, child]);
		expect(draw().alone).toHaveLength(1);
		const even = makeEntity({}, null, parent.id);
		graph.apply(edit([even, child], parent, 'scale'));
		expect(draw().alone).toEqual([]);
		expect(draw().batches).toHaveLength(1);
	});

	it('[E22] follows an edit by touching the one that changed', () => {
		const entities = Array.from({ length: 40 }, (_, i) => makeEntity(box({ position: [i / 10, 0, 0] })));
		const { graph, draw, places } = setup(entities);
		const [batch] = draw().batches;
		const { data } = batch?.instanceMatrix as unknown as InterleavedBufferAttribute;
		const upload = vi.spyOn(data, 'addUpdateRange');
		const moved = makeEntity(box({ position: [0, 2, 0] }), null, entities[7]!.id);
		graph.apply(edit([...entities.slice(0, 7), moved, ...entities.slice(8)], moved, 'position'));
		draw();
		expect(upload.mock.calls).toEqual([[7 * data.stride, data.stride]]);
		expect(places(batch)[7]).toEqual([0, 2, 0]);
		draw();
		expect(upload, 'nothing changed since').toHaveBeenCalledOnce();
	});

	it('[E22] loses what is hidden, with all below it, and what is removed; the others stay as they were', () => {
		const entities = [0, 1, 2].map((x) => makeEntity(box({ position: [x, 0, 0] })));
		const [first, second, third] = entities as [EntitySnapshot, EntitySnapshot, EntitySnapshot];
		const child = makeEntity(box({ position: [0, 1, 0] }), first.id);
		const { graph, draw, places } = setup([...entities, child]);
		expect(places(draw().batches[0])).toHaveLength(4);
		const hidden = makeEntity(box({ visible: false }), null, first.id);
		graph.apply(edit([hidden, second, third, child], first, 'visible'));
		expect(places(draw().batches[0]).sort()).toEqual([
			[1, 0, 0],
			[2, 0, 0],
		]);
		graph.apply(makeChanges(makeSnapshot([hidden, third, child]), { removed: new Set([second.id]) }));
		expect(places(draw().batches[0])).toEqual([[2, 0, 0]]);
		graph.apply(edit([first, third, child], first, 'visible'));
		expect(places(draw().batches[0])).toHaveLength(3);
	});

	it('[E23] draws what is in sight, and all of it with the shadows', () => {
		const seen = makeEntity(box());
		const behind = makeEntity(box({ position: [0, 0, 20] }));
		const { graph, draw, places } = setup([behind, seen]);
		expect(places(draw().batches[0])).toHaveLength(2);
		graph.drawn.whole = false;
		expect(places(draw().batches[0])).toEqual([[0, 0, 0]]);
		graph.preview(behind.id, { position: [1, 0, 0] });
		expect(places(draw().batches[0])).toHaveLength(2);
		graph.drawn.whole = true;
		expect(draw().batches[0]?.count).toBe(2);
	});

	it('[E22] throws the shadows of those that throw some, whatever comes and goes', () => {
		const thing = (x: number, castShadow: boolean) =>
			makeEntity(box({ position: [x, 0, 0], 'mesh.castShadow': castShadow }));
		const entities = [0, 1, 2, 3, 4, 5].map((x) => thing(x, x % 2 === 1));
		const { graph, draw, places } = setup(entities);
		const throwing = () => {
			const [batch] = draw().batches;
			const all = places(batch).map(([x]) => x);
			batch?.onBeforeShadow(...([] as unknown as Parameters<InstancedMesh['onBeforeShadow']>));
			const some = places(batch).map(([x]) => x);
			batch?.onAfterShadow(...([] as unknown as Parameters<InstancedMesh['onAfterShadow']>));
			expect(places(batch).map(([x]) => x)).toEqual(all);
			return { all: all.sort(), throwing: some.sort(), castShadow: batch?.castShadow };
		};
		expect(throwing()).toEqual({ all: [0, 1, 2, 3, 4, 5], throwing: [1, 3, 5], castShadow: true });
		const remove = (...gone: number[]) => {
			const left = entities.filter((_, x) => !gone.includes(x));
			const removed = new Set([entities[gone.at(-1)!]!.id]);
			graph.apply(makeChanges(makeSnapshot(left), { removed }));
		};
		remove(1);
		expect(throwing()).toEqual({ all: [0, 2, 3, 4, 5], throwing: [3, 5], castShadow: true });
		remove(1, 0);
		expect(throwing()).toEqual({ all: [2, 3, 4, 5], throwing: [3, 5], castShadow: true });
		remove(1, 0, 3);
		remove(1, 0, 3, 5);
		expect(throwing()).toEqual({ all: [2, 4], throwing: [], castShadow: false });
	});

	it('is gone with its last member', () => {
		const entity = makeEntity(box());
		const { graph, draw } = setup([entity]);
		expect(draw().batches).toHaveLength(1);
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([entity.id]) }));
		expect(draw().batches).toEqual([]);
		expect(graph.bounds().isEmpty()).toBe(true);
	});

	it('ten thousand in as many colours are one draw call', () => {
		const entities = Array.from({ length: 10_000 }, (_, i) =>
			makeEntity(
				box({ material: true, 'material.color': `#${(i * 7919).toString(16).padStart(6, '0').slice(-6)}` }),
			),
		);
		const { graph, draw } = setup(entities);
		const { batches, alone } = draw();
		expect([batches.map(({ count }) => count), alone]).toEqual([[10_000], []]);
		expect(graph.drawn.length).toBe(1);
	});
});
