import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { seededRandom } from '../../base/random.ts';
import { DrawRun } from './draw-run.ts';
import { box, makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

const glass = (z: number, more: Values = {}) =>
	makeEntity(
		box({
			position: [0, 0, z],
			material: true,
			'material.alphaMode': 'blend',
			'material.opacity': 0.5,
			...more,
		}),
	);

function setup(entities: readonly EntitySnapshot[]) {
	const rig = setupGraph();
	rig.graph.show(makeSnapshot(entities));
	const camera = new PerspectiveCamera(45, 1, 0.1, 200);
	camera.position.set(0, 0, 20);
	camera.updateMatrixWorld();
	/** How deep what is seen through stands, in the order it is drawn: a list for each draw call. */
	const draw = (order: 'seen' | 'shadows' = 'seen') => {
		const { drawn } = rig.graph;
		drawn.updateMatrixWorld();
		drawn.update(camera);
		const runs = drawn.children.filter((each) => each instanceof DrawRun && each.visible) as DrawRun[];
		return runs.map((run) => {
			if (order === 'seen') run.onBeforeRender();
			else run.onBeforeShadow();
			const numbers = run._indirectTexture.image.data as Uint32Array;
			const matrices = run._matricesTexture.image.data as Float32Array;
			return Array.from({ length: run._multiDrawCount }, (_, i) => matrices[(numbers[i] ?? 0) * 16 + 14]);
		});
	};
	const edit = (id: EntityId, now: EntitySnapshot, all: readonly EntitySnapshot[], ...keys: string[]) =>
		rig.graph.apply(
			makeChanges(makeSnapshot(all.map((each) => (each.id === id ? now : each))), {
				changed: new Map([[id, new Set(keys)]]),
			}),
		);
	return { ...rig, camera, draw, edit };
}

describe('[E71] what is seen through', () => {
	it('is one draw call of several shapes and looks, from the far to the near, from wherever one looks', () => {
		const shapes = ['box', 'sphere', 'cone', 'torus', 'cylinder'];
		const { draw, camera } = setup(
			[3, -4, 0, 7, -9].map((z, i) =>
				glass(z, {
					'mesh.geometry': shapes[i] ?? '',
					'material.opacity': i / 10,
					'material.color': `#00000${i}`,
				}),
			),
		);
		expect(draw()).toEqual([[-9, -4, 0, 3, 7]]);
		camera.position.z = -20;
		camera.rotation.y = Math.PI;
		camera.updateMatrixWorld();
		expect(draw()).toEqual([[7, 3, 0, -4, -9]]);
	});

	it('follows what moves, hides and goes', () => {
		const [near, middle, far] = [glass(4), glass(0), glass(-4)] as const;
		const { draw, edit, graph } = setup([near, middle, far]);
		expect(draw()).toEqual([[-4, 0, 4]]);
		graph.preview(near.id, { position: [0, 0, -8] });
		expect(draw()).toEqual([[-8, -4, 0]]);
		const hidden = makeEntity({ ...middle.values, visible: false }, null, middle.id);
		edit(middle.id, hidden, [near, middle, far], 'visible');
		expect(draw()).toEqual([[-8, -4]]);
		graph.apply(makeChanges(makeSnapshot([near, hidden]), { removed: new Set([far.id]) }));
		expect(draw()).toEqual([[-8]]);
		edit(middle.id, middle, [near, hidden], 'visible');
		expect(draw()).toEqual([[-8, 0]]);
	});

	it('is drawn in two where something that cannot be with it stands in between', () => {
		const mirrored = glass(0.5, { scale: [-1, 1, 1] });
		const { draw, graph } = setup([glass(2), glass(-2), mirrored, glass(-3), glass(1)]);
		expect(draw()).toEqual([
			[-3, -2],
			[1, 2],
		]);
		graph.preview(mirrored.id, { position: [0, 0, 5] });
		expect(draw()).toEqual([[-3, -2, 1, 2]]);
	});

	it('takes its turn among those of another kind', () => {
		const unshadowed = { 'mesh.receiveShadow': false };
		const { draw } = setup([glass(1), glass(0, unshadowed), glass(-1), glass(-2)]);
		expect(draw().sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([[-2, -1], [0], [1]]);
	});

	it('throws the shadows of those that do, in sight or not', () => {
		const { draw, graph } = setup([glass(1), glass(0, { 'mesh.castShadow': false }), glass(40)]);
		expect(draw()).toEqual([[0, 1, 40]]);
		expect(draw('shadows')[0]?.toSorted()).toEqual([1, 40]);
		graph.drawn.whole = false;
		expect(draw()).toEqual([[0, 1]]);
	});

	it('keeps its order among hundreds that come and go', () => {
		const random = seededRandom(5);
		let entities = Array.from({ length: 300 }, () => glass(random() * 15 - 10, { 'mesh.geometry': 'cone' }));
		const { draw, graph } = setup(entities);
		for (let round = 0; round < 6; round++) {
			const [depths = [], ...others] = draw();
			expect(others).toEqual([]);
			expect(depths).toHaveLength(300);
			expect(depths).toEqual(depths.toSorted((a = 0, b = 0) => a - b));
			const removed = new Set(entities.slice(0, 60).map(({ id }) => id));
			const added = Array.from({ length: 60 }, () => glass(random() * 15 - 10, { 'mesh.geometry': 'torus' }));
			entities = [...entities.slice(60), ...added];
			const ids = new Set(added.map(({ id }) => id));
			graph.apply(makeChanges(makeSnapshot(entities), { removed, added: ids, hierarchy: true }));
		}
	});

	it('is drawn by itself where it takes two draw calls: its back, then its front', () => {
		const { draw } = setup([
			glass(0, { 'material.side': 'double' }),
			glass(1),
			glass(2, { 'mesh.geometry': 'plane' }),
			glass(3),
		]);
		expect(draw()).toEqual([[1, 2, 3]]);
	});
});
