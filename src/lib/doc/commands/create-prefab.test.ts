import { beforeEach, describe, expect, it } from 'vitest';
import {
	add,
	pathOf,
	lampReplica,
	type PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap, type Result } from '../../base/result.ts';
import { worldMatrix } from '../world-transform.ts';
import type { SceneDocument } from '../scene.ts';
import { addInstance, setPrefabSource } from './add-instance.ts';
import type { CommandError } from './command.ts';
import { createPrefab } from './create-prefab.ts';
import { setOverrides, type OverrideEdit } from './set-overrides.ts';

let mine: PrefabReplica;
let prefab: SceneDocument;
let bulb: EntityId;
let instance: EntityId;

const place = (scene: SceneDocument, of: SceneDocument): EntityId =>
	unwrap(addInstance(scene, mine.sources, of.document.id));
const override = (id: OverrideEdit['id'], key: string, value: JsonValue | undefined) =>
	setOverrides(mine.scene, mine.sources, [{ id, key, value }]);
const refusal = (result: Result<unknown, CommandError>) => (result.ok ? 'accepted' : result.error.message);

beforeEach(() => {
	({ mine, prefab, bulb } = lampReplica());
	instance = place(mine.scene, prefab);
});

describe('making prefabs', () => {
	it('[D5] refuses what lies so far apart that no position can say it', () => {
		const ends = [-900_000, 900_000].map((x) => add(mine.scene, thing('End', { position: [x, 0, 0] })));
		const before = mine.scene.document.encodeDiff();
		const made = mine.addPrefab();
		const message = refusal(createPrefab(mine.scene, mine.sources, made, ends));
		expect(message).toContain('“End”: position must be three numbers within ±1000000');
		expect(mine.scene.document.encodeDiff()).toEqual(before);
		expect(made.snapshot.entities.size).toBe(0);
	});

	it('[D14] moves what was chosen into the prefab, where it stands still', () => {
		const table = add(mine.scene, thing('Table', { position: [5, 0, 1], scale: [2, 1, 1] }));
		const cup = add(mine.scene, thing('Cup', { position: [0, 1, 0] }), table);
		const made = mine.addPrefab();
		const id = unwrap(createPrefab(mine.scene, mine.sources, made, [table, cup]));
		expect(mine.tree).toEqual([{ 'Prefab 1': [{ Lamp: ['Bulb'] }] }, { Table: [{ Table: ['Cup'] }] }]);
		expect(mine.scene.snapshot.entities.get(id)?.values).toMatchObject({
			position: [5, 0, 1],
			scale: [2, 1, 1],
		});
		const [root] = made.snapshot.hierarchy.childrenOf.get(null) ?? [];
		expect(made.snapshot.entities.get(root!)?.values).toEqual({});
		expect(mine.scene.find(table)?.removed).toBe(true);
	});

	it('[D14] several from several places keep their places in the world', () => {
		const turned = thing('Turned', { position: [10, 0, 0], rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2] });
		const far = add(mine.scene, turned);
		const chair = add(mine.scene, thing('Chair', { position: [1, 2, 3] }));
		const desk = add(mine.scene, thing('Desk', { position: [0, 0, 4] }), far);
		const before = [...worldMatrix(mine.scene.snapshot, desk)];
		const made = mine.addPrefab();
		const id = unwrap(createPrefab(mine.scene, mine.sources, made, [desk, chair], { name: 'Office' }));
		const shown = mine.expanded.hierarchy.childrenOf.get(id) ?? [];
		expect(shown.map((path) => mine.expanded.entities.get(path)?.name)).toEqual(['Desk', 'Chair']);
		expect(mine.scene.snapshot.hierarchy.parentOf.get(id)).toBe(far);
		const [first] = made.snapshot.hierarchy.childrenOf.get(null) ?? [];
		const local = worldMatrix(made.snapshot, first!);
		const base = worldMatrix(mine.scene.snapshot, id);
		expect([local[12], local[13], local[14]]).toEqual([0, 0, 0]);
		expect([base[12], base[13], base[14]].map((n) => n.toFixed(3))).toEqual(
			[before[12], before[13], before[14]].map((n) => n?.toFixed(3)),
		);
	});

	it('[D14] nested instances keep their overrides, and references follow in and out', () => {
		unwrap(override(pathOf(instance, bulb), 'light.intensity', 9));
		const pole = add(mine.scene, thing('Pole', { joint: true, 'joint.target': instance }));
		const flag = add(mine.scene, thing('Flag', { joint: true, 'joint.target': pole }));
		const made = mine.addPrefab();
		const id = unwrap(createPrefab(mine.scene, mine.sources, made, [instance, pole]));
		const byName = new Map([...made.snapshot.entities.values()].map((entity) => [entity.name, entity.id]));
		const [inner, innerPole] = [byName.get('Prefab 1')!, byName.get('Pole')!];
		expect(mine.valueOf(pathOf(id, inner, bulb), 'light.intensity')).toBe(9);
		expect(mine.valueOf(pathOf(id, innerPole), 'joint.target')).toBe(pathOf(id, inner));
		expect(mine.valueOf(flag, 'joint.target')).toBe(pathOf(id, innerPole));
	});

	it('[D5] refuses nothing chosen, and a prefab that is begun already', () => {
		expect(refusal(createPrefab(mine.scene, mine.sources, mine.addPrefab(), []))).toContain(
			'nothing to make',
		);
		expect(refusal(createPrefab(mine.scene, mine.sources, prefab, [instance]))).toContain(
			'empty prefab document',
		);
	});

	it('[D16] refuses a prefab inside of itself, however far in, naming both', () => {
		const room = mine.addPrefab();
		place(room, prefab);
		expect(refusal(addInstance(prefab, mine.sources, prefab.document.id))).toBe(
			'“Prefab 1” cannot contain itself.',
		);
		const cycle =
			'“Prefab 2” cannot stand in “Prefab 1”, as “Prefab 1” stands in “Prefab 2” already: each would contain the other.';
		expect(refusal(addInstance(prefab, mine.sources, room.document.id))).toBe(cycle);
		const other = place(prefab, mine.addPrefab());
		expect(refusal(setPrefabSource(prefab, mine.sources, other, room.document.id))).toBe(cycle);
		expect(refusal(addInstance(mine.scene, mine.sources, mintDocumentId()))).toContain('not in this project');
		unwrap(setPrefabSource(mine.scene, mine.sources, instance, room.document.id));
	});
});
