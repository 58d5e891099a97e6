import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import type { TreeDrop, TreeRow } from './tree-model.ts';
import { TreeState, type TreeOptions } from './tree.svelte.ts';

function row(id: string, level = 1, expanded?: boolean): TreeRow {
	return { id, level, label: id, expanded, posInSet: 1, setSize: 1 };
}

function setup(rows: TreeRow[], overrides: Partial<TreeOptions<TreeRow>> = {}) {
	const told: string[] = [];
	const clock = new ManualClock();
	let shown = $state.raw<readonly TreeRow[]>(rows);
	const options: TreeOptions<TreeRow> = {
		get rows() {
			return shown;
		},
		selection: new Set(),
		readonly: false,
		onselect: (ids) => {
			options.selection = new Set(ids);
			told.push(`select ${ids.join(' ')}`);
		},
		ontoggle: (id, expanded) => told.push(`${expanded ? 'open' : 'close'} ${id}`),
		onrename: (id, label) => told.push(`rename ${id} to ${label}`),
		onmove: (ids, drop) => told.push(`move ${ids.join(' ')} ${drop.place} ${drop.targetId}`),
		canMove: undefined,
	};
	Object.assign(options, overrides);
	const tree = new TreeState(() => options, clock);
	tree.look(0, 260, 26);
	const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
		tree.key({
			key,
			shiftKey: false,
			altKey: false,
			ctrlKey: false,
			metaKey: false,
			...held,
		} as KeyboardEvent);
	const show = (rows: readonly TreeRow[]) => (shown = rows);
	return { tree, told, show, clock, press };
}

const none = { shiftKey: false, ctrlKey: false, metaKey: false };
const letters = () => [...'abcdef'].map((id) => row(id));

describe('selecting in a tree', () => {
	it('a press selects one, Ctrl adds and takes away, Shift selects the range from the first', () => {
		const { tree, told } = setup(letters());
		tree.press('b', none);
		tree.press('d', { ...none, ctrlKey: true });
		tree.press('b', { ...none, metaKey: true });
		tree.press('c', none);
		tree.press('e', { ...none, shiftKey: true });
		tree.press('a', { ...none, shiftKey: true });
		expect(told).toEqual(['select b', 'select b d', 'select d', 'select c', 'select c d e', 'select a b c']);
	});
	it('keys move the focus and the selection together; Shift extends, Ctrl leaves it', () => {
		const { tree, told, press } = setup(letters());
		press('ArrowDown');
		press('ArrowDown', { shiftKey: true });
		press('ArrowDown', { ctrlKey: true });
		press(' ');
		expect(told).toEqual(['select b', 'select b c', 'select b c d']);
		expect(tree.activeId).toBe('d');
	});
	it('keeps what is selected under a closed parent when adding', () => {
		const { tree, told } = setup(letters(), { selection: new Set(['hidden']) });
		tree.press('a', { ...none, ctrlKey: true });
		expect(told).toEqual(['select hidden a']);
	});
	it('letters find a row by its name', () => {
		const { tree, press } = setup(letters());
		expect(press('e')).toBe(true);
		expect(tree.activeId).toBe('e');
		expect(press('z')).toBe(false);
	});
});

describe('the focus of a tree', () => {
	it('begins at the selection, else at the first row', () => {
		expect(setup(letters()).tree.activeId).toBe('a');
		expect(setup(letters(), { selection: new Set(['d']) }).tree.activeId).toBe('d');
		expect(setup([]).tree.activeId).toBeNull();
	});
	it('goes to the row in its place when its own row is gone', () => {
		const { tree, show } = setup(letters());
		tree.focus('c');
		show(letters().filter(({ id }) => id !== 'c'));
		expect(tree.activeId).toBe('d');
		tree.focus('f');
		show([row('a')]);
		expect(tree.activeId).toBe('a');
	});
});

