import { beforeEach, describe, expect, it } from 'vitest';
import { add, pathOf, PrefabReplica, thing } from '../../../../tests/helpers/prefab-replica.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap, type Result } from '../../base/result.ts';
import { worldMatrix } from '../world-transform.ts';
import type { SceneDocument } from '../scene.ts';
import { addInstance, setPrefabSource } from './add-instance.ts';
import { applyOverrides } from './apply-overrides.ts';
import type { CommandError } from './command.ts';
import { createPrefab } from './create-prefab.ts';
import { detachInstance } from './detach-instance.ts';
import { revertOverrides } from './revert-overrides.ts';
import { setComponent } from './set-component.ts';
import { setFields } from './set-fields.ts';
import { setOverrides, type OverrideEdit } from './set-overrides.ts';

let mine: PrefabReplica;
let prefab: SceneDocument;
let lamp: EntityId;
let bulb: EntityId;
let instance: EntityId;

const place = (scene: SceneDocument, of: SceneDocument): EntityId =>
	unwrap(addInstance(scene, mine.sources, of.document.id));
const override = (id: OverrideEdit['id'], key: string, value: JsonValue | undefined) =>
	setOverrides(mine.scene, mine.sources, [{ id, key, value }]);
const stored = (id = instance, scene = mine.scene) =>
	Object.fromEntries(
		Object.entries(scene.snapshot.entities.get(id)?.values ?? {}).filter(([key]) => key.startsWith('@')),
	);
const refusal = (result: Result<unknown, CommandError>) => (result.ok ? 'accepted' : result.error.message);

beforeEach(() => {
	mine = new PrefabReplica();
	prefab = mine.addPrefab();
	lamp = add(prefab, thing('Lamp', { position: [0, 1, 0] }));
	bulb = add(prefab, thing('Bulb', { light: true, 'light.intensity': 3 }), lamp);
	instance = place(mine.scene, prefab);
});

describe('overriding', () => {
	it('[D14] stores what differs from the prefab and nothing else', () => {
		unwrap(override(pathOf(instance, bulb), 'light.intensity', 1));
		expect(stored()).toEqual({ [`@${bulb}:light.intensity`]: 1 });
		unwrap(override(pathOf(instance, bulb), 'light.intensity', 3));
		unwrap(override(pathOf(instance, bulb), 'light.color', '#ffffff'));
		unwrap(override(pathOf(instance, bulb), 'light', true));
		unwrap(override(pathOf(instance, bulb), 'name', 'Bulb'));
		unwrap(override(pathOf(instance, bulb), 'removed', false));
		expect(stored()).toEqual({});
	});

	it('[D14] a component that is taken away takes its overrides along', () => {
		const id = pathOf(instance, bulb);
		unwrap(override(id, 'light.intensity', 9));
		unwrap(override(id, 'light', false));
		expect(stored()).toEqual({ [`@${bulb}:light`]: false });
		unwrap(override(id, 'light', true));
		expect(stored()).toEqual({});
	});

	it('[D5] refuses what cannot be, naming entity, field, value and rule, and writes nothing of it', () => {
		const id = pathOf(instance, bulb);
		const all = [
			{ id, key: 'light.color', value: '#ff0000' },
			{ id, key: 'light.intensity', value: -4 },
		];
		expect(refusal(setOverrides(mine.scene, mine.sources, all))).toContain(
			'“Bulb”: light.intensity must be a number',
		);
		expect(stored()).toEqual({});
		expect(refusal(override(id, 'camera.fov', 50))).toBe(
			'“Bulb” has no camera, so camera.fov cannot be set. Add the component first.',
		);
		expect(refusal(override(id, 'no.such', 1))).toContain('cannot have the field "no.such"');
		expect(refusal(override(id, 'name', ' '))).toContain('needs a name');
		expect(refusal(override(id, 'removed', 'yes'))).toContain('removed can only be');
		expect(refusal(override(id, 'light', 'yes'))).toContain('light can only be');
		expect(refusal(override(id, 'transform', false))).toContain('transform can only be');
		expect(refusal(override(pathOf(instance, mintEntityId()), 'name', 'X'))).toContain(
			'nothing there to override',
		);
		expect(refusal(override(lamp as never, 'name', 'X'))).toContain('nothing that a prefab shows');
		expect(refusal(override(pathOf(mintEntityId(), bulb), 'name', 'X'))).toContain('There is no entity');
		expect(stored()).toEqual({});
	});

	it('reverts one field, one entity or everything', () => {
		const id = pathOf(instance, bulb);
		const say = () =>
			unwrap(
				setOverrides(mine.scene, mine.sources, [
					{ id, key: 'light.intensity', value: 9 },
					{ id, key: 'name', value: 'Neon' },
					{ id: pathOf(instance, lamp), key: 'camera', value: true },
					{ id: pathOf(instance, lamp), key: 'camera.fov', value: 30 },
				]),
			);
		say();
		unwrap(revertOverrides(mine.scene, instance, [{ id, key: 'name' }]));
		expect(Object.keys(stored())).toHaveLength(3);
		unwrap(revertOverrides(mine.scene, instance, [{ id: pathOf(instance, lamp), key: 'camera' }]));
		expect(stored()).toEqual({ [`@${bulb}:light.intensity`]: 9 });
		say();
		unwrap(revertOverrides(mine.scene, instance, [{ id }]));
		expect(Object.keys(stored())).toHaveLength(2);
		unwrap(mine.scene.edit('forge', 'edit', (edit) => edit.set(instance, '@nonsense', 1)));
		unwrap(revertOverrides(mine.scene, instance));
		expect(stored()).toEqual({});
		expect(revertOverrides(mine.scene, instance).ok).toBe(false);
	});

	it('[D14] an instance that is none any more keeps no overrides for the next prefab', () => {
		unwrap(override(pathOf(instance, bulb), 'light.intensity', 9));
		unwrap(setComponent(mine.scene, [instance], 'prefab', false));
		expect(stored()).toEqual({});
	});
});

