import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { seededRandom } from '../../base/random.ts';
import { readField } from '../components/registry.ts';
import { LiveDocument, type Edited } from '../live-document.ts';
import type { RegisterChange } from '../registers.ts';
import { SceneDocument, type SceneChanges } from '../scene.ts';
import { addEntities, type EntityDraft } from './add-entities.ts';
import { duplicateEntities, nextName } from './duplicate-entities.ts';
import { moveEntities } from './move-entities.ts';
import { removeEntities } from './remove-entities.ts';
import { revertChanges } from './revert-changes.ts';
import { setComponent } from './set-component.ts';
import { renameEntity, setFields } from './set-fields.ts';

const documentId = mintDocumentId();
const newScene = () => new SceneDocument(new LiveDocument(documentId, 'scene'));

function exchange(a: SceneDocument, b: SceneDocument): void {
	const forB = a.document.encodeDiff(b.document.stateVector());
	const forA = b.document.encodeDiff(a.document.stateVector());
	b.document.apply(forB, 'network');
	a.document.apply(forA, 'network');
}

const plain = (scene: SceneDocument) => ({
	entities: [...scene.snapshot.entities.values()].map((entity) => ({
		...entity,
		values: { ...entity.values },
	})),
	children: [...scene.snapshot.hierarchy.childrenOf],
});
const sorted = (scene: SceneDocument) => {
	const { entities, children } = plain(scene);
	const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
	return {
		entities: entities.sort(byId),
		children: children.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
	};
};

let scene: SceneDocument;
let lastEdit: Edited | undefined;
const revert = (changes: readonly RegisterChange[]) =>
	unwrap(revertChanges(scene.document, changes, { mine: new Set([scene.document.clientId]) }));
const box = (name: string, children: EntityDraft[] = []): EntityDraft => ({
	name,
	values: { mesh: true },
	children,
});
const add = (name: string, parent: EntityId | null = null) => {
	const [id] = unwrap(addEntities(scene, [box(name)], parent));
	if (!id) throw new Error('nothing was added');
	return id;
};
const names = (parent: EntityId | null = null) =>
	(scene.snapshot.hierarchy.childrenOf.get(parent) ?? []).map((id) => scene.snapshot.entities.get(id)?.name);

beforeEach(() => {
	scene = newScene();
	lastEdit = undefined;
	scene.document.onEdited((edited) => (lastEdit = edited));
});

describe('adding', () => {
	it('adds at the end, children included, as one update', () => {
		let updates = 0;
		scene.document.onUpdate(() => updates++);
		const [room] = unwrap(addEntities(scene, [box('Room', [box('Table'), box('Chair')])], null));
		expect(names()).toEqual(['Room']);
		expect(names(room)).toEqual(['Table', 'Chair']);
		expect(updates).toBe(1);
	});

	it('[D5] refuses what a field cannot hold, naming entity, field, value and rule', () => {
		const nan = addEntities(scene, [{ name: 'Box', values: { position: [0, Number.NaN, 0] } }], null);
		expect(nan.ok).toBe(false);
		const wrong = addEntities(scene, [{ name: 'Lamp', values: { 'light.intensity': -4 } }], null);
		expect(!wrong.ok && wrong.error.message).toBe(
			'“Lamp”: light.intensity must be a number from 0 to 100000, but was -4.',
		);
		const proto = addEntities(
			scene,
			[{ name: 'Box', values: { '__proto__.x': 1, 'constructor.name': 1 } }],
			null,
		);
		expect(proto.ok).toBe(false);
		expect(scene.snapshot.entities.size).toBe(0);
	});
});

describe('fields', () => {
	it('[D2] stores what differs from the default and nothing else', () => {
		const id = add('Box');
		unwrap(setFields(scene, [{ entityId: id, key: 'position', value: [1, 2, 3] }]));
		expect(scene.snapshot.entities.get(id)?.values['position']).toEqual([1, 2, 3]);
		unwrap(setFields(scene, [{ entityId: id, key: 'position', value: [0, 0, 0] }]));
		expect('position' in (scene.snapshot.entities.get(id)?.values ?? {})).toBe(false);
	});

	it('[D2] a removed component takes its fields along and comes back clean', () => {
		const id = add('Lamp');
		unwrap(setComponent(scene, [id], 'light', true));
		unwrap(setFields(scene, [{ entityId: id, key: 'light.intensity', value: 7 }]));
		unwrap(setComponent(scene, [id], 'light', false));
		unwrap(setComponent(scene, [id], 'light', true));
		const lamp = scene.snapshot.entities.get(id);
		expect(lamp && readField(lamp, 'light', 'intensity')).toBe(1);
	});

	it('[D7] keys this version does not know survive, and malformed ones read as defaults', () => {
		const id = add('Box');
		scene.edit('test', 'edit', (edit) => {
			edit.set(id, 'future.field', { deep: [1] });
			edit.set(id, 'position', 'nowhere');
		});
		const box = scene.snapshot.entities.get(id);
		expect(box?.values['future.field']).toEqual({ deep: [1] });
		expect(box && readField(box, 'transform', 'position')).toEqual([0, 0, 0]);
	});

	it('[D29] tells readers which keys of which entity changed, without re-making the tree', () => {
		const id = add('Box');
		add('Other');
		const heard: SceneChanges[] = [];
		scene.onChange((changes) => heard.push(changes));
		const before = scene.snapshot;
		unwrap(setFields(scene, [{ entityId: id, key: 'scale', value: [2, 2, 2] }]));
		expect(heard).toHaveLength(1);
		expect([...(heard[0]?.changed.get(id) ?? [])]).toEqual(['scale']);
		expect(heard[0]?.hierarchy).toBe(false);
		expect(scene.snapshot.hierarchy).toBe(before.hierarchy);
		expect(before.entities.get(id)?.values['scale']).toBeUndefined();
	});

	it('refuses an empty name', () => {
		expect(renameEntity(scene, add('Box'), '   ').ok).toBe(false);
	});
});

