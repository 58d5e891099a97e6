import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyAction, editClock, exchange, sceneActions } from '../../../../tests/helpers/scene-edits.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import type { RegisterChange } from '../registers.ts';
import { SceneDocument, type SceneSnapshot } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { moveEntities } from './move-entities.ts';
import { removeEntities, withDescendants } from './remove-entities.ts';
import { restoreEntity } from './restore-entity.ts';
import { revertChanges } from './revert-changes.ts';
import { renameEntity, setFields } from './set-fields.ts';
import { sweepEntities } from './sweep-entities.ts';

const documentId = mintDocumentId();
const newScene = () => new SceneDocument(new LiveDocument(documentId, 'scene'));

let scene: SceneDocument;
let [room, table, cup] = [] as unknown as [EntityId, EntityId, EntityId];
let version: SceneSnapshot;

const add = (name: string, parent: EntityId | null = null) =>
	unwrap(addEntities(scene, [{ name, values: { mesh: true } }], parent))[0] as EntityId;
const parentOf = (id: EntityId) => scene.snapshot.hierarchy.parentOf.get(id);
const others = (ids: readonly EntityId[], { entities } = scene.snapshot) =>
	new Map([...entities].filter(([id]) => !ids.includes(id)));

beforeEach(() => {
	scene = newScene();
	room = add('Room');
	table = add('Table', room);
	cup = add('Cup', table);
	add('Chair', room);
	version = scene.snapshot;
});

