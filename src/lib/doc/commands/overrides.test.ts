import { beforeEach, describe, expect, it } from 'vitest';
import {
	add,
	pathOf,
	lampReplica,
	type PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import { mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap, type Result } from '../../base/result.ts';
import type { SceneDocument } from '../scene.ts';
import { addInstance, setPrefabSource } from './add-instance.ts';
import { applyOverrides } from './apply-overrides.ts';
import type { CommandError } from './command.ts';
import { createPrefab } from './create-prefab.ts';
import { detachInstance } from './detach-instance.ts';
import { revertOverrides } from './revert-overrides.ts';
import { setComponent } from './set-component.ts';
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
	({ mine, prefab, lamp, bulb } = lampReplica());
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

	it('[D5] refuses whatever scripts and plugins may hand over, and throws at nothing', () => {
		const { scene, sources } = mine;
		const junk: unknown[] = [
			undefined,
			null,
			5,
			'x',
			'__proto__',
			{},
			[null],
			[{}],
			[{ id: 5 }],
			Symbol.iterator,
		];
		for (const any of junk as never[]) {
			expect(setOverrides(scene, sources, [{ id: any, key: 'name', value: 'X' }]).ok).toBe(false);
			expect(override(pathOf(instance, bulb), any, 1).ok).toBe(false);
			expect(addInstance(scene, sources, any).ok).toBe(false);
			expect(setPrefabSource(scene, sources, any, prefab.document.id).ok).toBe(false);
			expect(createPrefab(scene, sources, mine.addPrefab(), any).ok).toBe(false);
			expect(revertOverrides(scene, any).ok).toBe(false);
			expect(revertOverrides(scene, instance, any).ok).toBe(false);
			expect(applyOverrides(scene, sources, any).ok).toBe(false);
			expect(applyOverrides(scene, sources, instance, any).ok).toBe(false);
			expect(detachInstance(scene, sources, any).ok).toBe(false);
			const wrong = setOverrides(scene, sources, any);
			expect(wrong.ok).toBe(false);
		}
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
