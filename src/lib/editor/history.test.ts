import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { renameEntity, setFields } from '../doc/commands/set-fields.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { SceneDocument } from '../doc/scene.ts';
import { History } from './history.ts';
import { Selection } from './selection.ts';

const documentId = mintDocumentId();

/** One person with one scene and the project it is in. */
function setup(name = 'Ana') {
	const scene = new SceneDocument(new LiveDocument(documentId, 'scene'));
	const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	const selection = new Selection(scene);
	const documents = [scene.document, project.document];
	for (const document of documents) document.author = name;
	const history = new History({
		find: (id) => documents.find((document) => document.id === id),
		selected: () => ({ documentId, ids: selection.ids }),
	});
	for (const document of documents) history.watch(document);
	const add = (entityName: string): EntityId => {
		const [id] = unwrap(addEntities(scene, [{ name: entityName, values: {} }], null));
		if (!id) throw new Error('nothing was added');
		return id;
	};
	const nameOf = (id: EntityId) => scene.snapshot.entities.get(id)?.name;
	const undo = () => unwrap(history.undo());
	const redo = () => unwrap(history.redo());
	return { scene, project, selection, history, add, nameOf, undo, redo };
}

function exchange(a: SceneDocument, b: SceneDocument): void {
	const forB = a.document.encodeDiff(b.document.stateVector());
	const forA = b.document.encodeDiff(a.document.stateVector());
	b.document.apply(forB, 'network');
	a.document.apply(forA, 'network');
}

let ana: ReturnType<typeof setup>;
let ben: ReturnType<typeof setup>;
beforeEach(() => {
	ana = setup('Ana');
	ben = setup('Ben');
});

