import { describe, expect, it } from 'vitest';
import { unwrap } from '../base/result.ts';
import { applyChange, checkNumber, readNumberEntry } from './number-entry.ts';

const RULE = { min: 0, max: 10, integer: false };
const value = (text: string, unit = '') => {
	const entry = unwrap(readNumberEntry(text, unit), text);
	return entry.kind === 'value' ? entry.value : undefined;
};
const change = (text: string, unit = '') => {
	const entry = unwrap(readNumberEntry(text, unit), text);
	if (entry.kind !== 'change') throw new Error(`${text} is no change`);
	return entry.of;
};

describe('what is typed into a number field', () => {
	it('[E51] takes the units of the field, and a number without one in its own', () => {
		expect(value('20cm', 'm')).toBe(0.2);
		expect(value('3', 'm')).toBe(3);
		expect(value('5ft', 'm')).toBe(1.524);
		expect(value('90°', '°')).toBe(90);
		expect(value('0.5turn', '°')).toBe(180);
		expect(value('36km/h', 'm/s')).toBe(10);
		expect(value('10 m/s²', 'm/s²')).toBe(10);
		expect(value('60 rpm', '/s')).toBe(1);
		expect(value('2/s', '/s')).toBe(2);
		expect(value('50%')).toBe(0.5);
		expect(value('50 %', '%')).toBe(50);
	});
	it('[E52] changes each value by what stands behind +=, -=, *= and /=', () => {
		expect(change('+=10')(5)).toBe(15);
		expect(change('-= 20cm', 'm')(1)).toBe(0.8);
		expect(change('*=150%', 'm')(2)).toBe(3);
		expect(change('/=3')(9)).toBe(3);
		expect(change('\u2212=0,5')(2)).toBe(1.5);
		expect(change('+=0.1')(0.2)).toBe(0.3);
		expect(value('+1')).toBe(1);
		expect(value('-1')).toBe(-1);
	});
	it('[E52] refuses a change by what is nothing', () => {
		expect(readNumberEntry('+=', '')).toEqual({ ok: false, error: { kind: 'empty' } });
		expect(readNumberEntry('*=2m', 'm')).toEqual({
			ok: false,
			error: { kind: 'misplaced-unit', text: '*=2m' },
		});
		expect(readNumberEntry('+=+=1', '').ok).toBe(false);
		expect(readNumberEntry('=1', '').ok).toBe(false);
	});
	it('[E52] changes all values or none', () => {
		expect(applyChange([1, 4], change('*=2'), RULE, '*=2')).toEqual({ ok: true, value: [2, 8] });
		expect(applyChange([1, 6], change('*=2'), RULE, '*=2')).toEqual({
			ok: false,
			error: { kind: 'out-of-range', value: 12 },
		});
		expect(applyChange([1, 0], change('/=0'), RULE, '/=0')).toEqual({
			ok: false,
			error: { kind: 'no-result', text: '/=0' },
		});
	});
	it('[E53] keeps to the rule of the field', () => {
		expect(checkNumber(11, RULE, '11')?.kind).toBe('out-of-range');
		expect(checkNumber(1.5, { ...RULE, integer: true }, '1.5')?.kind).toBe('not-whole');
		expect(checkNumber(NaN, RULE, '')?.kind).toBe('no-result');
		expect(checkNumber(10, RULE, '10')).toBeUndefined();
	});
});
