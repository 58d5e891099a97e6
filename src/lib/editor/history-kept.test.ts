import { beforeEach, describe, expect, it } from 'vitest';
import { comeBack, openPerson } from '../../../tests/helpers/undo-person.ts';
import { unwrap } from '../base/result.ts';
import { renameEntity, setFields } from '../doc/commands/set-fields.ts';
import { MAX_CHANGES, MAX_GESTURES } from './history.ts';

let ana: ReturnType<typeof openPerson>;
beforeEach(() => {
	ana = openPerson('Ana');
});

describe('the lists kept on the device', () => {
	it('[D13] are taken up by a later replica', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'B'));
		unwrap(renameEntity(ana.scene, a, 'C'));
		ana.undo();
		const later = comeBack(ana);
		expect(later.redo()?.skipped).toEqual([]);
		expect(later.nameOf(a)).toBe('C');
		for (let i = 0; i < 3; i++) expect(later.undo()?.skipped).toEqual([]);
		expect(later.scene.snapshot.entities.size).toBe(0);
	});

	it('take one write a gesture, and as small a one as it is', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'B'));
		ana.undo();
		ana.redo();
		expect(ana.book.writes).toBe(4);
		expect([...ana.book.rows.undo.keys()]).toEqual([0, 1]);
		expect(ana.book.rows.redo.size).toBe(0);
	});

	it('[D11] know what this person wrote in earlier visits, though its gesture is gone', () => {
		const a = ana.add('A');
		const second = comeBack(ana);
		unwrap(setFields(second.scene, [{ entityId: a, key: 'position', value: [1, 0, 0] }]));
		second.undo();
		const third = comeBack(second);
		unwrap(renameEntity(third.scene, third.add('B'), 'C'));
		const fourth = comeBack(third);
		for (let i = 0; i < 3; i++) expect(fourth.undo()?.skipped).toEqual([]);
		expect(fourth.scene.snapshot.entities.size).toBe(0);
	});

	it('come before what was done while they were loaded', () => {
		const a = ana.add('A');
		unwrap(renameEntity(ana.scene, a, 'B'));
		ana.undo();
		const later = comeBack(ana, { load: false });
		const { history, book } = later;
		const { writes } = book;
		unwrap(renameEntity(later.scene, a, 'Meanwhile'));
		expect(book.writes).toBe(writes);
		expect(history.canUndo).toBe(false);
		expect(later.undo()).toBeUndefined();
		history.load(book.read());
		expect(book.writes).toBe(writes + 1);
		expect(book.read().redo).toEqual([]);
		expect(later.undo()?.skipped).toEqual([]);
		expect(later.nameOf(a)).toBe('A');
		later.undo();
		expect(later.nameOf(a)).toBeUndefined();
		expect(book.read().undo).toEqual([]);
	});

	it('are bounded: the oldest gestures go', () => {
		const a = ana.add('A');
		for (let i = 0; i < MAX_GESTURES + 20; i++) unwrap(renameEntity(ana.scene, a, `A ${i}`));
		const { undo } = ana.book.read();
		expect(undo).toHaveLength(MAX_GESTURES);
		expect(undo[0]?.index).toBe(21);
		const later = comeBack(ana);
		for (let i = 0; i < MAX_GESTURES; i++) expect(later.undo()?.skipped).toEqual([]);
		expect(later.history.canUndo).toBe(false);
		expect(later.nameOf(a)).toBe('A 19');
	});

	it('are bounded in size, but for the newest gesture', () => {
		ana.add('A');
		const { document } = ana.project;
		const many = document.edit('many', 'edit', (edit) => {
			for (let i = 0; i <= MAX_CHANGES; i++) edit.set({ table: 'settings', row: '', key: `${i}` }, i);
		});
		expect(unwrap(many)).toHaveLength(MAX_CHANGES + 1);
		expect(ana.book.read().undo.map(({ index }) => index)).toEqual([1]);
		ana.add('C');
		expect(ana.book.read().undo.map(({ index }) => index)).toEqual([2]);
	});
});
