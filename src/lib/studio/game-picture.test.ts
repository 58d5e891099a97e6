import { describe, expect, it, vi } from 'vitest';
import type { EntityId } from '../base/ids.ts';
import { resolveHierarchy } from '../doc/hierarchy.ts';
import type { EntitySnapshot } from '../doc/entity.ts';
import type { SceneChanges, SceneSnapshot } from '../doc/scene.ts';
import type { EntityData } from '../runtime/world/game-data.ts';
import { GamePicture } from './game-picture.ts';

const NOTHING = new Float32Array();
const data = (id: string, parent = -1): EntityData => ({ id, name: id, parent, values: {} });

function setup() {
	const place = { parentId: null, order: 'a0', previousParentId: null } as unknown as EntitySnapshot['place'];
	const box: EntitySnapshot = { id: 'box' as EntityId, name: 'Box', place, removed: false, values: {} };
	const entities = new Map([[box.id, box]]);
	const snapshot: SceneSnapshot = { entities, hierarchy: resolveHierarchy(entities) };
	const applied: SceneChanges[] = [];
	const preview = vi.fn();
	const playClip = vi.fn();
	const viewport = { apply: (changes: SceneChanges) => void applied.push(changes), preview, playClip };
	const picture = new GamePicture([data('box')], snapshot, viewport);
	return { picture, applied, preview, playClip, snapshot };
}

