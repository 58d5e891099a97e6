import { describe, expect, it } from 'vitest';
import { sizeByKey, type SplitterKeys } from './splitter.ts';

const keys: SplitterKeys = { size: 260, min: 200, max: 400, reset: 264, orientation: 'vertical', sign: 1 };
const press = (key: string, shiftKey = false) => ({ key, shiftKey });

describe('resizing a panel by key', () => {
	it('moves by a small and, with Shift, a large step', () => {
		expect(sizeByKey(press('ArrowRight'), keys)).toBe(268);
		expect(sizeByKey(press('ArrowLeft', true), keys)).toBe(228);
	});
	it('goes the other way for a panel after the line', () => {
		expect(sizeByKey(press('ArrowRight'), { ...keys, sign: -1 })).toBe(252);
	});
	it('stays within its limits, and reaches them with Home and End', () => {
		expect(sizeByKey(press('ArrowRight', true), { ...keys, size: 390 })).toBe(400);
		expect(sizeByKey(press('Home'), keys)).toBe(200);
		expect(sizeByKey(press('End'), keys)).toBe(400);
	});
	it('goes back with Enter', () => {
		expect(sizeByKey(press('Enter'), keys)).toBe(264);
	});
	it('takes the arrows along its own axis only', () => {
		expect(sizeByKey(press('ArrowDown'), keys)).toBeNull();
		expect(sizeByKey(press('ArrowDown'), { ...keys, orientation: 'horizontal' })).toBe(268);
	});
});
