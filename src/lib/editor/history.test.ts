import { beforeEach, describe, expect, it } from 'vitest';
import { exchange, openPerson, projectId, sceneId } from '../../../tests/helpers/undo-person.ts';
import type { AssetHash, EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { renameEntity, setFields } from '../doc/commands/set-fields.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { History } from './history.ts';

let ana: ReturnType<typeof openPerson>;
let ben: ReturnType<typeof openPerson>;
beforeEach(() => {
	ana = openPerson('Ana');
	ben = openPerson('Ben');
});

describe('taking back', () => {
	it('takes gestures back and brings them back, in order', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'B'));
		expect(ana.undo()).toMatchObject({ label: 'rename', skipped: [] });
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

	it('remembers neither what others did nor what the app brings in', () => {
		ben.add('Theirs');
		exchange(ana.scene, ben.scene);
		ana.project.create('Tavern', 1);
		unwrap(ana.project.addAsset({ hash: 'a'.repeat(64) as AssetHash, name: 'A', type: 'image', bytes: 1 }));
		expect(ana.project.snapshot.assets.size).toBe(1);
		expect(ana.scene.snapshot.entities.size).toBe(1);
		expect(ana.history.canUndo).toBe(false);
	});

	it('[D13] makes one gesture of several edits, across documents', () => {
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

	it('keeps the gesture while its document is not open, and says so', () => {
		ana.add('A');
		const elsewhere = new History({ find: () => undefined });
		elsewhere.load(ana.book.read());
		const refused = elsewhere.undo();
		expect(!refused.ok && refused.error.reason).toBe('not-found');
		expect(elsewhere.canUndo).toBe(true);
	});

	it('undoes nothing of a gesture of which a part cannot be undone now', () => {
		const a = ana.add('A');
		ana.history.join('both', () => {
			unwrap(renameEntity(ana.scene, a, 'B'));
			unwrap(ana.project.rename('Tavern'));
		});
		const elsewhere = new History({ find: (id) => (id === projectId ? undefined : ana.scene.document) });
		elsewhere.load(ana.book.read());
		expect(elsewhere.undo().ok).toBe(false);
		expect(ana.nameOf(a)).toBe('B');
	});
});

describe('what others did since', () => {
	it('[D10] [D12] is left alone, and it is said whose it is', () => {
		const a = ana.add('A');
		unwrap(setFields(ana.scene, [{ entityId: a, key: 'position', value: [1, 0, 0] }]));
		exchange(ana.scene, ben.scene);
		unwrap(setFields(ben.scene, [{ entityId: a, key: 'position', value: [2, 0, 0] }]));
		exchange(ana.scene, ben.scene);
		const step = ana.undo();
		expect(step).toMatchObject({
			parts: [],
			skipped: [{ byName: 'Ben', reason: 'changed', change: { key: 'position' } }],
		});
		expect(ana.scene.snapshot.entities.get(a)?.values['position']).toEqual([2, 0, 0]);
	});

	it('[D10] is theirs even where they wrote the very same value', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, a, 'Torch'));
		unwrap(renameEntity(ben.scene, a, 'Lamp'));
		exchange(ana.scene, ben.scene);
		expect(ana.undo()?.skipped).toHaveLength(1);
		expect(ana.nameOf(a)).toBe('Lamp');
	});

	it('[D10] is theirs even after we covered it and brought it back', () => {
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
		expect(ana.undo()?.skipped).toMatchObject([{ byName: null }]);
		expect(ana.nameOf(a)).toBe('Lamp');
	});

	it('[D11] keeps what they worked on, though we had made it', () => {
		const a = ana.add('A');
		exchange(ana.scene, ben.scene);
		unwrap(renameEntity(ben.scene, a, 'Mine now'));
		exchange(ana.scene, ben.scene);
		expect(ana.undo()).toMatchObject({ parts: [], skipped: [{ byName: 'Ben' }] });
		expect(ana.nameOf(a)).toBe('Mine now');
	});

	it('[D11] keeps the document they worked in, though we had added it', () => {
		ana.project.create('Tavern', 1);
		listScene(ana.project);
		exchange(ana.scene, ben.scene);
		ben.add('Theirs');
		exchange(ana.scene, ben.scene);
		expect(ana.undo()).toMatchObject({ parts: [], skipped: [{ byName: 'Ben' }] });
		expect(ana.project.snapshot.documents).toHaveLength(1);
	});

	it('[D11] deletes their entity again, unless they touched it after it came back', () => {
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

	it('[D12] is said of a whole document that they took out of the project', () => {
		ana.add('A');
		ana.gone.add(sceneId);
		expect(ana.undo()).toMatchObject({ parts: [], skipped: [{ reason: 'gone', documentId: sceneId }] });
		expect(ana.scene.snapshot.entities.size).toBe(1);
		expect(ana.history.canUndo).toBe(false);
	});
});

/** Lists the scene of these tests in a project, as an edit of the person. */
function listScene(project: ProjectDocument): void {
	unwrap(
		project.document.edit('add', 'edit', (edit) =>
			edit.create('documents', sceneId, { kind: 'scene', title: 'Scene', order: 'a0' }),
		),
	);
}

describe('the selection', () => {
	const selectedIn = (ids: readonly EntityId[]) => ({ selected: { documentId: sceneId, ids } });

	it('[D13] undo selects what was selected before the gesture, redo what was selected after', () => {
		const a = ana.add('A');
		ana.selection.set([a]);
		let b = a;
		ana.select(() => {
			b = ana.add('B');
			ana.selection.set([b]);
		});
		ana.select(() => unwrap(removeEntities(ana.scene, [b])));
		expect(ana.selection.ids).toEqual([]);
		expect(ana.undo()).toMatchObject(selectedIn([b]));
		expect(ana.undo()).toMatchObject(selectedIn([a]));
		ana.selection.set([]);
		expect(ana.redo()).toMatchObject(selectedIn([b]));
		expect(ana.redo()).toMatchObject(selectedIn([]));
	});

	it('is left alone by gestures that have nothing to do with one', () => {
		unwrap(ana.project.rename('Tavern'));
		expect(ana.undo()).toMatchObject({ selected: null });
	});

	it('of a screen’s edit is remembered when that is part of a larger gesture', () => {
		const a = ana.add('A');
		ana.selection.set([a]);
		ana.history.join('both', () => {
			unwrap(ana.project.rename('Tavern'));
			ana.select(() => unwrap(removeEntities(ana.scene, [a])));
		});
		expect(ana.undo()).toMatchObject({ label: 'both', ...selectedIn([a]) });
	});
});
