import { beforeEach, describe, expect, it } from 'vitest';
import {
	add,
	lampReplica,
	pathOf,
	type PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addInstance } from '../commands/add-instance.ts';
import { addScript } from '../commands/add-script.ts';
import { applyOverrides } from '../commands/apply-overrides.ts';
import { createPrefab } from '../commands/create-prefab.ts';
import { detachInstance } from '../commands/detach-instance.ts';
import { revertOverrides } from '../commands/revert-overrides.ts';
import { setFields } from '../commands/set-fields.ts';
import { setOverrides } from '../commands/set-overrides.ts';
import { entityScripts, type ScriptSlot } from '../components/entity-scripts.ts';
import type { SceneDocument } from '../scene.ts';

const SOURCE = mintDocumentId();
let mine: PrefabReplica;
let prefab: SceneDocument;
let lamp: EntityId;
let bulb: EntityId;
let instance: EntityId;
let slot: ScriptSlot;

const override = (key: string, value: JsonValue | undefined, id = bulb) =>
	unwrap(setOverrides(mine.scene, mine.sources, [{ id: pathOf(instance, id), key, value }]));
const shown = (of = instance) => entityScripts(mine.expanded.entities.get(pathOf(of, bulb))?.values ?? {});

beforeEach(() => {
	({ mine, prefab, lamp, bulb } = lampReplica());
	slot = unwrap(addScript(prefab, [bulb], SOURCE));
	unwrap(setFields(prefab, [{ entityId: bulb, key: `${slot}.fields.speed`, value: 3 }]));
	unwrap(setFields(prefab, [{ entityId: bulb, key: `${slot}.fields.near`, value: { entity: lamp } }]));
	instance = unwrap(addInstance(mine.scene, mine.sources, prefab.document.id));
});

describe('[T53] a script of what an instance shows', () => {
	it('refers to what that instance shows', () => {
		expect(shown()).toEqual([
			{
				slot,
				source: SOURCE,
				enabled: true,
				fields: { near: { entity: pathOf(instance, lamp) }, speed: 3 },
			},
		]);
	});

	it('is given something else there alone, and what its prefab says again', () => {
		const other = unwrap(addInstance(mine.scene, mine.sources, prefab.document.id));
		override(`${slot}.fields.speed`, 5);
		override(`${slot}.fields.near`, { entity: pathOf(instance, bulb) });
		expect(shown()[0]?.fields).toEqual({ near: { entity: pathOf(instance, bulb) }, speed: 5 });
		expect(shown(other)[0]?.fields['speed']).toBe(3);
		override(`${slot}.fields.speed`, 3);
		expect(Object.keys(mine.scene.find(instance)!.values).filter((key) => key.endsWith('speed'))).toEqual([]);
	});

	it('comes beside the others, and goes with what it was given', () => {
		override('script:mine', true);
		override('script:mine.source', SOURCE);
		override('script:mine.fields.far', 9);
		expect(shown().map((script) => script.slot)).toEqual([slot, 'script:mine'].sort());
		override('script:mine', false);
		expect(mine.scene.find(instance)!.values).toEqual({
			prefab: true,
			'prefab.source': prefab.document.id,
		});
		override(`${slot}.fields.speed`, 5);
		override(slot, false);
		expect(shown()).toEqual([]);
		unwrap(revertOverrides(mine.scene, instance, [{ id: pathOf(instance, bulb), key: slot }]));
		expect(shown()[0]?.fields['speed']).toBe(3);
	});

	it('is taken back with all that it was given', () => {
		override('script:mine', true);
		override('script:mine.fields.far', 9);
		unwrap(revertOverrides(mine.scene, instance, [{ id: pathOf(instance, bulb), key: 'script:mine' }]));
		expect(Object.keys(mine.scene.find(instance)!.values).some((key) => key.includes('mine'))).toBe(false);
	});

	it('is applied to its prefab, but not what refers to the scene', () => {
		const stone = add(mine.scene, thing('Stone'));
		override('script:mine', true);
		override('script:mine.source', SOURCE);
		override('script:mine.fields.far', 9);
		mine.scene.document.ydoc
			.getMap<{ set(key: string, value: unknown): void }>('entities')
			.get(instance)
			?.set(`@${bulb}:script:mine.fields.stone`, { entity: stone });
		const { kept } = unwrap(applyOverrides(mine.scene, mine.sources, instance));
		expect(kept).toEqual([`@${bulb}:script:mine.fields.stone`]);
		const own = entityScripts(prefab.find(bulb)!.values).find((script) => script.slot === 'script:mine');
		expect(own).toEqual({ slot: 'script:mine', source: SOURCE, enabled: true, fields: { far: 9 } });
	});

	it('refers to the entities of the scene once the instance is detached', () => {
		const roots = unwrap(detachInstance(mine.scene, mine.sources, instance));
		const copies = [...mine.scene.snapshot.entities.values()];
		const copy = copies.find(({ values }) => values[slot] === true);
		expect(entityScripts(copy!.values)[0]?.fields).toEqual({ near: { entity: roots[0] }, speed: 3 });
	});
});

it('[T53] a script goes into a new prefab with what it refers to, and what stays refers to the instance', () => {
	const wheel = add(mine.scene, thing('Wheel'));
	const watcher = add(mine.scene, thing('Watcher'));
	const own = unwrap(addScript(mine.scene, [wheel, watcher], SOURCE));
	for (const entityId of [wheel, watcher])
		unwrap(setFields(mine.scene, [{ entityId, key: `${own}.fields.wheel`, value: { entity: wheel } }]));
	const target = mine.addPrefab();
	const made = unwrap(createPrefab(mine.scene, mine.sources, target, [wheel]));
	const [inside] = [...target.snapshot.entities.values()].filter(({ values }) => values[own] === true);
	expect(entityScripts(inside!.values)[0]?.fields).toEqual({ wheel: { entity: inside!.id } });
	expect(entityScripts(mine.scene.find(watcher)!.values)[0]?.fields).toEqual({
		wheel: { entity: `${String(made)}/${inside!.id}` },
	});
});