describe('moving', () => {
	it('moves before a sibling and into a parent', () => {
		const [a, b, c] = [add('A'), add('B'), add('C')];
		unwrap(moveEntities(scene, [c], { parentId: null, beforeId: a }));
		expect(names()).toEqual(['C', 'A', 'B']);
		unwrap(moveEntities(scene, [a, c], { parentId: b, beforeId: null }));
		expect(names()).toEqual(['B']);
		expect(names(b)).toEqual(['C', 'A']);
	});

	it('[D4] refuses a move into the own subtree', () => {
		const a = add('A');
		const b = add('B', a);
		const refused = moveEntities(scene, [a], { parentId: b, beforeId: null });
		expect(!refused.ok && refused.error.message).toContain('“A” cannot move into “B”, which lies below it');
	});

	it('[D18] equal order keys of two peers are re-keyed, so that one can still be put between', () => {
		const [a, b, c] = [add('A'), add('B'), add('C')];
		scene.edit('test', 'edit', (edit) => {
			edit.set(a, 'place', [null, 'a5', null]);
			edit.set(b, 'place', [null, 'a5', null]);
			edit.set(c, 'place', [null, 'a6', null]);
		});
		const [first, second] = scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
		if (!second) throw new Error('expected siblings');
		unwrap(moveEntities(scene, [c], { parentId: null, beforeId: second }, new Map(), seededRandom(3)));
		expect(scene.snapshot.hierarchy.childrenOf.get(null)).toEqual([first, c, second]);
	});
});

describe('deleting and undoing', () => {
	it('deletes a whole subtree and gives it back', () => {
		const a = add('A');
		add('B', a);
		unwrap(removeEntities(scene, [a]));
		expect(scene.snapshot.entities.size).toBe(0);
		const gesture = lastEdit?.changes ?? [];
		expect(revert(gesture).skipped).toEqual([]);
		expect(names(a)).toEqual(['B']);
	});

	it('[D10] undo leaves alone what someone else changed since, and says so', () => {
		const id = add('A');
		unwrap(setComponent(scene, [id], 'material', true));
		unwrap(setFields(scene, [{ entityId: id, key: 'material.color', value: '#ff0000' }]));
		const gesture = lastEdit?.changes ?? [];
		const friend = newScene();
		exchange(scene, friend);
		unwrap(setFields(friend, [{ entityId: id, key: 'material.color', value: '#00ff00' }]));
		exchange(scene, friend);
		const { skipped, changes } = revert(gesture);
		expect(changes).toEqual([]);
		expect(skipped.map(({ change }) => change.key)).toEqual(['material.color']);
		expect(scene.snapshot.entities.get(id)?.values['material.color']).toBe('#00ff00');
	});

	it('[D19] undo of a delete brings back the entity with what was edited meanwhile', () => {
		const id = add('A');
		const friend = newScene();
		exchange(scene, friend);
		unwrap(removeEntities(scene, [id]));
		const gesture = lastEdit?.changes ?? [];
		unwrap(renameEntity(friend, id, 'Renamed meanwhile'));
		exchange(scene, friend);
		expect(sorted(scene)).toEqual(sorted(friend));
		revert(gesture);
		exchange(scene, friend);
		expect(friend.snapshot.entities.get(id)?.name).toBe('Renamed meanwhile');
		expect(friend.snapshot.entities.get(id)?.values['mesh']).toBe(true);
	});

	it('redo is undoing the undo', () => {
		const id = add('A');
		const undone = revert(lastEdit?.changes ?? []);
		expect(scene.snapshot.entities.has(id)).toBe(false);
		revert(undone.changes);
		expect(names()).toEqual(['A']);
	});
});

describe('duplicating', () => {
	it('copies subtrees behind their originals with names that count', () => {
		const a = add('Chair');
		add('Leg', a);
		add('Last');
		const [copy] = unwrap(duplicateEntities(scene, [a]));
		expect(names()).toEqual(['Chair', 'Chair 2', 'Last']);
		expect(names(copy)).toEqual(['Leg']);
		expect(nextName('Chair 9')).toBe('Chair 10');
	});

	it('gives copies names that nobody has yet', () => {
		const a = add('Chair');
		unwrap(duplicateEntities(scene, [a]));
		unwrap(duplicateEntities(scene, [a]));
		expect(names().sort()).toEqual(['Chair', 'Chair 2', 'Chair 3']);
	});
});

describe('two people offline', () => {
	it('[D4] the same entity moved to two parents ends under one of them, the same for both', () => {
		const [a, b, c] = [add('A'), add('B'), add('C')];
		const friend = newScene();
		exchange(scene, friend);
		unwrap(moveEntities(scene, [c], { parentId: a, beforeId: null }));
		unwrap(moveEntities(friend, [c], { parentId: b, beforeId: null }));
		exchange(scene, friend);
		expect(sorted(scene)).toEqual(sorted(friend));
		expect([a, b]).toContain(scene.snapshot.hierarchy.parentOf.get(c));
	});

	it('what one put into a group that the other deleted is not lost', () => {
		const [group, c] = [add('Group'), add('C')];
		const friend = newScene();
		exchange(scene, friend);
		unwrap(removeEntities(scene, [group]));
		unwrap(moveEntities(friend, [c], { parentId: group, beforeId: null }));
		exchange(scene, friend);
		expect(sorted(scene)).toEqual(sorted(friend));
		expect(names()).toEqual(['C']);
	});
});
