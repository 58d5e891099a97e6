import fc from 'fast-check';
import type { DocumentId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { addInstance } from '#lib/doc/commands/add-instance.ts';
import { applyOverrides } from '#lib/doc/commands/apply-overrides.ts';
import { detachInstance } from '#lib/doc/commands/detach-instance.ts';
import { moveEntities } from '#lib/doc/commands/move-entities.ts';
import { removeEntities } from '#lib/doc/commands/remove-entities.ts';
import { revertOverrides } from '#lib/doc/commands/revert-overrides.ts';
import { setComponent } from '#lib/doc/commands/set-component.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { setOverrides } from '#lib/doc/commands/set-overrides.ts';
import type { EntityPath } from '#lib/doc/prefabs/entity-path.ts';
import type { SceneDocument } from '#lib/doc/scene.ts';
import { add, PrefabReplica, thing } from './prefab-replica.ts';

/** Numbers that pick one of whatever is there when their turn comes. */
export type Act = { readonly what: number; readonly where: number; readonly a: number; readonly b: number };

export const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
const KEYS: readonly [string, readonly (JsonValue | undefined)[]][] = [
	['position', [[1, 2, 3], [0, 0, 0], undefined]],
	['name', ['Anna', 'Bob', undefined]],
	['removed', [true, false, undefined]],
	['light', [true, false, undefined]],
	['light.intensity', [1, 7, undefined]],
];
/** What peers may have written, whoever they are. */
const FORGED: readonly JsonValue[] = [true, false, null, 7, 'x', { x: [1] }, [null, 'a0', null]];

/** Does one thing, of those that people do with prefabs and of those that peers may forge. */
export function act(replica: PrefabReplica, { what, where, a, b }: Act): void {
	const { scene, sources, prefabs } = replica;
	const document = pick(replica.documents, where) as SceneDocument;
	const { entities } = document.snapshot;
	const ids = [...entities.keys()].sort();
	const one = pick(ids, a);
	const instance = pick(
		ids.filter((id) => entities.get(id)?.values['prefab'] === true),
		a,
	);
	const prefab = pick([...prefabs.values()], b) as SceneDocument;
	const [key, values] = pick(KEYS, a + b) ?? ['name', []];
	const value = pick(values, b);
	const derived = [...replica.expanded.entities.keys()]
		.filter((id) => id.includes('/'))
		.sort() as EntityPath[];
	const path = pick(derived, b);
	switch (what % 14) {
		case 0:
			return void add(document, thing('Thing', a % 2 ? { light: true } : {}), b % 2 ? (one ?? null) : null);
		case 1:
		case 2:
			return void addInstance(document, sources, prefab.document.id, {
				parentId: b % 2 ? (one ?? null) : null,
			});
		case 3:
			// As a peer writes that knew of no cycle: both did when they were apart.
			return void document.edit('force', 'edit', (edit) => {
				if (one)
					for (const [k, v] of [
						['prefab', true],
						['prefab.source', prefab.document.id],
					] as const)
						edit.set(one, k, v);
			});
		case 4:
			return void (one && setFields(document, [{ entityId: one, key: 'light.intensity', value: b }]));
		case 5:
			return void (one && setComponent(document, [one], 'light', b % 2 === 0));
		case 6:
		case 7:
		case 8:
			return void (path && setOverrides(scene, sources, [{ id: path, key, value }]));
		case 9:
			return void (one && b % 3 === 0 && removeEntities(document, [one]));
		case 10:
			return void (one && moveEntities(document, [one], { parentId: pick(ids, b) ?? null, beforeId: null }));
		case 11:
			if (!instance) return;
			return void (b % 2 ? applyOverrides(document, sources, instance) : revertOverrides(document, instance));
		case 12:
			return void (instance && b % 2 && detachInstance(document, sources, instance));
		default:
			return void document.edit('forge', 'edit', (edit) => {
				const inner = b % 3 ? pick(ids, b) : '__proto__';
				if (one) edit.set(one, `@${inner ?? ''}:${key}`, pick(FORGED, b) ?? null);
			});
	}
}

export const acts = fc.array(
	fc.record({ what: fc.nat(999), where: fc.nat(999), a: fc.nat(999), b: fc.nat(999) }),
	{
		minLength: 10,
		maxLength: 40,
	},
);

/** Three prefabs, two of them in another, and some of their instances in a scene. */
export function furnished(): PrefabReplica {
	const replica = new PrefabReplica();
	for (let i = 0; i < 3; i++) {
		add(replica.addPrefab(), thing('Root', {}, [thing('Leaf', { light: true, 'light.intensity': 4 })]));
	}
	const [inner, outer, third] = [...replica.prefabs.keys()] as [DocumentId, DocumentId, DocumentId];
	unwrap(addInstance(replica.prefabs.get(outer)!, replica.sources, inner));
	unwrap(addInstance(replica.prefabs.get(third)!, replica.sources, outer));
	for (const id of [inner, outer, third, outer]) unwrap(addInstance(replica.scene, replica.sources, id));
	return replica;
}
