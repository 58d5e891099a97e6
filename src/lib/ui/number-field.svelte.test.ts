import { describe, expect, it } from 'vitest';
import { NumberFieldState, type NumberFieldOptions } from './number-field.svelte.ts';

const NO_KEYS = { shiftKey: false, altKey: false };

function setup({ locked = false, ...overrides }: Partial<NumberFieldOptions> & { locked?: boolean } = {}) {
	const told: string[] = [];
	const options: NumberFieldOptions = {
		value: 1,
		onpreview: (value) => told.push(`preview ${value}`),
		oncommit: (value) => told.push(`commit ${value}`),
		oncommiteach: (values) => told.push(`commit each ${values.join(' ')}`),
		oncancel: () => told.push('cancel'),
		...overrides,
	};
	return {
		field: new NumberFieldState(
			() => options,
			() => locked,
		),
		told,
		options,
	};
}

describe('typing into a number field', () => {
	it('commits once, when accepted', () => {
		const { field, told } = setup();
		field.type('2,5');
		expect(field.text).toBe('2,5');
		expect(field.accept()).toBe(true);
		field.leave();
		expect(told).toEqual(['commit 2.5']);
	});
	it('does not commit what is the same', () => {
		const { field, told } = setup();
		field.type('1.0');
		field.accept();
		expect(told).toEqual([]);
	});
	it('[E50] takes calculations, and shows what comes out', () => {
		const { field, told } = setup({ unit: 'm', onpreview: undefined });
		field.type('(1+2)*3');
		field.accept();
		field.type('20cm');
		field.accept();
		expect(told).toEqual(['commit 9', 'commit 0.2']);
	});
	it('[E52] changes each of several values by what is typed, at once', () => {
		const { field, told } = setup({ value: null, values: () => [1, 5] });
		field.type('+=10');
		expect(field.accept()).toBe(true);
		field.type('+=0');
		expect(field.accept()).toBe(true);
		expect(told).toEqual(['commit each 11 15']);
	});
	it('[E52] changes one value where nobody asks for each', () => {
		const { field, told } = setup({ value: 4, oncommiteach: undefined });
		field.type('/=2');
		field.accept();
		expect(told).toEqual(['commit 2']);
	});
	it('[E53] keeps the words and the value, and says why, until Escape', () => {
		const { field, told } = setup({ unit: 'm', decimals: 2 });
		field.type('wide');
		expect(field.accept()).toBe(false);
		expect(field.problem).toEqual({ kind: 'unknown-word', text: 'wide' });
		expect([field.text, field.keptText]).toEqual(['wide', '1.00 m']);
		field.leave();
		expect(field.text).toBe('wide');
		field.revert();
		expect([field.text, field.problem]).toEqual(['1.00', null]);
		expect(told).toEqual([]);
	});
	it('[E53] refuses what is out of range, and all of it when one of several would be', () => {
		const { field, told } = setup({ max: 5, values: () => [1, 3] });
		field.type('99');
		expect(field.accept()).toBe(false);
		expect(field.problem).toEqual({ kind: 'out-of-range', value: 99 });
		field.type('*=2');
		expect(field.accept()).toBe(false);
		expect(field.problem).toEqual({ kind: 'out-of-range', value: 6 });
		expect(told).toEqual([]);
	});
	it('[E53] refuses parts of a whole number', () => {
		const { field } = setup({ integer: true });
		field.type('5/2');
		field.accept();
		expect(field.problem).toEqual({ kind: 'not-whole', value: 2.5 });
	});
	it('[E53] says nothing about a field that was emptied and left', () => {
		const { field, told } = setup();
		field.type('');
		field.leave();
		expect([field.text, field.problem]).toEqual(['1', null]);
		expect(told).toEqual([]);
	});
	it('[E53] does not show for one thing what was typed for another', () => {
		const { field, options } = setup({ subject: 'box' });
		field.type('wide');
		field.leave();
		options.subject = 'sphere';
		expect([field.text, field.problem]).toEqual(['1', null]);
	});
	it('shows nothing for mixed values, and one typed number goes to all', () => {
		const { field, told } = setup({ value: null });
		expect(field.text).toBe('');
		field.type('3');
		field.accept();
		expect(told).toEqual(['commit 3']);
	});
	it('writes degrees close to the number', () => {
		expect(setup({ value: 90, unit: '°' }).field.text).toBe('90°');
		expect(setup({ value: 2, unit: 'm' }).field.text).toBe('2');
	});
});

describe('scrubbing a number field', () => {
	it('previews every step and commits once', () => {
		const { field, told } = setup();
		field.press(100);
		field.drag(104, NO_KEYS);
		field.drag(112, NO_KEYS);
		expect(field.release()).toBe(true);
		expect(told).toEqual(['preview 1.1', 'preview 1.3', 'commit 1.3']);
	});
	it('commits although its reader shows the preview', () => {
		const { field, told, options } = setup({ onpreview: (value) => (options.value = value) });
		field.press(0);
		field.drag(8, NO_KEYS);
		field.release();
		expect(told).toEqual(['commit 1.2']);
	});
	it('goes in tens with Shift and in tenths with Alt', () => {
		const { field, told } = setup();
		field.press(0);
		field.drag(4, { shiftKey: true, altKey: false });
		field.drag(8, { shiftKey: false, altKey: true });
		expect(told).toEqual(['preview 2', 'preview 2.01']);
	});
	it('is only a press when it hardly moves', () => {
		const { field, told } = setup();
		field.press(0);
		expect(field.drag(2, NO_KEYS)).toBe(false);
		expect(field.release()).toBe(false);
		expect(told).toEqual([]);
	});
	it('takes everything back on Escape', () => {
		const { field, told } = setup();
		field.press(0);
		field.drag(40, NO_KEYS);
		field.revert();
		field.drag(80, NO_KEYS);
		expect(field.release()).toBe(false);
		expect(told).toEqual(['preview 2', 'cancel']);
	});
	it('commits nothing when it comes back to where it began', () => {
		const { field, told } = setup();
		field.press(0);
		field.drag(8, NO_KEYS);
		field.drag(0, NO_KEYS);
		field.release();
		expect(told.at(-1)).toBe('cancel');
	});
	it('does nothing while locked', () => {
		const { field, told } = setup({ locked: true });
		field.press(0);
		field.drag(40, NO_KEYS);
		field.stepBy(1, NO_KEYS);
		expect(told).toEqual([]);
	});
});

describe('stepping a number field by key', () => {
	it('is one gesture from the first press to the release', () => {
		const { field, told } = setup();
		field.stepBy(1, NO_KEYS);
		field.stepBy(1, NO_KEYS);
		field.endKeys();
		expect(told).toEqual(['preview 1.1', 'preview 1.2', 'commit 1.2']);
	});
	it('goes on from what was typed', () => {
		const { field, told } = setup();
		field.type('5');
		field.stepBy(-1, NO_KEYS);
		field.accept();
		expect(told).toEqual(['preview 4.9', 'commit 4.9']);
	});
});