describe('restoring one entity', () => {
	it('[D21] brings back its name, fields and place, and nothing else', () => {
		renameEntity(scene, table, 'Desk');
		setFields(scene, [
			{ entityId: table, key: 'mesh.geometry', value: 'sphere' },
			{ entityId: table, key: 'position', value: [1, 2, 3] },
			{ entityId: cup, key: 'position', value: [4, 5, 6] },
		]);
		unwrap(moveEntities(scene, [table], { parentId: null, beforeId: room }));
		const late = add('Late', table);
		const before = others([table]);
		unwrap(restoreEntity(scene, version, table));
		expect(scene.snapshot.entities.get(table)).toEqual(version.entities.get(table));
		expect(others([table])).toEqual(before);
		expect(parentOf(late)).toBe(table);
	});

	it('[D21] brings it back from deletion, with those below it only when asked', () => {
		unwrap(removeEntities(scene, [table]));
		unwrap(restoreEntity(scene, version, table));
		expect(scene.snapshot.entities.has(cup)).toBe(false);
		expect(scene.snapshot.entities.get(table)).toEqual(version.entities.get(table));
		unwrap(removeEntities(scene, [table]));
		unwrap(restoreEntity(scene, version, table, { withChildren: true }));
		expect(scene.snapshot.hierarchy.childrenOf).toEqual(version.hierarchy.childrenOf);
		expect([...scene.snapshot.entities.values()]).toEqual(
			expect.arrayContaining([...version.entities.values()]),
		);
	});

	it('[D21] puts it below the nearest that is still there, when its parent of then is gone', () => {
		unwrap(moveEntities(scene, [cup], { parentId: null, beforeId: null }));
		unwrap(removeEntities(scene, [table]));
		unwrap(restoreEntity(scene, version, cup));
		expect(parentOf(cup)).toBe(room);
		expect(scene.snapshot.hierarchy.childrenOf.get(room)?.at(-1)).toBe(cup);
		unwrap(removeEntities(scene, [room]));
		unwrap(restoreEntity(scene, version, cup));
		expect(parentOf(cup)).toBeNull();
		expect(scene.snapshot.hierarchy.healed.size).toBe(0);
	});

	it('[D21] makes no circle where its parent of then lies below it now', () => {
		unwrap(moveEntities(scene, [table], { parentId: null, beforeId: null }));
		unwrap(moveEntities(scene, [room], { parentId: table, beforeId: null }));
		unwrap(restoreEntity(scene, version, table));
		expect(parentOf(table)).toBeNull();
		expect(parentOf(room)).toBe(table);
		expect(scene.snapshot.hierarchy.healed.size).toBe(0);
	});

	it('[D21] gives what was swept a new id, which those below it follow', () => {
		unwrap(removeEntities(scene, [table], editClock));
		unwrap(sweepEntities(scene, 20_001, 20_000));
		const { renamed } = unwrap(restoreEntity(scene, version, table, { withChildren: true }));
		const [newTable, newCup] = [renamed.get(table), renamed.get(cup)] as [EntityId, EntityId];
		expect(parentOf(newTable)).toBe(room);
		expect(parentOf(newCup)).toBe(newTable);
		expect(scene.snapshot.entities.get(newCup)?.values).toEqual(version.entities.get(cup)?.values);
	});

	it('[D21] refuses what is not in the version', () => {
		const id = mintEntityId();
		const refused = restoreEntity(scene, version, id);
		expect(!refused.ok && refused.error).toMatchObject({ reason: 'not-found', entityId: id });
	});

	it('[D21] merges with what a friend edits meanwhile, offline', () => {
		const friend = newScene();
		unwrap(removeEntities(scene, [table]));
		exchange(scene, friend);
		unwrap(restoreEntity(scene, version, table));
		renameEntity(friend, room, 'Hall');
		exchange(scene, friend);
		exchange(scene, friend);
		expect(friend.snapshot.entities.get(table)).toEqual(version.entities.get(table));
		expect(scene.snapshot.entities.get(room)?.name).toBe('Hall');
	});

	it('[D21] holds whatever happened since, and can be undone', () => {
		let [swept, deleted, elsewhere] = [0, 0, 0];
		const property = fc.property(
			sceneActions,
			sceneActions,
			fc.nat(),
			fc.boolean(),
			(first, then, n, withChildren) => {
				const people = [newScene(), newScene()] as const;
				[scene] = people;
				for (const action of first) applyAction(people, action);
				version = scene.snapshot;
				for (const action of then) applyAction(people, action);
				const ids = [...version.entities.keys()].sort();
				const id = ids[n % ids.length];
				if (!id) return;
				const before = scene.snapshot;
				const restored = withChildren ? withDescendants(version, id) : [id];
				if (!before.entities.has(id)) deleted++;
				const made: (readonly RegisterChange[])[] = [];
				const stop = scene.document.onEdited(({ changes }) => made.push(changes));
				const { renamed } = unwrap(restoreEntity(scene, version, id, { withChildren }));
				stop();
				swept += renamed.size;

				const now = (of: EntityId) => renamed.get(of) ?? of;
				expect(others(restored.map(now))).toEqual(others(restored, before));
				for (const each of restored) {
					const { name, values } = version.entities.get(each) ?? {};
					const entity = scene.snapshot.entities.get(now(each));
					expect(entity?.name).toBe(name);
					if (renamed.size === 0) expect(entity?.values).toEqual(values);
					expect(scene.snapshot.hierarchy.healed.get(now(each))).toBeUndefined();
				}
				const above: (EntityId | null)[] = [null];
				for (let at = version.hierarchy.parentOf.get(id); at; at = version.hierarchy.parentOf.get(at)) {
					above.push(at);
				}
				const parent = parentOf(now(id)) ?? null;
				expect(above).toContain(parent);
				if (parent !== (version.hierarchy.parentOf.get(id) ?? null)) elsewhere++;
				else
					expect(scene.snapshot.entities.get(now(id))?.place.order).toBe(
						version.entities.get(id)?.place.order,
					);

				const mine = new Set([scene.document.clientId]);
				for (const changes of made) unwrap(revertChanges(scene.document, changes, { mine }));
				expect(others([])).toEqual(others([], before));
			},
		);
		fc.assert(property, { seed: 21, numRuns: 150 });
		for (const count of [swept, deleted, elsewhere]) expect(count).toBeGreaterThan(5);
	});
});
