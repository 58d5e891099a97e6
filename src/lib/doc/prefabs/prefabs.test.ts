import { beforeEach, describe, expect, it } from 'vitest';
import {
	add,
	pathOf,
	lampReplica,
	type PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addInstance } from '../commands/add-instance.ts';
import { duplicateEntities } from '../commands/duplicate-entities.ts';
import { setComponent } from '../commands/set-component.ts';
import { setFields } from '../commands/set-fields.ts';
import { setOverrides } from '../commands/set-overrides.ts';
import { readField } from '../components/registry.ts';
import type { SceneDocument } from '../scene.ts';
import { isDerived } from './expanded-scene.ts';

let mine: PrefabReplica;
let lampPrefab: SceneDocument;
let lamp: EntityId;
let bulb: EntityId;

const place = (scene: SceneDocument, prefab: SceneDocument, name?: string): EntityId =>
	unwrap(addInstance(scene, mine.sources, prefab.document.id, name === undefined ? {} : { name }));
const force = (scene: SceneDocument, id: EntityId, key: string, value: JsonValue) =>
	unwrap(scene.edit('force', 'edit', (edit) => edit.set(id, key, value)));

beforeEach(() => {
	({ mine, prefab: lampPrefab, lamp, bulb } = lampReplica());
});

describe('what an instance shows', () => {
	it('[D14] shows the prefab below it, under ids made of its own and theirs', () => {
		const a = place(mine.scene, lampPrefab);
		const b = place(mine.scene, lampPrefab);
		expect(mine.tree).toEqual([{ 'Prefab 1': [{ Lamp: ['Bulb'] }] }, { 'Prefab 1': [{ Lamp: ['Bulb'] }] }]);
		expect(mine.expanded.hierarchy.childrenOf.get(a)).toEqual([pathOf(a, lamp)]);
		expect(mine.expanded.hierarchy.parentOf.get(pathOf(b, bulb))).toBe(pathOf(b, lamp));
		expect(mine.expanded.entities.size).toBe(6);
		expect(Object.keys(mine.scene.snapshot.entities.get(a)?.values ?? {})).toEqual([
			'prefab',
			'prefab.source',
		]);
	});

	it('[D14] real entities below an instance come after what it shows', () => {
		const a = place(mine.scene, lampPrefab);
		add(mine.scene, thing('Cable'), a);
		expect(mine.tree).toEqual([{ 'Prefab 1': [{ Lamp: ['Bulb'] }, 'Cable'] }]);
		expect([...mine.expanded.hierarchy.childrenOf.keys()].filter((id) => id === a)).toHaveLength(1);
		expect(mine.expanded.hierarchy.childrenOf.size).toBe([...mine.expanded.hierarchy.childrenOf].length);
	});

	it('[D15] an edit of the prefab reaches every instance, except where it is overridden', () => {
		const [a, b] = [place(mine.scene, lampPrefab), place(mine.scene, lampPrefab)];
		unwrap(
			setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, bulb), key: 'light.intensity', value: 9 }]),
		);
		unwrap(
			setFields(lampPrefab, [
				{ entityId: bulb, key: 'light.intensity', value: 5 },
				{ entityId: bulb, key: 'light.color', value: '#ff0000' },
			]),
		);
		expect(mine.valueOf(pathOf(a, bulb), 'light.intensity')).toBe(9);
		expect(mine.valueOf(pathOf(a, bulb), 'light.color')).toBe('#ff0000');
		expect(mine.valueOf(pathOf(b, bulb), 'light.intensity')).toBe(5);
		add(lampPrefab, thing('Shade'), lamp);
		expect(mine.expanded.entities.size).toBe(8);
	});

	it('[D15] overrides names, components and whether something is there at all', () => {
		const a = place(mine.scene, lampPrefab);
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: pathOf(a, lamp), key: 'name', value: 'Lantern' },
				{ id: pathOf(a, lamp), key: 'light', value: true },
				{ id: pathOf(a, lamp), key: 'light.intensity', value: 7 },
				{ id: pathOf(a, bulb), key: 'light', value: false },
			]),
		);
		const { entities } = mine.expanded;
		expect(entities.get(pathOf(a, lamp))?.name).toBe('Lantern');
		expect({ ...entities.get(pathOf(a, lamp))?.values }).toMatchObject({ light: true, 'light.intensity': 7 });
		expect({ ...entities.get(pathOf(a, bulb))?.values }).toEqual({});
		unwrap(setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, lamp), key: 'removed', value: true }]));
		expect(mine.tree).toEqual(['Prefab 1']);
	});

	it('[D15] a component that an override adds starts clean, whatever an earlier one left behind', () => {
		force(lampPrefab, lamp, 'light.intensity', 8);
		const a = place(mine.scene, lampPrefab);
		unwrap(setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, lamp), key: 'light', value: true }]));
		expect(mine.valueOf(pathOf(a, lamp), 'light.intensity')).toBeUndefined();
	});

	it('[D15] among nested instances the outermost override wins', () => {
		const room = mine.addPrefab();
		const inRoom = place(room, lampPrefab, 'Ceiling lamp');
		unwrap(
			setOverrides(room, mine.sources, [{ id: pathOf(inRoom, bulb), key: 'light.intensity', value: 4 }]),
		);
		const [a, b] = [place(mine.scene, room), place(mine.scene, room)];
		const deep = pathOf(a, inRoom, bulb);
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: deep, key: 'light.intensity', value: 6 },
				{ id: pathOf(b, inRoom), key: 'name', value: 'Mine' },
			]),
		);
		expect(mine.valueOf(deep, 'light.intensity')).toBe(6);
		expect(mine.valueOf(pathOf(b, inRoom, bulb), 'light.intensity')).toBe(4);
		expect(mine.valueOf(pathOf(inRoom, bulb), 'light.intensity')).toBeUndefined();
		expect(mine.tree).toEqual([
			{ 'Prefab 2': [{ 'Ceiling lamp': [{ Lamp: ['Bulb'] }] }] },
			{ 'Prefab 2': [{ Mine: [{ Lamp: ['Bulb'] }] }] },
		]);
		const nested = mine.expanded.entities.get(pathOf(a, inRoom));
		expect(Object.keys(nested?.values ?? {}).sort()).toEqual(['prefab', 'prefab.source']);
	});

	it('[D15] an outer instance can have what a nested one does without, and show another prefab in its place', () => {
		const candle = mine.addPrefab();
		add(candle, thing('Flame'));
		const room = mine.addPrefab();
		const inRoom = place(room, lampPrefab, 'Light');
		unwrap(setOverrides(room, mine.sources, [{ id: pathOf(inRoom, bulb), key: 'removed', value: true }]));
		const [a, b] = [place(mine.scene, room), place(mine.scene, room)];
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: pathOf(a, inRoom, bulb), key: 'removed', value: false },
				{ id: pathOf(b, inRoom), key: 'prefab.source', value: candle.document.id },
			]),
		);
		expect(mine.tree).toEqual([
			{ 'Prefab 3': [{ Light: [{ Lamp: ['Bulb'] }] }] },
			{ 'Prefab 3': [{ Light: ['Flame'] }] },
		]);
	});

	it('[D14] what refers to something inside of a prefab refers to it inside of each instance', () => {
		unwrap(setComponent(lampPrefab, [lamp], 'joint', true));
		unwrap(setFields(lampPrefab, [{ entityId: lamp, key: 'joint.target', value: bulb }]));
		const a = place(mine.scene, lampPrefab);
		const joined = mine.expanded.entities.get(pathOf(a, lamp));
		expect(joined && readField(joined, 'joint', 'target')).toBe(pathOf(a, bulb));
	});

	it('[D14] a duplicate has the same overrides, and its own from then on', () => {
		const a = place(mine.scene, lampPrefab);
		unwrap(
			setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, bulb), key: 'light.intensity', value: 9 }]),
		);
		const [copy] = unwrap(duplicateEntities(mine.scene, [a]));
		expect(mine.valueOf(pathOf(copy!, bulb), 'light.intensity')).toBe(9);
		unwrap(
			setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, bulb), key: 'light.intensity', value: 2 }]),
		);
		expect(mine.valueOf(pathOf(copy!, bulb), 'light.intensity')).toBe(9);
	});

	it('tells what is derived, and where from', () => {
		const a = place(mine.scene, lampPrefab);
		const derived = mine.expanded.entities.get(pathOf(a, bulb));
		expect(derived && isDerived(derived) && [derived.documentId, derived.sourceId]).toEqual([
			lampPrefab.document.id,
			bulb,
		]);
		const own = mine.expanded.entities.get(a);
		expect(own && isDerived(own)).toBe(false);
	});
});
