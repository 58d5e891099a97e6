import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { setText } from '../commands/edit-script.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { setFields } from '../commands/set-fields.ts';
import { LiveDocument } from '../live-document.ts';
import { ProjectDocument, type AssetEntry } from '../project.ts';
import { SceneDocument } from '../scene.ts';
import { ScriptDocument } from '../script.ts';
import { addBranch, setBranchRemoved } from './branch-list.ts';
import { chooseSides, type SideChoice } from './choose-sides.ts';
import { forkDocument, mergeBranch } from './merge-branch.ts';
import { previewMerge } from './preview-merge.ts';

let main: SceneDocument;
let branch: SceneDocument;
let lamp: EntityId;

const place = (scene: SceneDocument, x: number) =>
	unwrap(setFields(scene, [{ entityId: lamp, key: 'position', value: [x, 0, 0] }]));
const positionIn = (scene: SceneDocument) => scene.snapshot.entities.get(lamp)?.values['position'];
const choose = (key: string, take: SideChoice['take']) =>
	chooseSides(main.document, branch.document, [{ table: 'entities', row: lamp, key, take }]);

beforeEach(() => {
	main = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	lamp = unwrap(addEntities(main, [{ name: 'Lamp', values: {} }], null))[0] as EntityId;
	branch = new SceneDocument(forkDocument(main.document, main.document.id));
});

describe('[D25] choosing', () => {
	it.each(['ours', 'theirs'] as const)('takes %s where both sides wrote', (take) => {
		place(main, 1);
		place(branch, 2);
		unwrap(mergeBranch(main.document, branch.document, choose('position', take)));
		expect(positionIn(main)).toEqual([take === 'ours' ? 1 : 2, 0, 0]);
	});

	it('keeps what the branch deleted, with what it was worked on meanwhile', () => {
		place(main, 1);
		unwrap(removeEntities(branch, [lamp]));
		const kept = choose('removed', 'ours');
		unwrap(mergeBranch(main.document, branch.document, kept));
		expect(positionIn(main)).toEqual([1, 0, 0]);
	});

	it('has nothing to say where the sides agree, or only one of them wrote', () => {
		place(branch, 2);
		expect(choose('position', 'ours')).toEqual([]);
		expect(choose('nonsense', 'theirs')).toEqual([]);
		place(main, 2);
		expect(choose('position', 'ours')).toEqual([]);
	});
});

describe('[D25] a preview', () => {
	it('knows of text that was only deleted', () => {
		const script = new ScriptDocument(new LiveDocument(mintDocumentId(), 'script'));
		unwrap(setText(script, 'one\ntwo\n'));
		const fork = new ScriptDocument(forkDocument(script.document, script.document.id));
		unwrap(setText(fork, 'two\n'));
		const preview = previewMerge(script.document, fork.document);
		expect(preview).toMatchObject({
			upToDate: false,
			diff: { kind: 'script', hunks: [{ removed: ['one'] }] },
		});
		expect(previewMerge(fork.document, script.document)).toMatchObject({ upToDate: true, diff: null });
	});
});

describe('what is nobody’s gesture', () => {
	it('[D26] neither the list of branches nor assets come into a merge that is undone', () => {
		const index = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
		index.create('Tavern', 1);
		const copy = new ProjectDocument(forkDocument(index.document, index.document.id));
		const id = unwrap(addBranch(index.document, 'Night', 2, new Map()));
		unwrap(setBranchRemoved(index.document, id, true));
		const asset: AssetEntry = {
			hash: 'a'.repeat(64) as AssetEntry['hash'],
			name: 'Oak',
			type: 'model',
			bytes: 1,
		};
		unwrap(index.addAsset(asset));
		unwrap(index.rename('Inn'));
		expect(previewMerge(copy.document, index.document).changes.map(({ key }) => key)).toEqual([
			'title',
			asset.hash,
		]);
		const changes = unwrap(mergeBranch(copy.document, index.document));
		expect(changes.map(({ key }) => key)).toEqual(['title']);
		expect(copy.snapshot.assets.has(asset.hash)).toBe(true);
	});
});
