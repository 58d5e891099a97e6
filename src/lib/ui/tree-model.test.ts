import { describe, expect, it } from 'vitest';
import { commandForKey, dropAt, idsBetween, type TreeKey, type TreeRow } from './tree-model.ts';

// Tavern ▾ [Walls ▸, Furniture ▾ [Chair, Chest]], Cellar
const rows: TreeRow[] = [
	{ id: 'tavern', level: 1, label: 'Tavern', expanded: true, posInSet: 1, setSize: 2 },
	{ id: 'walls', level: 2, label: 'Walls', expanded: false, posInSet: 1, setSize: 2 },
	{ id: 'furniture', level: 2, label: 'Furniture', expanded: true, posInSet: 2, setSize: 2 },
	{ id: 'chair', level: 3, label: 'Chair', expanded: undefined, posInSet: 1, setSize: 2 },
	{ id: 'chest', level: 3, label: 'Chest', expanded: undefined, posInSet: 2, setSize: 2 },
	{ id: 'cellar', level: 1, label: 'Cellar', expanded: undefined, posInSet: 2, setSize: 2 },
];
const at = (id: string) => rows.findIndex((row) => row.id === id);

function press(id: string, key: string, held: Partial<TreeKey> = {}) {
	const event = { key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held };
	return commandForKey(rows, at(id), event, 4);
}
const goes = (id: string, how = 'select') => ({ kind: 'go', index: at(id), how });

describe('keys of a tree', () => {
	it('up and down go to the neighbours, and stop at the ends', () => {
		expect(press('walls', 'ArrowDown')).toEqual(goes('furniture'));
		expect(press('tavern', 'ArrowUp')).toEqual(goes('tavern'));
		expect(press('cellar', 'ArrowDown')).toEqual(goes('cellar'));
	});
	it('Home, End and pages', () => {
		expect(press('chair', 'Home')).toEqual(goes('tavern'));
		expect(press('chair', 'End')).toEqual(goes('cellar'));
		expect(press('tavern', 'PageDown')).toEqual(goes('chair'));
		expect(press('chest', 'PageUp')).toEqual(goes('walls'));
	});
	it('right opens, then goes to the first child, and does nothing on a leaf', () => {
		expect(press('walls', 'ArrowRight')).toEqual({ kind: 'toggle', index: at('walls'), expanded: true });
		expect(press('furniture', 'ArrowRight')).toEqual(goes('chair'));
		expect(press('chair', 'ArrowRight')).toBeNull();
	});
	it('left closes, then goes to the parent', () => {
		expect(press('furniture', 'ArrowLeft')).toEqual({
			kind: 'toggle',
			index: at('furniture'),
			expanded: false,
		});
		expect(press('chest', 'ArrowLeft')).toEqual(goes('furniture'));
		expect(press('cellar', 'ArrowLeft')).toBeNull();
	});
	it('Shift extends the selection, Ctrl and Cmd move the focus alone', () => {
		expect(press('walls', 'ArrowDown', { shiftKey: true })).toEqual(goes('furniture', 'extend'));
		expect(press('walls', 'ArrowDown', { ctrlKey: true })).toEqual(goes('furniture', 'focus'));
		expect(press('walls', 'End', { metaKey: true })).toEqual(goes('cellar', 'focus'));
	});
	it('Space selects or not, Ctrl+A selects all, Enter and F2 rename', () => {
		expect(press('chair', ' ')).toEqual({ kind: 'toggle-selected', index: at('chair') });
		expect(press('chair', 'a', { ctrlKey: true })).toEqual({ kind: 'select-all' });
		expect(press('chair', 'Enter')).toEqual({ kind: 'rename', index: at('chair') });
		expect(press('chair', 'F2')).toEqual({ kind: 'rename', index: at('chair') });
	});
	it('leaves what is not its own to the page', () => {
		expect(press('chair', 'Delete')).toBeNull();
		expect(press('chair', 'z', { ctrlKey: true })).toBeNull();
		expect(commandForKey([], 0, { ...({} as TreeKey), key: 'Home' }, 4)).toBeNull();
	});
});

describe('moving by key', () => {
	const move = (id: string, targetId: string, place: string) => ({
		kind: 'move',
		index: at(id),
		drop: { targetId, place },
	});
	const alt = { altKey: true };
	it('Alt with up and down moves among siblings, over open ones too', () => {
		expect(press('chest', 'ArrowUp', alt)).toEqual(move('chest', 'chair', 'before'));
		expect(press('tavern', 'ArrowDown', alt)).toEqual(move('tavern', 'cellar', 'after'));
		expect(press('cellar', 'ArrowUp', alt)).toEqual(move('cellar', 'tavern', 'before'));
	});
	it('Alt with right goes into the sibling before, with left out beside the parent', () => {
		expect(press('furniture', 'ArrowRight', alt)).toEqual(move('furniture', 'walls', 'inside'));
		expect(press('chest', 'ArrowLeft', alt)).toEqual(move('chest', 'furniture', 'after'));
	});
	it('does nothing where there is no such place', () => {
		expect(press('chair', 'ArrowUp', alt)).toBeNull();
		expect(press('chair', 'ArrowRight', alt)).toBeNull();
		expect(press('cellar', 'ArrowLeft', alt)).toBeNull();
		expect(press('chest', 'ArrowDown', alt)).toBeNull();
	});
});

describe('dropping on a tree', () => {
	const drop = (y: number) => dropAt(rows, y, 10);
	it('the edges of a row are before and after it, its middle is inside', () => {
		expect(drop(11)).toEqual({ targetId: 'walls', place: 'before' });
		expect(drop(15)).toEqual({ targetId: 'walls', place: 'inside' });
		expect(drop(19)).toEqual({ targetId: 'walls', place: 'after' });
	});
	it('just below an open parent is before its first child', () => {
		expect(drop(29)).toEqual({ targetId: 'chair', place: 'before' });
	});
	it('above the first row is before it, below the last is the end of the root', () => {
		expect(drop(-50)).toEqual({ targetId: 'tavern', place: 'before' });
		expect(drop(500)).toEqual({ targetId: 'cellar', place: 'after' });
		expect(dropAt([], 5, 10)).toBeNull();
	});
});

it('a range is the same from either end', () => {
	expect(idsBetween(rows, 1, 3)).toEqual(['walls', 'furniture', 'chair']);
	expect(idsBetween(rows, 3, 1)).toEqual(['walls', 'furniture', 'chair']);
});
