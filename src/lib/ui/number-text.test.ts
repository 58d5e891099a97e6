import { describe, expect, it } from 'vitest';
import { formatNumber, stepNumber } from './number-text.ts';

describe('a number as text', () => {
	it('shows fixed decimals when asked, and is short otherwise', () => {
		expect(formatNumber(-6.5, 2)).toBe('-6.50');
		expect(formatNumber(0.1 + 0.2)).toBe('0.3');
		expect(formatNumber(90)).toBe('90');
	});
	it('never shows minus zero or what is not a number', () => {
		expect(formatNumber(-0.0001, 2)).toBe('0.00');
		expect(formatNumber(-0)).toBe('0');
		expect(formatNumber(NaN)).toBe('0');
	});
	it('steps without binary dust, and stays in range', () => {
		expect(stepNumber(0.1, 2, 0.1)).toBe(0.3);
		expect(stepNumber(0.95, 3, 0.1, 0, 1)).toBe(1);
		expect(stepNumber(1, -30, 0.1, 0, 1)).toBe(0);
	});
});
