import { describe, expect, it } from 'vitest';
import { mintDocumentId, type BranchId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import {
	addBranch,
	addBranchCopy,
	MAX_BRANCH_TITLE,
	readBranches,
	renameBranch,
	setBranchRemoved,
} from './branch-list.ts';

const newIndex = () => new LiveDocument(mintDocumentId(), 'project');

describe('the list of branches', () => {
	it('holds titles, and under which id each document goes', () => {
		const index = newIndex();
		const [scene, copy, later, laterCopy] = Array.from({ length: 4 }, mintDocumentId);
		const id = unwrap(addBranch(index, ' Night ', 5, new Map([[scene!, copy!]])));
		unwrap(addBranchCopy(index, id, later!, laterCopy!));
		unwrap(renameBranch(index, id, 'Dusk'));
		expect(readBranches(index)).toEqual([
			{
				id,
				title: 'Dusk',
				createdAt: 5,
				removed: false,
				copies: new Map([
					[scene, copy],
					[later, laterCopy],
				]),
			},
		]);
	});

	it('[D1] [D5] has titles of whole characters', () => {
		const index = newIndex();
		const id = unwrap(addBranch(index, 'Night', 5, new Map()));
		const broken = renameBranch(index, id, 'Dusk \ud83d');
		expect(broken.ok ? '' : broken.error.message).toMatch(/whole characters/);
		const long = `${'x'.repeat(MAX_BRANCH_TITLE - 1)}😀`;
		index.edit('forge', 'edit', (edit) => edit.set({ table: 'branches', row: id, key: 'title' }, long));
		expect(readBranches(index)[0]?.title).toBe('x'.repeat(MAX_BRANCH_TITLE - 1));
	});

	it('[D26] keeps everything of a branch that is deleted, so that it can be brought back', () => {
		const index = newIndex();
		const id = unwrap(addBranch(index, 'Night', 5, new Map()));
		unwrap(setBranchRemoved(index, id, true));
		expect(readBranches(index)[0]?.removed).toBe(true);
		unwrap(setBranchRemoved(index, id, false));
		expect(readBranches(index)[0]?.removed).toBe(false);
	});

	it('[D5] refuses titles that are none, and branches that are not there', () => {
		const index = newIndex();
		expect(addBranch(index, '  ', 5, new Map()).ok).toBe(false);
		expect(addBranch(index, 'x'.repeat(121), 5, new Map()).ok).toBe(false);
		expect(renameBranch(index, 'nowhere' as BranchId, 'Night').ok).toBe(false);
		expect(setBranchRemoved(index, mintDocumentId() as unknown as BranchId, true).ok).toBe(false);
	});

	it('[D6] reads what peers forged as it can', () => {
		const index = newIndex();
		const id = unwrap(addBranch(index, 'Night', 5, new Map()));
		index.edit('forge', 'edit', (edit) => {
			edit.set({ table: 'branches', row: id, key: 'title' }, 7);
			edit.set({ table: 'branches', row: id, key: 'createdAt' }, 'never');
			edit.set({ table: 'branches', row: id, key: 'copy.nothing' }, 'x');
			edit.set({ table: 'branches', row: id, key: '__proto__' }, { polluted: true });
		});
		index.ydoc.getMap('branches').set('not an id', 1);
		expect(readBranches(index)).toEqual([
			{ id, title: 'Branch', createdAt: 0, removed: false, copies: new Map() },
		]);
	});
});
