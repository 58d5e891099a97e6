import { expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { forkDocument, mergeBranch } from '../doc/branches/merge-branch.ts';
import { previewMerge } from '../doc/branches/preview-merge.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { renameEntity, setFields } from '../doc/commands/set-fields.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { History } from './history.ts';

const place = (scene: SceneDocument, id: EntityId, x: number) =>
	unwrap(setFields(scene, [{ entityId: id, key: 'position', value: [x, 0, 0] }]));
const add = (scene: SceneDocument, name: string): EntityId =>
	unwrap(addEntities(scene, [{ name, values: {} }], null))[0] as EntityId;
const nameOf = (scene: SceneDocument, id: EntityId) => scene.snapshot.entities.get(id)?.name;
const positionOf = (scene: SceneDocument, id: EntityId) =>
	scene.snapshot.entities.get(id)?.values['position'];

it('[D25] writes what was chosen, and undo takes the whole merge back', () => {
	const main = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const [lamp, chair] = [add(main, 'Lamp'), add(main, 'Chair')];
	const history = new History({ find: () => main.document });
	history.watch(main.document);
	const branch = new SceneDocument(forkDocument(main.document, mintDocumentId()));
	place(branch, lamp, 1);
	unwrap(renameEntity(branch, chair, 'Throne'));
	const added = add(branch, 'New');
	place(main, lamp, 2);
	const { clientId } = main.document;
	const [conflict] = previewMerge(main.document, branch.document).conflicts;
	const choice = { table: 'entities', row: lamp, key: 'position', value: conflict?.theirs };
	unwrap(mergeBranch(main.document, branch.document, [choice]));
	expect(positionOf(main, lamp)).toEqual([1, 0, 0]);
	expect(nameOf(main, chair)).toBe('Throne');
	expect(nameOf(main, added)).toBe('New');

	expect(main.document.clientId).toBe(clientId);
	expect(unwrap(history.undo())).toMatchObject({ label: 'merge', skipped: [] });
	expect(positionOf(main, lamp)).toEqual([2, 0, 0]);
	expect(nameOf(main, chair)).toBe('Chair');
	expect(nameOf(main, added)).toBeUndefined();

	unwrap(history.redo());
	expect(positionOf(main, lamp)).toEqual([1, 0, 0]);
	expect(nameOf(main, chair)).toBe('Throne');
	expect(nameOf(main, added)).toBe('New');
});

it('[D13] what was written here can be undone after a merge that brought the same value', () => {
	const [main, other] = [mintDocumentId(), mintDocumentId()].map(
		(id) => new SceneDocument(new LiveDocument(id, 'scene')),
	) as [SceneDocument, SceneDocument];
	const lamp = add(main, 'Lamp');
	const history = new History({
		find: (id) => [main, other].find(({ document }) => document.id === id)?.document,
	});
	for (const { document } of [main, other]) history.watch(document);
	place(main, lamp, 1);
	other.document.applyV2(main.document.encodeState(), 'import');
	place(other, lamp, 2);
	unwrap(history.undo());
	expect(positionOf(other, lamp)).toEqual([1, 0, 0]);
	unwrap(mergeBranch(main.document, other.document));
	for (const label of ['merge', 'set']) expect(unwrap(history.undo())).toMatchObject({ label, skipped: [] });
	expect(positionOf(main, lamp)).toBeUndefined();
	for (const label of ['set', 'merge']) expect(unwrap(history.redo())).toMatchObject({ label, skipped: [] });
	expect(positionOf(main, lamp)).toEqual([1, 0, 0]);
});

it('[D10] what another wrote on the branch is not taken back with one’s own, though it is the same', () => {
	const main = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const lamp = add(main, 'Lamp');
	const history = new History({ find: () => main.document });
	history.watch(main.document);
	place(main, lamp, 1);
	const branch = new SceneDocument(forkDocument(main.document, mintDocumentId()));
	place(branch, lamp, 2);
	place(branch, lamp, 1);
	unwrap(mergeBranch(main.document, branch.document));
	unwrap(history.undo());
	const step = unwrap(history.undo());
	expect(step?.skipped).toMatchObject([{ by: branch.document.clientId, change: { key: 'position' } }]);
	expect(positionOf(main, lamp)).toEqual([1, 0, 0]);
});
