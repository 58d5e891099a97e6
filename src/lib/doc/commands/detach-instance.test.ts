import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { act, acts, furnished, pick } from '../../../../tests/helpers/prefab-acts.ts';
import {
	add,
	pathOf,
	lampReplica,
	type PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import type { EntityId } from '../../base/ids.ts';
import { unwrap, type Result } from '../../base/result.ts';
import type { SceneDocument } from '../scene.ts';
import type { ExpandedId } from '../prefabs/entity-path.ts';
import { toStored } from './check.ts';
import { addInstance } from './add-instance.ts';
import type { CommandError } from './command.ts';
import { detachInstance } from './detach-instance.ts';
import { setFields } from './set-fields.ts';
import { setOverrides } from './set-overrides.ts';

let mine: PrefabReplica;
let prefab: SceneDocument;
let bulb: EntityId;
let instance: EntityId;

const place = (scene: SceneDocument, of: SceneDocument): EntityId =>
	unwrap(addInstance(scene, mine.sources, of.document.id));
const refusal = (result: Result<unknown, CommandError>) => (result.ok ? 'accepted' : result.error.message);

beforeEach(() => {
	({ mine, prefab, bulb } = lampReplica());
	instance = place(mine.scene, prefab);
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

	it('whatever people did with prefabs before, everything looks the same', () => {
		let detached = 0;
		fc.assert(
			fc.property(acts, fc.nat(99), (steps, which) => {
				mine = furnished();
				for (const step of steps) act(mine, step);
				const { entities } = mine.scene.snapshot;
				const ids = [...entities.keys()].filter((id) => entities.get(id)?.values['prefab'] === true);
				const id = pick(ids.sort(), which);
				if (id === undefined || mine.expanded.problems.length > 0) return;
				const before = looksOf(id);
				if (!detachInstance(mine.scene, mine.sources, id).ok) return;
				detached++;
				expect(looksOf(id)).toEqual(before);
			}),
			{ numRuns: 200, seed: 1 },
		);
		expect(detached).toBeGreaterThan(50);
	});
});

/** Names and values of all that stands below an entity, whatever ids it has. */
function looksOf(id: ExpandedId): unknown {
	const { entities, hierarchy } = mine.expanded;
	return (hierarchy.childrenOf.get(id) ?? []).map((child) => {
		const { name, values } = entities.get(child)!;
		const said = Object.entries(values).filter(
			([key, value]) => !key.startsWith('@') && toStored(key, value) !== undefined,
		);
		return [name, Object.fromEntries(said), looksOf(child)];
	});
}
