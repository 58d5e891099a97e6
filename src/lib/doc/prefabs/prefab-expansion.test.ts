import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, acts, furnished, pick } from '../../../../tests/helpers/prefab-acts.ts';
import {
	add,
	exchangeAll,
	pathOf,
	plainExpansion,
	PrefabReplica,
	thing,
} from '../../../../tests/helpers/prefab-replica.ts';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addInstance } from '../commands/add-instance.ts';
import { setFields } from '../commands/set-fields.ts';
import { setOverrides } from '../commands/set-overrides.ts';
import type { ExpandedChanges, ExpandedScene } from './expanded-scene.ts';
import { expandPrefabs, PrefabExpansion, type ExpansionOptions } from './prefab-expansion.ts';

/** Keeps an expansion up with a replica, and a list of entities with what the expansion says it did. */
function follow(replica: PrefabReplica, options: ExpansionOptions) {
	const expansion = new PrefabExpansion(replica.scene.snapshot, replica.sources, options);
	const mirror = new Map(expansion.snapshot.entities);
	const hear = ({ added, removed, changed, snapshot }: ExpandedChanges) => {
		for (const id of removed) expect(mirror.delete(id)).toBe(true);
		for (const id of added) expect(mirror.has(id)).toBe(false);
		for (const id of changed.keys()) expect(mirror.has(id)).toBe(true);
		for (const id of [...added, ...changed.keys()]) mirror.set(id, snapshot.entities.get(id)!);
	};
	replica.scene.onChange((changes) => hear(expansion.sceneChanged(changes)));
	for (const [id, prefab] of replica.prefabs) {
		prefab.onChange((changes) => hear(expansion.sourceChanged(id, changes)));
	}
	return { expansion, mirror };
}

function expectTree({ entities, hierarchy }: ExpandedScene): void {
	const seen = new Set<string>();
	const waiting = [...(hierarchy.childrenOf.get(null) ?? [])];
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		expect(seen.has(id)).toBe(false);
		seen.add(id);
		for (const child of hierarchy.childrenOf.get(id) ?? []) {
			expect(hierarchy.parentOf.get(child)).toBe(id);
			waiting.push(child);
		}
	}
	expect(seen.size).toBe(entities.size);
	expect([...entities.keys()].every((id) => seen.has(id))).toBe(true);
}

const limits = fc.constantFrom<ExpansionOptions>({}, { maxDerived: 12, maxInInstance: 9, maxNesting: 2 });
const who = fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 40 });

describe('expanding', () => {
	it('[D14] [D16] two replicas expand alike whatever they did, and keeping up says the same as beginning anew', () => {
		const seen = { derived: 0, rules: new Set<string>() };
		fc.assert(
			fc.property(acts, who, limits, (steps, turns, options) => {
				const a = furnished();
				const b = a.fork();
				const followed = [follow(a, options), follow(b, options)] as const;
				steps.forEach((step, i) => {
					const turn = pick(turns, i) ?? 0;
					if (turn === 2) exchangeAll(a, b);
					else act(turn === 0 ? a : b, step);
				});
				exchangeAll(a, b);
				const fresh = [a, b].map((replica) =>
					expandPrefabs(replica.scene.snapshot, replica.sources, options),
				);
				expect(plainExpansion(fresh[0]!)).toEqual(plainExpansion(fresh[1]!));
				followed.forEach(({ expansion, mirror }, i) => {
					expect(plainExpansion(expansion.snapshot)).toEqual(plainExpansion(fresh[i]!));
					const { hierarchy, problems } = fresh[i]!;
					expect(plainExpansion({ entities: mirror, hierarchy, problems })).toEqual(
						plainExpansion(fresh[i]!),
					);
				});
				expectTree(fresh[0]!);
				seen.derived += [...fresh[0]!.entities.keys()].filter((id) => id.includes('/')).length;
				for (const { rule } of fresh[0]!.problems) seen.rules.add(rule);
			}),
			{ numRuns: 150, seed: 1 },
		);
		expect(seen.derived).toBeGreaterThan(500);
		expect([...seen.rules].sort()).toEqual(['cycle', 'dangling', 'invalid', 'too-deep', 'too-large']);
	});

	it('[D6] any key and value that a peer writes into an instance is survived', () => {
		const text = fc.oneof(
			fc.string(),
			fc.constantFrom('name', 'light', '__proto__', 'constructor', 'removed'),
		);
		const steps = fc.array(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'BULB', 'LAMP')), {
			maxLength: 12,
		});
		const writes = fc.array(fc.tuple(steps, text, fc.jsonValue()), { maxLength: 20 });
		fc.assert(
			fc.property(writes, (forged) => {
				const mine = new PrefabReplica();
				const prefab = mine.addPrefab();
				const lamp = add(prefab, thing('Lamp'));
				const instance = unwrap(addInstance(mine.scene, mine.sources, prefab.document.id));
				mine.scene.edit('forge', 'edit', (edit) => {
					for (const [path, key, value] of forged) {
						const inner = path.map((step) => (step === 'LAMP' ? lamp : step)).join('/');
						edit.set(instance, `@${inner}:${key}`, value as JsonValue);
					}
				});
				expectTree(mine.expanded);
			}),
		);
	});

	it('[D15] an edit of one field leaves everything else the very same objects', () => {
		const mine = new PrefabReplica();
		const prefab = mine.addPrefab();
		const lamp = add(prefab, thing('Lamp', {}, [thing('Bulb', { light: true })]));
		const [bulb] = prefab.snapshot.hierarchy.childrenOf.get(lamp) ?? [];
		const instances = Array.from({ length: 20 }, () =>
			unwrap(addInstance(mine.scene, mine.sources, prefab.document.id)),
		);
		const box = add(mine.scene, thing('Box'));
		const expansion = new PrefabExpansion(mine.scene.snapshot, mine.sources);
		const heard: ExpandedChanges[] = [];
		mine.scene.onChange((changes) => heard.push(expansion.sceneChanged(changes)));
		prefab.onChange((changes) => heard.push(expansion.sourceChanged(prefab.document.id, changes)));
		const kept = (before: ExpandedScene) =>
			[...before.entities].filter(([id, entity]) => expansion.snapshot.entities.get(id) === entity).length;

		let before = expansion.snapshot;
		unwrap(setFields(mine.scene, [{ entityId: box, key: 'position', value: [1, 2, 3] }]));
		expect(kept(before)).toBe(before.entities.size - 1);
		before = expansion.snapshot;
		unwrap(setFields(prefab, [{ entityId: bulb as EntityId, key: 'light.intensity', value: 4 }]));
		expect(kept(before)).toBe(before.entities.size - 20);
		before = expansion.snapshot;
		const path = pathOf(instances[3] as EntityId, bulb as EntityId);
		unwrap(setOverrides(mine.scene, mine.sources, [{ id: path, key: 'light.intensity', value: 5 }]));
		expect(kept(before)).toBe(before.entities.size - 2);
		expect(heard.map(({ changed, hierarchy }) => [changed.size, hierarchy])).toEqual([
			[1, false],
			[20, false],
			[2, false],
		]);
		expect([...(heard[2]?.changed.get(path) ?? [])]).toEqual(['light.intensity']);
	});
});
