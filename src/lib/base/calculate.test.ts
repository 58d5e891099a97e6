import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate, MAX_CALCULATION_LENGTH, type Units } from './calculate.ts';
import { unwrap } from './result.ts';

const SEEDED = { seed: 4, numRuns: 500 };
const METRES: Units = { m: 1, cm: 0.01, mm: 0.001, km: 1000 };
const DEGREES: Units = { '°': 1, deg: 1, rad: 180 / Math.PI };
const SPEED: Units = { 'm/s': 1, 'km/h': 1 / 3.6 };

const result = (text: string, units?: Units) => unwrap(calculate(text, units), text);
const problem = (text: string, units?: Units) => {
	const calculated = calculate(text, units);
	return calculated.ok ? calculated.value : calculated.error.kind;
};

describe('a calculation', () => {
	it.each([
		['2.5', 2.5],
		['2,5', 2.5],
		[' -.5 ', -0.5],
		['\u22123', -3],
		['1e3', 1000],
		['+4.', 4],
		['2*pi', 2 * Math.PI],
		['2pi', 2 * Math.PI],
		['(1+2)*3', 9],
		['1 + 2 * 3 - 4 / 2', 5],
		['2 - 3 - 4', -5],
		['12/3/2', 2],
		['2^3^2', 512],
		['-2**2', -4],
		['2*-3', -6],
		['4^-1', 0.25],
		['6 × 2 ÷ 3', 4],
		['0.1+0.2', 0.3],
		['sqrt(2)', Math.SQRT2],
		['SQRT(2,25)', 1.5],
		['max(1, 5)', 5],
		['max(1,5; 2)', 2],
		['min(3; (2+1,5); 4)', 3],
		['round(2,6)+abs(-1)', 4],
		['sin(pi)', 0],
		['cos(60deg)', 0.5],
		['pow(2, 10)', 1024],
	])('[E50] reads %j', (text, value) => {
		expect(result(text)).toBeCloseTo(value, 12);
	});

	it('[E50] takes units of what it is for', () => {
		expect(result('20cm', METRES)).toBe(0.2);
		expect(result('1 km + 3', METRES)).toBe(1003);
		expect(result('(1+2) M', METRES)).toBe(3);
		expect(result('max(20cm, 3mm)', METRES)).toBe(0.2);
		expect(result('1.5rad', DEGREES)).toBeCloseTo(85.9437, 4);
		expect(result('pi rad', DEGREES)).toBe(180);
		expect(result('atan(1)', DEGREES)).toBe(45);
		expect(result('sin(90°)', DEGREES)).toBe(1);
		expect(result('36 km/h', SPEED)).toBe(10);
	});

	it.each([
		['', 'empty'],
		['1 2', 'unreadable'],
		['1,2,3', 'unreadable'],
		['1,5.3', 'unreadable'],
		['--1', 'unreadable'],
		['.', 'unreadable'],
		['2*', 'unreadable'],
		['(1', 'unreadable'],
		['1)', 'unreadable'],
		['sqrt 2', 'unreadable'],
		['sqrt()', 'unreadable'],
		['atan2(1)', 'unreadable'],
		['wide', 'unknown-word'],
		['Infinity', 'unknown-word'],
		['0x10', 'unknown-word'],
		['3 furlongs', 'unknown-word'],
		['90deg', 'unknown-word'],
		['constructor', 'unknown-word'],
		['2 toString', 'unknown-word'],
		['__proto__', 'unreadable'],
		['alert(1)', 'unknown-word'],
		['a.b', 'unknown-word'],
		['1e999', 'no-result'],
		['1/0', 'no-result'],
		['sqrt(-1)', 'no-result'],
		['10^400', 'no-result'],
	])('[E50] refuses %j: %s', (text, kind) => {
		expect(problem(text)).toBe(kind);
	});

	it('[E50] multiplies and divides by plain numbers only: what else would come out is no length', () => {
		expect(problem('1/2cm', METRES)).toBe('misplaced-unit');
		expect(problem('2m*3m', METRES)).toBe('misplaced-unit');
		expect(problem('(2m)^2', METRES)).toBe('misplaced-unit');
		expect(problem('(2m) cm', METRES)).toBe('misplaced-unit');
		expect(result('(1/2)cm', METRES)).toBe(0.005);
	});

	it('[E50] names the word that is to blame', () => {
		expect(calculate('3 + 4 furlongs')).toEqual({
			ok: false,
			error: { kind: 'unknown-word', text: 'furlongs' },
		});
	});

	it('[E50] stays with what is short', () => {
		expect(problem('('.repeat(MAX_CALCULATION_LENGTH))).toBe('unreadable');
		expect(problem('1'.repeat(MAX_CALCULATION_LENGTH + 1))).toBe('unreadable');
	});

	it('[E50] gives every number back that it is given', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
				expect(result(String(number))).toBe(number + 0);
			}),
			SEEDED,
		);
	});

	it('[E50] agrees with arithmetic', () => {
		fc.assert(
			fc.property(tree, ({ text, number }) => {
				const calculated = calculate(text);
				if (!Number.isFinite(number)) expect(calculated.ok).toBe(false);
				else
					expect(Math.abs(unwrap(calculated) - number)).toBeLessThanOrEqual(Math.abs(number) * 1e-9 + 1e-9);
			}),
			SEEDED,
		);
	});

	it('[E50] never gives what is no number, whatever is typed', () => {
		const pieces = [
			'1',
			'2,5',
			'.',
			',',
			';',
			'(',
			')',
			'+',
			'-',
			'*',
			'/',
			'^',
			'pi',
			'sqrt',
			'max',
			'm',
			' ',
		];
		const text = fc.oneof(
			fc.string(),
			fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(text, (typed) => {
				const calculated = calculate(typed, METRES);
				if (calculated.ok) expect(calculated.value).toSatisfy(Number.isFinite);
			}),
			SEEDED,
		);
	});
});

type Tree = { readonly text: string; readonly number: number };
const leaf = fc.integer({ min: 0, max: 9 }).map((number) => ({ text: String(number), number }));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
	tree: fc.oneof(
		// Shallow enough for whole numbers to stay exact.
		{ maxDepth: 3 },
		leaf,
		fc.tuple(fc.constantFrom('+', '-', '*'), tie('tree'), tie('tree')).map(([sign, a, b]): Tree => {
			const number =
				sign === '+' ? a.number + b.number : sign === '-' ? a.number - b.number : a.number * b.number;
			return { text: `(${a.text})${sign}(${b.text})`, number };
		}),
	),
}));
