import { beforeEach, describe, expect, it } from 'vitest';
import {
	pathOf,
	plainExpansion,
	lampReplica,
	PrefabReplica,
} from '../../../../tests/helpers/prefab-replica.ts';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addInstance } from '../commands/add-instance.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { setComponent } from '../commands/set-component.ts';
import { setOverrides } from '../commands/set-overrides.ts';
import type { SceneDocument } from '../scene.ts';
import { expandPrefabs } from './prefab-expansion.ts';

let mine: PrefabReplica;
let lampPrefab: SceneDocument;
let lamp: EntityId;
let bulb: EntityId;

const place = (scene: SceneDocument, prefab: SceneDocument, name?: string): EntityId =>
	unwrap(addInstance(scene, mine.sources, prefab.document.id, name === undefined ? {} : { name }));
const force = (scene: SceneDocument, id: EntityId, key: string, value: JsonValue) =>
	unwrap(scene.edit('force', 'edit', (edit) => edit.set(id, key, value)));
const rules = () => mine.expanded.problems.map(({ rule }) => rule);

beforeEach(() => {
	({ mine, prefab: lampPrefab, lamp, bulb } = lampReplica());
});

describe('what cannot be shown', () => {
	it('[D17] a prefab that is not here leaves its instances empty, and is reported', () => {
		const a = place(mine.scene, lampPrefab);
		force(mine.scene, a, 'prefab.source', mintDocumentId());
		expect(mine.tree).toEqual(['Prefab 1']);
		expect(mine.expanded.problems).toMatchObject([{ rule: 'missing', instanceId: a, at: a }]);
	});

	it('[D17] a prefab that was deleted still serves its instances, and is reported', () => {
		place(mine.scene, lampPrefab);
		mine.removed.add(lampPrefab.document.id);
		expect(mine.tree).toEqual([{ 'Prefab 1': [{ Lamp: ['Bulb'] }] }]);
		expect(rules()).toEqual(['removed']);
	});

	it('[D17] an override whose source is gone is ignored, kept and reported, and works when it is back', () => {
		const a = place(mine.scene, lampPrefab);
		unwrap(
			setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, bulb), key: 'light.intensity', value: 9 }]),
		);
		unwrap(setComponent(lampPrefab, [bulb], 'light', false));
		expect(mine.expanded.problems).toMatchObject([{ rule: 'dangling', key: `@${bulb}:light.intensity` }]);
		unwrap(removeEntities(lampPrefab, [bulb]));
		expect(rules()).toEqual(['dangling']);
		unwrap(lampPrefab.edit('undo', 'undo', (edit) => edit.set(bulb, 'removed', undefined)));
		unwrap(setComponent(lampPrefab, [bulb], 'light', true));
		expect(rules()).toEqual([]);
		expect(mine.valueOf(pathOf(a, bulb), 'light.intensity')).toBe(9);
	});

	it('[D17] what is hidden by an override is not gone, and nobody can say while its prefab is not here', () => {
		const a = place(mine.scene, lampPrefab);
		force(mine.scene, a, `@${bulb}:light.intensity`, 9);
		force(mine.scene, a, `@${lamp}:removed`, true);
		expect(rules()).toEqual([]);
		mine.prefabs.delete(lampPrefab.document.id);
		expect(rules()).toEqual(['missing']);
	});

	it('[D17] what cannot be an override is ignored and reported, and what a newer version knows is passed on', () => {
		const a = place(mine.scene, lampPrefab);
		const wrong: [string, JsonValue][] = [
			[`@${bulb}:light.intensity`, 'bright'],
			[`@${bulb}:name`, '  '],
			[`@${bulb}:removed`, 5],
			[`@${bulb}:light`, 'yes'],
			[`@${bulb}:transform`, false],
			[`@${bulb}:place`, [null, 'a0', null]],
			[`@${bulb}`, 1],
			[`@${bulb}:`, 1],
			['@:name', 'x'],
			['@nobody:name', 'x'],
			['@__proto__:polluted', true],
			[`@${Array.from({ length: 9 }, () => bulb).join('/')}:name`, 'x'],
		];
		for (const [key, value] of wrong) force(mine.scene, a, key, value);
		expect(rules()).toEqual(wrong.map(() => 'invalid'));
		expect({ ...mine.expanded.entities.get(pathOf(a, bulb))?.values }).toEqual({
			light: true,
			'light.intensity': 3,
		});
		force(mine.scene, a, `@${bulb}:glow.halo`, { wide: true });
		force(mine.scene, a, `@${bulb}:__proto__`, { polluted: true });
		const { values } = mine.expanded.entities.get(pathOf(a, bulb))!;
		expect(values['glow.halo']).toEqual({ wide: true });
		expect(Object.hasOwn(values, '__proto__')).toBe(true);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it('[D16] a prefab that contains itself stays empty there, and is reported', () => {
		const room = mine.addPrefab();
		const inRoom = place(room, lampPrefab, 'Lamp in room');
		const inLamp = place(lampPrefab, mine.addPrefab(), 'Room in lamp');
		force(lampPrefab, inLamp, 'prefab.source', room.document.id);
		const a = place(mine.scene, room, 'House');
		expect(mine.tree).toEqual([{ House: [{ 'Lamp in room': [{ Lamp: ['Bulb'] }, 'Room in lamp'] }] }]);
		expect(mine.expanded.problems).toMatchObject([
			{ rule: 'cycle', instanceId: a, at: pathOf(a, inRoom, inLamp), documentId: room.document.id },
		]);
		const { document, snapshot } = room;
		const inside = expandPrefabs(snapshot, mine.sources, { self: document.id });
		expect(inside.problems).toMatchObject([{ rule: 'cycle', at: pathOf(inRoom, inLamp) }]);
	});

	it('[D16] nests 8 deep and no deeper', () => {
		let inner = lampPrefab;
		for (let depth = 2; depth <= 9; depth++) {
			const outer = mine.addPrefab();
			place(outer, inner, `Level ${depth}`);
			inner = outer;
		}
		place(mine.scene, inner);
		expect(mine.expanded.entities.size).toBe(1 + 8);
		expect(rules()).toEqual(['too-deep']);
	});

	it('[D16] a bomb of prefabs in prefabs is cut, and the others still shown', () => {
		let inner = lampPrefab;
		for (let depth = 0; depth < 6; depth++) {
			const outer = mine.addPrefab();
			for (let i = 0; i < 12; i++) place(outer, inner);
			inner = outer;
		}
		const bomb = place(mine.scene, inner, 'Bomb');
		const fine = place(mine.scene, lampPrefab, 'Fine');
		const { entities, hierarchy, problems } = mine.expanded;
		expect(hierarchy.childrenOf.has(bomb)).toBe(false);
		expect(entities.has(pathOf(fine, bulb))).toBe(true);
		expect(problems).toMatchObject([{ rule: 'too-large', instanceId: bomb, at: bomb }]);
	});

	it('[D16] what an instance does without counts as well, or a bomb could hide', () => {
		const a = place(mine.scene, lampPrefab);
		unwrap(setOverrides(mine.scene, mine.sources, [{ id: pathOf(a, bulb), key: 'removed', value: true }]));
		const problemsUpTo = (maxInInstance: number) =>
			expandPrefabs(mine.scene.snapshot, mine.sources, { maxInInstance }).problems.length;
		expect([problemsUpTo(1), problemsUpTo(2)]).toEqual([1, 0]);
	});

	it('[D16] where all instances together are too many, those with the largest ids stay empty, for everyone', () => {
		const ids = Array.from({ length: 5 }, () => place(mine.scene, lampPrefab)).sort();
		const cut = expandPrefabs(mine.scene.snapshot, mine.sources, { maxDerived: 7 });
		expect(ids.map((id) => cut.hierarchy.childrenOf.has(id))).toEqual([true, true, true, false, false]);
		expect(cut.problems.map(({ rule, at }) => [rule, at])).toEqual([
			['too-large', ids[3]],
			['too-large', ids[4]],
		]);
		const turned = new PrefabReplica(mine.scene.document.id);
		for (const [id, prefab] of mine.prefabs)
			turned.addPrefab(id).document.applyV2(prefab.document.encodeState(), 'network');
		turned.scene.document.applyV2(mine.scene.document.encodeState(), 'network');
		const theirs = expandPrefabs(turned.scene.snapshot, turned.sources, { maxDerived: 7 });
		expect(plainExpansion(theirs)).toEqual(plainExpansion(cut));
	});
});