describe('the picture of a game', () => {
	it('[T19] follows what comes, is otherwise and goes, and leaves the scene as it was', () => {
		const { picture, applied, snapshot } = setup();
		picture.take(NOTHING, [
			{ type: 'spawn', index: 1, entities: [data('gun', 0), data('bullet', 1)] },
			{ type: 'set', index: 0, key: 'visible', value: false },
			{ type: 'set', index: 1, key: 'visible', value: false },
		]);
		expect([...applied[0]!.added]).toEqual(['gun', 'bullet']);
		expect([...applied[0]!.changed.keys()]).toEqual(['box']);
		const { entities, hierarchy } = applied[0]!.snapshot;
		expect(entities.get('box' as EntityId)?.values).toEqual({ visible: false });
		expect(hierarchy.childrenOf.get('box' as EntityId)).toEqual(['gun']);
		expect(hierarchy.parentOf.get('bullet' as EntityId)).toBe('gun');
		picture.take(NOTHING, [{ type: 'destroy', index: 1 }]);
		expect([...applied[1]!.removed]).toEqual(['gun', 'bullet']);
		expect([...applied[1]!.snapshot.entities.keys()]).toEqual(['box']);
		expect(picture.entityAt(2)).toBeUndefined();
		expect(snapshot.entities.get('box' as EntityId)?.values).toEqual({});
		expect(snapshot.hierarchy.childrenOf.get('box' as EntityId)).toBeUndefined();
	});

	it('[T38] movements are played by what is there, also by what came in the same ticks', () => {
		const { picture, playClip } = setup();
		const run = { clip: 'Run', fade: 0.2, loop: 'repeat', speed: 1 } as const;
		picture.take(NOTHING, [
			{ type: 'clip', index: 1, ...run },
			{ type: 'clip', index: 9, ...run },
			{ type: 'spawn', index: 1, entities: [data('dog')] },
		]);
		expect(playClip.mock.calls).toEqual([['dog', run]]);
	});

	it('[T19] what came and went in the same ticks is never seen', () => {
		const { picture, applied } = setup();
		picture.take(NOTHING, [
			{ type: 'spawn', index: 1, entities: [data('spark')] },
			{ type: 'destroy', index: 1 },
		]);
		expect(applied).toEqual([]);
	});

	it('[T19] heeds nothing that names nothing, and gives no id or index twice', () => {
		const { picture, applied, preview } = setup();
		picture.take(Float32Array.of(7, ...new Array<number>(10).fill(1)), [
			{ type: 'destroy', index: 9 },
			{ type: 'set', index: 9, key: 'visible', value: false },
			{ type: 'spawn', index: 5, entities: [data('late')] },
			{ type: 'spawn', index: 1, entities: [data('box')] },
			{ type: 'set', index: 1, key: 'visible', value: false },
			{ type: 'look', index: 0 },
		]);
		picture.show(1);
		expect(applied).toEqual([]);
		expect(preview).not.toHaveBeenCalled();
	});

	it('[T19] what hangs deeper than scenes go hangs on the root', () => {
		const { picture, applied } = setup();
		const chain = Array.from({ length: 2000 }, (_, i) => data(`link-${i}`, i));
		picture.take(NOTHING, [{ type: 'spawn', index: 1, entities: chain }]);
		const { parentOf } = applied[0]!.snapshot.hierarchy;
		const depth = (id: EntityId | null): number => (id === null ? 0 : 1 + depth(parentOf.get(id) ?? null));
		expect(Math.max(...chain.map(({ id }) => depth(id as EntityId)))).toBeLessThan(510);
	});

	it('[T19] copies what is set of an entity once, and gives it no values without end', () => {
		const { picture, applied } = setup();
		const [box] = [{ type: 'set', index: 0 } as const];
		const read = vi.spyOn(Object, 'entries');
		picture.take(
			NOTHING,
			Array.from({ length: 2500 }, (_, i) => ({ ...box, key: `k${i}`, value: i })),
		);
		expect(read).toHaveBeenCalledOnce();
		read.mockRestore();
		const values = () => applied.at(-1)!.snapshot.entities.get('box' as EntityId)!.values;
		expect(Object.keys(values())).toHaveLength(2000);
		picture.take(NOTHING, [
			{ ...box, key: 'k1', value: 'otherwise' },
			{ ...box, key: 'more', value: 1 },
		]);
		expect([values()['k1'], values()['more']]).toEqual(['otherwise', undefined]);
	});

	it('[T19] holds no more than a game does, and takes in many that come and go at once', () => {
		const { picture, applied } = setup();
		const many = Array.from({ length: 9999 }, (_, i) => data(`e${i}`, i % 2));
		picture.take(NOTHING, [{ type: 'spawn', index: 1, entities: many }]);
		const children = () => applied.at(-1)!.snapshot.hierarchy.childrenOf;
		expect(children().get('box' as EntityId)).toHaveLength(5000);
		picture.take(NOTHING, [{ type: 'spawn', index: 10_000, entities: [data('more')] }]);
		expect(applied).toHaveLength(1);
		const gone = Array.from({ length: 4999 }, (_, i) => ({ type: 'destroy', index: 3 + i * 2 }) as const);
		picture.take(NOTHING, [...gone, { type: 'spawn', index: 10_000, entities: [data('more', 0)] }]);
		expect(children().get('box' as EntityId)).toEqual(['e0', 'more']);
		expect(children().get('e0' as EntityId)).toHaveLength(4999);
	});

	it('[T80] tells where something is shown in the world, through all that holds it, while it moves', () => {
		const { picture } = setup();
		const gun = { ...data('gun', 0), values: { position: [0, 0, 2] } };
		picture.take(NOTHING, [{ type: 'spawn', index: 1, entities: [gun, data('sight', 1)] }]);
		const at = (index: number, alpha: number) =>
			[...(picture.poseAt(index, alpha)?.position ?? [])].map((n) => Number(n.toFixed(4)));
		expect(at(2, 0.5)).toEqual([0, 0, 2]);
		// The box goes to x 4, turned to look along x; the sight goes up.
		const turned = [0, Math.SQRT1_2, 0, Math.SQRT1_2];
		picture.take(Float32Array.of(0, 4, 0, 0, ...turned, 1, 1, 1, 2, 0, 6, 0, 0, 0, 0, 1, 1, 1, 1), []);
		expect(at(2, 1)).toEqual([6, 6, 0]);
		expect(at(2, 0)).toEqual([0, 0, 2]);
		expect(at(0, 0.5)).toEqual([2, 0, 0]);
		expect(picture.poseAt(9, 1)).toBeUndefined();
		picture.take(NOTHING, [{ type: 'destroy', index: 1 }]);
		expect(picture.poseAt(2, 1)).toBeUndefined();
	});
});
