import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { duplicateEntities } from './duplicate-entities.ts';
import { removeEntities } from './remove-entities.ts';
import { setComponent } from './set-component.ts';

// Each of these took minutes, or the whole stack, when it cost the square of what there is.

let scene: SceneDocument;

const add = (name: string, count = 1, parent: EntityId | null = null): readonly EntityId[] =>
	unwrap(
		addEntities(
			scene,
			Array.from({ length: count }, () => ({ name, values: {} })),
			parent,
		),
	);

/** What a peer writes who obeys no rule: rows of a scene, by id. */
function forge(rows: Iterable<readonly [EntityId, Readonly<Record<string, JsonValue>>]>): void {
	const { ydoc } = scene.document;
	const entities = ydoc.getMap<Y.Map<JsonValue>>('entities');
	ydoc.transact(() => {
		for (const [id, values] of rows) {
			const row = entities.get(id) ?? entities.set(id, new Y.Map());
			for (const [key, value] of Object.entries(values)) row.set(key, value);
		}
	}, 'network');
}

beforeEach(() => {
	scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
});

describe('[D6] more than any command would make', { timeout: 60_000 }, () => {
	it('can be deleted, however much lies in one entity', () => {
		const [root] = add('Root') as [EntityId];
		forge(Array.from({ length: 140_000 }, () => [mintEntityId(), { place: [root, 'a1', null] }] as const));
		unwrap(removeEntities(scene, [root]));
		expect(scene.snapshot.entities.size).toBe(0);
	});

	it('can be taken off, however many overrides an instance has', () => {
		const [instance] = add('Instance') as [EntityId];
		const overrides = Array.from({ length: 40_000 }, () => [`@${mintEntityId()}:name`, 'Evil'] as const);
		forge([[instance, { prefab: true, ...Object.fromEntries(overrides) }]]);
		unwrap(setComponent(scene, [instance], 'prefab', false));
		expect(Object.keys(scene.snapshot.entities.get(instance)?.values ?? {})).toEqual([]);
	});
});

describe('[D5] many entities in one command', { timeout: 60_000 }, () => {
	it('deletes each once, though what lies above it is selected as well', () => {
		let parent: EntityId | null = null;
		for (let depth = 0; depth < 400; depth++) parent = add('Step', 1, parent)[0] ?? null;
		add('Leaf', 20_000, parent);
		unwrap(removeEntities(scene, [...scene.snapshot.entities.keys()]));
		expect(scene.snapshot.entities.size).toBe(0);
	});

	it('copies thousands of siblings of one name, each right behind its original', () => {
		const chairs = add('Chair', 10_000);
		const copies = unwrap(duplicateEntities(scene, chairs));
		const roots = scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
		expect(roots.slice(0, 4)).toEqual([chairs[0], copies[0], chairs[1], copies[1]]);
		expect(scene.snapshot.entities.get(copies[9_999] as EntityId)?.name).toBe('Chair 10001');
	});
});
