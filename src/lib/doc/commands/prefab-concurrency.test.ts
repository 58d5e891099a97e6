import { beforeEach, describe, expect, it } from 'vitest';
import {
	add,
	exchangeAll,
	pathOf,
	plainExpansion,
	PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import type { EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import type { RegisterChange } from '../registers.ts';
import { addInstance } from './add-instance.ts';
import { applyOverrides } from './apply-overrides.ts';
import { createPrefab } from './create-prefab.ts';
import { removeEntities } from './remove-entities.ts';
import { revertChanges } from './revert-changes.ts';
import { setFields } from './set-fields.ts';
import { setOverrides } from './set-overrides.ts';

let ann: PrefabReplica;
let ben: PrefabReplica;
let lamp: EntityId;
let bulb: EntityId;
let instance: EntityId;
let other: EntityId;

const prefabOf = (of: PrefabReplica) => [...of.prefabs.values()][0]!;
const dim = (of: PrefabReplica, value: number) =>
	unwrap(setOverrides(of.scene, of.sources, [{ id: pathOf(instance, bulb), key: 'light.intensity', value }]));
const intensity = (of: PrefabReplica, at = instance) => of.valueOf(pathOf(at, bulb), 'light.intensity');

/** Both meet, and must see the same. */
function meet(): void {
	exchangeAll(ann, ben);
	expect(plainExpansion(ann.expanded)).toEqual(plainExpansion(ben.expanded));
}

beforeEach(() => {
	ann = new PrefabReplica();
	const prefab = ann.addPrefab();
	lamp = add(prefab, thing('Lamp'));
	bulb = add(prefab, thing('Bulb', { light: true, 'light.intensity': 3 }), lamp);
	instance = unwrap(addInstance(ann.scene, ann.sources, prefab.document.id));
	other = unwrap(addInstance(ann.scene, ann.sources, prefab.document.id));
	dim(ann, 5);
	ben = ann.fork();
});

describe('prefabs edited by two people at once', () => {
	it('[D15] apply beside an edit of the same override: the prefab has what was applied, the instance one of both', () => {
		unwrap(applyOverrides(ann.scene, ann.sources, instance));
		dim(ben, 7);
		meet();
		expect(intensity(ann, other)).toBe(5);
		expect([5, 7]).toContain(intensity(ann));
		expect(ann.expanded.problems).toEqual([]);
	});

	it('[D15] apply by both: the prefab has one of both values, and no override is left behind', () => {
		dim(ben, 7);
		unwrap(applyOverrides(ann.scene, ann.sources, instance));
		unwrap(applyOverrides(ben.scene, ben.sources, instance));
		meet();
		expect([5, 7]).toContain(intensity(ann, other));
		expect(intensity(ann)).toBe(intensity(ann, other));
	});

	it('[D17] apply beside the deletion of the source: it stays deleted, with what was applied should it come back', () => {
		unwrap(applyOverrides(ann.scene, ann.sources, instance));
		unwrap(removeEntities(prefabOf(ben), [bulb]));
		meet();
		expect(ann.expanded.entities.has(pathOf(instance, bulb))).toBe(false);
		expect(prefabOf(ann).find(bulb)?.values['light.intensity']).toBe(5);
		expect(ann.expanded.problems).toEqual([]);
	});

	it('[D17] an override beside the deletion of its source dangles, is kept and reported', () => {
		dim(ann, 8);
		unwrap(removeEntities(prefabOf(ben), [bulb]));
		meet();
		expect(ann.expanded.problems).toMatchObject([{ rule: 'dangling', instanceId: instance }]);
		expect(ann.scene.snapshot.entities.get(instance)?.values[`@${bulb}:light.intensity`]).toBe(8);
	});

	it('[D19] an override beside the deletion of the instance is there when the instance comes back', () => {
		dim(ann, 8);
		unwrap(removeEntities(ben.scene, [instance]));
		meet();
		expect(ann.expanded.entities.has(pathOf(instance, bulb))).toBe(false);
		unwrap(ben.scene.edit('undo', 'undo', (edit) => edit.set(instance, 'removed', undefined)));
		meet();
		expect(intensity(ann)).toBe(8);
	});

	it('[D16] two that put two prefabs into each other: both stay, cut where it begins anew', () => {
		const [first] = ann.prefabs.keys();
		const second = ann.addPrefab().document.id;
		ben.addPrefab(second);
		unwrap(addInstance(ann.prefabs.get(first!)!, ann.sources, second));
		unwrap(addInstance(ben.prefabs.get(second)!, ben.sources, first!));
		meet();
		expect(ann.expanded.problems.map(({ rule }) => rule)).toEqual(['cycle', 'cycle']);
		expect(ann.expanded.entities.size).toBe(2 + 2 * 4);
	});

	it('[D19] making a prefab beside edits of the originals: those stay with the originals, and come back with undo', () => {
		const chair = add(ann.scene, thing('Chair'));
		exchangeAll(ann, ben);
		const edits: { of: PrefabReplica['scene']; changes: readonly RegisterChange[] }[] = [];
		const made = ann.addPrefab();
		ben.addPrefab(made.document.id);
		for (const of of [ann.scene, made]) of.document.onEdited(({ changes }) => edits.push({ of, changes }));
		const office = unwrap(createPrefab(ann.scene, ann.sources, made, [chair]));
		unwrap(setFields(ben.scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
		meet();
		expect(ann.expanded.entities.has(chair)).toBe(false);
		expect(ann.expanded.hierarchy.childrenOf.get(office)).toHaveLength(1);
		for (const { of, changes } of edits.toReversed()) {
			const { skipped } = unwrap(
				revertChanges(of.document, changes, { mine: new Set([of.document.clientId]) }),
			);
			expect(skipped).toEqual([]);
		}
		meet();
		expect(ann.expanded.entities.has(office)).toBe(false);
		expect(ann.valueOf(chair, 'position')).toEqual([1, 2, 3]);
		expect(made.snapshot.entities.size).toBe(0);
	});
});