describe('drawing a tree of 10,000 rows', () => {
	const many = Array.from({ length: 10_000 }, (_, i) => row(`r${i}`));
	it('draws what is in sight and little more', () => {
		const { tree } = setup(many);
		tree.look(26 * 5_000, 260, 26);
		const indexes = tree.drawn.map(({ index }) => index).filter((index) => index > 0);
		expect(indexes[0]).toBe(4_994);
		expect(indexes.at(-1)).toBe(5_015);
	});
	it('draws the row with the focus wherever it is', () => {
		const { tree } = setup(many);
		tree.focus('r9999');
		expect(tree.drawn.at(-1)?.row.id).toBe('r9999');
		tree.look(26 * 9_000, 260, 26);
		tree.focus('r3');
		expect(tree.drawn[0]?.row.id).toBe('r3');
	});
	it('says where to scroll for a row out of sight', () => {
		const { tree } = setup(many);
		expect(tree.scrollTopFor('r2')).toBeNull();
		expect(tree.scrollTopFor('r10')).toBe(26);
		tree.look(26 * 100, 260, 26);
		expect(tree.scrollTopFor('r50')).toBe(26 * 50);
	});
});

describe('renaming in a tree', () => {
	it('tells a new name once, trimmed, and nothing for the old or an empty one', () => {
		const { tree, told, press } = setup(letters());
		for (const label of ['  Door ', 'a', '   ', null]) {
			press('F2');
			expect(tree.renamingId).toBe('a');
			tree.endRename(label);
		}
		tree.endRename('again');
		expect(told).toEqual(['rename a to Door']);
	});
	it('is refused where nothing may change', () => {
		const { tree } = setup(letters(), { readonly: true });
		expect(tree.startRename('a')).toBe(false);
	});
});

describe('moving rows', () => {
	const inside = (targetId: string): TreeDrop => ({ targetId, place: 'inside' });
	it('drags the whole selection in its order, and opens what it went into', () => {
		const { tree, told } = setup(letters(), { selection: new Set(['d', 'b']) });
		expect(tree.startDrag('d')).toBe(true);
		tree.dragOver(inside('e'));
		tree.endDrag(true);
		expect(told).toEqual(['move b d inside e', 'open e']);
	});
	it('drags only the row under the pointer when it is not selected', () => {
		const { tree, told } = setup(letters(), { selection: new Set(['b']) });
		tree.startDrag('a');
		tree.dragOver({ targetId: 'c', place: 'after' });
		tree.endDrag(true);
		expect(told).toEqual(['select a', 'move a after c']);
	});
	it('moves nothing onto itself, where it is refused, when cancelled or read-only', () => {
		const refused = setup(letters(), { canMove: () => false });
		refused.tree.startDrag('a');
		refused.tree.dragOver(inside('b'));
		expect(refused.tree.drop?.allowed).toBe(false);
		refused.tree.endDrag(true);
		const { tree, told } = setup(letters());
		tree.startDrag('a');
		tree.dragOver(inside('a'));
		tree.endDrag(true);
		tree.startDrag('a');
		tree.dragOver(inside('b'));
		tree.endDrag(false);
		expect([...refused.told, ...told].filter((line) => line.startsWith('move'))).toEqual([]);
		expect(setup(letters(), { readonly: true }).tree.startDrag('a')).toBe(false);
	});
	it('opens a closed row held over for a while', () => {
		const { tree, told, clock } = setup([row('a'), row('b', 1, false)], { selection: new Set(['a']) });
		tree.startDrag('a');
		tree.dragOver(inside('b'));
		clock.advance(1_000);
		expect(told).toEqual(['open b']);
	});
	it('moves several by Alt and arrows past the next one that stays', () => {
		const { tree, told, press } = setup(letters(), { selection: new Set(['b', 'c']) });
		tree.focus('c');
		press('ArrowUp', { altKey: true });
		tree.focus('b');
		press('ArrowDown', { altKey: true });
		expect(told).toEqual(['move b c before a', 'move b c after d']);
	});
	it('moves by Alt and arrows, without a pointer', () => {
		const { told, press } = setup(letters(), { selection: new Set(['b', 'c']) });
		press('ArrowUp', { altKey: true });
		press('ArrowRight', { altKey: true });
		expect(told).toEqual(['move b c before a', 'move b c inside a', 'open a']);
	});
});
