import { describe, expect, it } from 'vitest';
import { Picker } from './picker.svelte.ts';

const NAMES = Array.from({ length: 5000 }, (_, i) => `Item ${i}`);

function setup(value: string | null | undefined = null) {
	const picker = new Picker({
		find: (searched) =>
			NAMES.filter((name) => name.includes(searched)).map((name) => ({ value: name, label: name })),
		value: () => value,
		rowHeight: () => 40,
	});
	picker.look({ width: 0, height: 400, scrollTop: 0 });
	return picker;
}

describe('[E215] a picker', () => {
	it('draws only the rows in sight, of thousands, and the one that the keys are at', () => {
		const picker = setup('Item 3000');
		expect(picker.height).toBe(200_000);
		expect(picker.rows.length).toBeLessThan(20);
		expect(picker.rows.at(-1)).toEqual({ index: 3000, item: { value: 'Item 3000', label: 'Item 3000' } });
		expect(picker.scrollTop).toBe(3001 * 40 - 400);
		picker.look({ width: 0, height: 400, scrollTop: 3000 * 40 });
		expect(picker.scrollTop).toBeNull();
	});

	it('begins at what is picked, or at the top where the selected differ', () => {
		expect(setup('Item 7').index).toBe(7);
		expect(setup(undefined).index).toBe(0);
	});

	it('is at the first that was found as soon as something is searched, and back when nothing is', () => {
		const picker = setup('Item 7');
		picker.search = 'Item 77';
		expect(picker.current?.value).toBe('Item 77');
		picker.search = '';
		expect(picker.index).toBe(7);
	});

	it('goes by rows and pages, and stops at the ends', () => {
		const picker = setup('Item 0');
		expect(picker.key('ArrowUp')).toBe(true);
		expect(picker.index).toBe(0);
		picker.key('ArrowDown');
		picker.key('PageDown');
		expect(picker.index).toBe(10);
		picker.search = 'Item 499';
		for (let i = 0; i < 30; i++) picker.key('ArrowDown');
		expect(picker.current?.label).toBe('Item 4999');
		expect(picker.key('x')).toBe(false);
	});

	it('has nothing to pick where nothing was found', () => {
		const picker = setup('Item 0');
		picker.search = 'nowhere';
		picker.key('ArrowDown');
		expect([picker.current, picker.rows]).toEqual([undefined, []]);
	});
});
