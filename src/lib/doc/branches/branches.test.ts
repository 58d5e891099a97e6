import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { moveEntities } from '../commands/move-entities.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { renameEntity, setFields } from '../commands/set-fields.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { forkDocument, mergeBranch } from './merge-branch.ts';
import { previewMerge } from './preview-merge.ts';

let main: SceneDocument;
let lamp: EntityId;
let chair: EntityId;

const fork = () => new SceneDocument(forkDocument(main.document, mintDocumentId()));
const place = (scene: SceneDocument, id: EntityId, x: number) =>
	unwrap(setFields(scene, [{ entityId: id, key: 'position', value: [x, 0, 0] }]));
const add = (scene: SceneDocument, name: string): EntityId =>
	unwrap(addEntities(scene, [{ name, values: {} }], null))[0] as EntityId;
const nameOf = (scene: SceneDocument, id: EntityId) => scene.snapshot.entities.get(id)?.name;
const positionOf = (scene: SceneDocument, id: EntityId) =>
	scene.snapshot.entities.get(id)?.values['position'];

beforeEach(() => {
	main = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	lamp = add(main, 'Lamp');
	chair = add(main, 'Chair');
});

describe('[D24] a branch', () => {
	it('goes its own way until it is merged, and can take in what happened elsewhere', () => {
		const branch = fork();
		unwrap(renameEntity(branch, lamp, 'Torch'));
		place(main, chair, 3);
		expect(nameOf(main, lamp)).toBe('Lamp');
		expect(positionOf(branch, chair)).toBeUndefined();

		unwrap(mergeBranch(branch.document, main.document));
		expect(positionOf(branch, chair)).toEqual([3, 0, 0]);
		expect(nameOf(main, lamp)).toBe('Lamp');

		unwrap(mergeBranch(main.document, branch.document));
		expect(nameOf(main, lamp)).toBe('Torch');
		expect([...main.snapshot.entities].sort()).toEqual([...branch.snapshot.entities].sort());
	});
});

describe('[D25] a preview', () => {
	it('says what changes, and changes nothing', () => {
		const branch = fork();
		unwrap(renameEntity(branch, lamp, 'Torch'));
		const before = main.document.encodeDiff();
		const preview = previewMerge(main.document, branch.document);
		expect(preview).toMatchObject({
			upToDate: false,
			conflicts: [],
			deletions: [],
			changes: [{ table: 'entities', row: lamp, key: 'name', before: 'Lamp', after: 'Torch' }],
		});
		expect(main.document.encodeDiff()).toEqual(before);
	});

	it('names the fields both sides changed, with the value that will stand', () => {
		const branch = fork();
		place(branch, lamp, 1);
		place(main, lamp, 2);
		place(branch, chair, 5);
		const { conflicts } = previewMerge(main.document, branch.document);
		expect(conflicts).toHaveLength(1);
		expect(conflicts[0]).toMatchObject({ row: lamp, key: 'position', ours: [2, 0, 0], theirs: [1, 0, 0] });
		unwrap(mergeBranch(main.document, branch.document));
		expect(positionOf(main, lamp)).toEqual(conflicts[0]?.merged);
	});

	it('does not call it a conflict when both chose the same, or one side only knew the other’s', () => {
		const branch = fork();
		place(branch, lamp, 1);
		place(main, lamp, 1);
		unwrap(mergeBranch(branch.document, main.document));
		place(branch, lamp, 7);
		expect(previewMerge(main.document, branch.document).conflicts).toEqual([]);
	});

	it('names what one side deleted while the other worked on it', () => {
		const branch = fork();
		unwrap(removeEntities(branch, [lamp]));
		place(main, lamp, 2);
		place(branch, chair, 2);
		unwrap(removeEntities(main, [chair]));
		const { deletions } = previewMerge(main.document, branch.document);
		expect(deletions).toEqual([
			{ table: 'entities', row: chair, deletedBy: 'ours', keys: ['position'] },
			{ table: 'entities', row: lamp, deletedBy: 'theirs', keys: ['position'] },
		]);
	});

	it('is what the merge then does, whatever both sides did', () => {
		const op = fc.record({
			onBranch: fc.boolean(),
			kind: fc.constantFrom('add', 'rename', 'place', 'remove', 'move', 'meet'),
			who: fc.nat(9),
			n: fc.nat(5),
		});
		fc.assert(
			fc.property(fc.array(op, { maxLength: 30 }), (ops) => {
				const branch = fork();
				for (const { onBranch, kind, who, n } of ops) {
					const scene = onBranch ? branch : main;
					const ids = [...scene.snapshot.entities.keys()].sort();
					const id = ids[who % Math.max(1, ids.length)];
					if (kind === 'add') add(scene, `New ${n}`);
					else if (kind === 'meet') unwrap(mergeBranch(branch.document, main.document));
					else if (!id) continue;
					else if (kind === 'rename') unwrap(renameEntity(scene, id, `Name ${n}`));
					else if (kind === 'place') place(scene, id, n);
					else if (kind === 'remove') unwrap(removeEntities(scene, [id]));
					else moveEntities(scene, [id], { parentId: ids[n % ids.length] ?? null, beforeId: null });
				}
				const { changes, conflicts } = previewMerge(main.document, branch.document);
				unwrap(mergeBranch(main.document, branch.document));
				const { ydoc } = main.document;
				for (const { row, key, after } of changes) {
					expect(ydoc.getMap<Map<string, unknown>>('entities').get(row)?.get(key)).toEqual(after);
				}
				for (const { ours, theirs, merged } of conflicts) expect([ours, theirs]).toContainEqual(merged);
				expect(previewMerge(main.document, branch.document).upToDate).toBe(true);
			}),
			{ seed: 11, numRuns: 60 },
		);
	});
});

describe('merging', () => {
	it('[D26] merging twice changes nothing', () => {
		const branch = fork();
		place(branch, lamp, 1);
		unwrap(mergeBranch(main.document, branch.document));
		const before = main.document.encodeDiff();
		expect(unwrap(mergeBranch(main.document, branch.document))).toEqual([]);
		expect(main.document.encodeDiff()).toEqual(before);
	});

	it('refuses a document of another kind', () => {
		const page = new LiveDocument(mintDocumentId(), 'page');
		expect(mergeBranch(main.document, page).ok).toBe(false);
	});
});