describe('history', () => {
	it('takes gestures back and brings them back, in order, with what was selected', () => {
		const a = ana.add('A');
		ana.selection.set([a]);
		unwrap(renameEntity(ana.scene, a, 'B'));
		ana.selection.clear();
		expect(ana.undo()).toMatchObject({ label: 'rename', skipped: [], selected: { documentId, ids: [a] } });
		expect(ana.nameOf(a)).toBe('A');
		ana.redo();
		expect(ana.nameOf(a)).toBe('B');
		ana.undo();
		ana.undo();
		expect(ana.scene.snapshot.entities.size).toBe(0);
		expect(ana.history.canUndo).toBe(false);
		ana.redo();
		ana.redo();
		expect(ana.nameOf(a)).toBe('B');
		expect(ana.history.canRedo).toBe(false);
	});

	it('goes back and forth over one register as often as one likes', () => {
		const a = ana.add('A');
		for (const name of ['B', 'C', 'D']) unwrap(renameEntity(ana.scene, a, name));
		for (let round = 0; round < 3; round++) {
			for (const name of ['C', 'B', 'A']) {
				expect(ana.undo()?.skipped).toEqual([]);
				expect(ana.nameOf(a)).toBe(name);
			}
			for (const name of ['B', 'C', 'D']) {
				expect(ana.redo()?.skipped).toEqual([]);
				expect(ana.nameOf(a)).toBe(name);
			}
		}
	});

	it('forgets what could be redone as soon as something new is done', () => {
		const a = ana.add('A');
		ana.undo();
		ana.add('C');
		expect(ana.history.canRedo).toBe(false);
		expect(ana.nameOf(a)).toBeUndefined();
	});

	it('does not record what others did', () => {
		ben.add('Theirs');
		exchange(ana.scene, ben.scene);
		expect(ana.scene.snapshot.entities.size).toBe(1);
		expect(ana.history.canUndo).toBe(false);
	});

	it('[D7] leaves alone what someone changed since, and says who', () => {
		const a = ana.add('A');
		unwrap(setFields(ana.scene, [{ entityId: a, key: 'position', value: [1, 0, 0] }]));
		exchange(ana.scene, ben.scene);
		unwrap(setFields(ben.scene, [{ entityId: a, key: 'position', value: [2, 0, 0] }]));
		exchange(ana.scene, ben.scene);
		const step = ana.undo();
		expect(step).toMatchObject({ reverted: 0, skipped: [{ byName: 'Ben', change: { key: 'position' } }] });
		expect(ana.scene.snapshot.entities.get(a)?.values['position']).toEqual([2, 0, 0]);
	});

	it('[D7] takes a friend’s write of the very same value for what it is: theirs', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, a, 'Torch'));
		unwrap(renameEntity(ben.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		expect(ana.undo()?.skipped).toHaveLength(1);
		expect(ana.nameOf(a)).toBe('Lamp');
	});

	it('[D7] knows whose value it is that it brought back', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, a, 'Torch'));
		unwrap(renameEntity(ben.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ana.scene, a, 'Fire'));
		expect(ana.undo()?.skipped).toEqual([]);
		expect(ana.nameOf(a)).toBe('Lamp');
		// Ben's “Lamp” now, though the same as Ana's was.
		expect(ana.undo()?.skipped).toHaveLength(1);
		expect(ana.nameOf(a)).toBe('Lamp');
	});

	it('does not undo the making of something that a friend worked on since', () => {
		const a = ana.add('A');
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, a, 'Mine now'));
		exchange(ana.scene, ben.scene);
		expect(ana.undo()).toMatchObject({ reverted: 0, skipped: [{ byName: 'Ben' }] });
		expect(ana.nameOf(a)).toBe('Mine now');
	});

	it('deletes a friend’s entity, brings it back and deletes it again, unless the friend touched it meanwhile', () => {
		const theirs = ben.add('Theirs');
		exchange(ana.scene, ben.scene);
		unwrap(removeEntities(ana.scene, [theirs]));
		ana.undo();
		expect(ana.nameOf(theirs)).toBe('Theirs');
		expect(ana.redo()?.skipped).toEqual([]);
		expect(ana.nameOf(theirs)).toBeUndefined();
		ana.undo();
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, theirs, 'Still in use'));
		exchange(ana.scene, ben.scene);
		expect(ana.redo()?.skipped).toHaveLength(1);
		expect(ana.nameOf(theirs)).toBe('Still in use');
	});

	it('makes one gesture of several edits, across documents', () => {
		const a = ana.add('A');
		ana.history.join('prefab', () => {
			unwrap(renameEntity(ana.scene, a, 'B'));
			unwrap(ana.project.addDocument('prefab', 'Lamp'));
			unwrap(renameEntity(ana.scene, a, 'C'));
		});
		expect(ana.project.snapshot.documents).toHaveLength(1);
		expect(ana.undo()).toMatchObject({ label: 'prefab', skipped: [] });
		expect(ana.nameOf(a)).toBe('A');
		expect(ana.project.snapshot.documents).toHaveLength(0);
		expect(ana.redo()?.skipped).toEqual([]);
		expect(ana.nameOf(a)).toBe('C');
		expect(ana.project.snapshot.documents[0]?.title).toBe('Lamp');
	});

	it('survives that the page goes away: a later replica takes the lists up', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'B'));
		unwrap(renameEntity(ana.scene, a, 'C'));
		ana.undo();
		const kept = JSON.parse(JSON.stringify(ana.history.stacks)) as typeof ana.history.stacks;
		const later = setup('Ana');
		later.scene.document.applyV2(ana.scene.document.encodeState(), 'storage');
		later.history.load(kept);
		expect(later.redo()?.skipped).toEqual([]);
		expect(later.nameOf(a)).toBe('C');
		for (let i = 0; i < 3; i++) expect(later.undo()?.skipped).toEqual([]);
		expect(later.scene.snapshot.entities.size).toBe(0);
	});

	it('keeps the gesture when its document is not open, and says so', () => {
		ana.add('A');
		const elsewhere = new History({ find: () => undefined });
		elsewhere.load(ana.history.stacks);
		const refused = elsewhere.undo();
		expect(refused.ok).toBe(false);
		expect(elsewhere.canUndo).toBe(true);
	});
});