describe('applying', () => {
	it('[D15] writes overrides into the prefab, for every instance, and takes them off this one', () => {
		const other = place(mine.scene, prefab);
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: pathOf(instance, bulb), key: 'light.intensity', value: 1 },
				{ id: pathOf(instance, lamp), key: 'light', value: true },
				{ id: pathOf(instance, lamp), key: 'light.intensity', value: 6 },
				{ id: pathOf(instance, lamp), key: 'name', value: 'Lantern' },
			]),
		);
		unwrap(applyOverrides(mine.scene, mine.sources, instance));
		expect(stored()).toEqual({});
		expect(mine.expanded.entities.get(pathOf(other, lamp))?.name).toBe('Lantern');
		expect(mine.valueOf(pathOf(other, lamp), 'light.intensity')).toBe(6);
		// The default is not stored in the prefab either.
		expect(prefab.snapshot.entities.get(bulb)?.values).toEqual({ light: true });
	});

	it('[D15] what is overridden inside of a nested instance becomes an override of that one', () => {
		const room = mine.addPrefab();
		const inRoom = place(room, prefab);
		const a = place(mine.scene, room);
		unwrap(override(pathOf(a, inRoom, bulb), 'light.intensity', 8));
		unwrap(applyOverrides(mine.scene, mine.sources, a));
		expect(stored(inRoom, room)).toEqual({ [`@${bulb}:light.intensity`]: 8 });
		expect(prefab.snapshot.entities.get(bulb)?.values['light.intensity']).toBe(3);
		unwrap(override(pathOf(a, inRoom, bulb), 'light.intensity', 3));
		expect(stored(a)).toEqual({ [`@${inRoom}/${bulb}:light.intensity`]: 3 });
		unwrap(applyOverrides(mine.scene, mine.sources, a));
		expect([stored(a), stored(inRoom, room)]).toEqual([{}, {}]);
	});

	it('applies what is chosen, and keeps what the prefab cannot take over', () => {
		const outside = add(mine.scene, thing('Wall'));
		unwrap(setComponent(prefab, [lamp], 'joint', true));
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: pathOf(instance, bulb), key: 'name', value: 'Neon' },
				{ id: pathOf(instance, bulb), key: 'removed', value: true },
				{ id: pathOf(instance, lamp), key: 'joint.target', value: outside },
			]),
		);
		unwrap(applyOverrides(mine.scene, mine.sources, instance, [{ id: pathOf(instance, bulb), key: 'name' }]));
		expect(prefab.snapshot.entities.get(bulb)?.name).toBe('Neon');
		const { applied, kept } = unwrap(applyOverrides(mine.scene, mine.sources, instance));
		expect([applied, kept]).toEqual([[`@${bulb}:removed`], [`@${lamp}:joint.target`]]);
		expect(prefab.snapshot.entities.has(bulb)).toBe(false);
		expect(stored()).toEqual({ [`@${lamp}:joint.target`]: outside });
		expect(applyOverrides(mine.scene, mine.sources, instance).ok).toBe(false);
	});
});

describe('making prefabs', () => {
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

describe('detaching', () => {
	it('turns what is shown into entities of their own, that look the same', () => {
		const room = mine.addPrefab();
		const shelf = add(room, thing('Shelf', { joint: true }));
		const inRoom = place(room, prefab);
		unwrap(setFields(room, [{ entityId: shelf, key: 'joint.target', value: inRoom }]));
		unwrap(
			setOverrides(room, mine.sources, [{ id: pathOf(inRoom, bulb), key: 'light.color', value: '#00ff00' }]),
		);
		const a = place(mine.scene, room);
		const cat = add(mine.scene, thing('Cat', { joint: true, 'joint.target': pathOf(a, inRoom, bulb) }), a);
		unwrap(
			setOverrides(mine.scene, mine.sources, [
				{ id: pathOf(a, inRoom, bulb), key: 'light.intensity', value: 9 },
				{ id: pathOf(a, shelf), key: 'name', value: 'Board' },
			]),
		);
		const before = mine.tree;
		const [board, nested] = unwrap(detachInstance(mine.scene, mine.sources, a)) as [EntityId, EntityId];
		expect(mine.tree).toEqual(before);
		expect(mine.scene.snapshot.entities.get(a)?.values).toEqual({});
		expect(mine.valueOf(board, 'joint.target')).toBe(nested);
		expect(mine.valueOf(cat, 'joint.target')).toBe(pathOf(nested, bulb));
		expect(mine.expanded.entities.get(pathOf(nested, bulb))?.values).toMatchObject({
			'light.intensity': 9,
			'light.color': '#00ff00',
		});
		unwrap(setFields(room, [{ entityId: shelf, key: 'position', value: [1, 1, 1] }]));
		expect(mine.valueOf(board, 'position')).toBeUndefined();
	});

	it('[D5] refuses while the prefab is not here', () => {
		mine.prefabs.delete(prefab.document.id);
		expect(refusal(detachInstance(mine.scene, mine.sources, instance))).toContain('cannot be detached');
	});
});
