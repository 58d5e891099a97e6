import { calculate, type CalculationError } from '../base/calculate.ts';
import { err, ok, type Result } from '../base/result.ts';
import { FACTORS, unitsOfSign } from './number-units.ts';

/** What a person typed into a number field: a value for all, or a change of the value each one has. */
export type NumberEntry =
	| { readonly kind: 'value'; readonly value: number }
	| { readonly kind: 'change'; readonly of: (value: number) => number };

/** What a number of a field has to be. */
export type NumberRule = { readonly min: number; readonly max: number; readonly integer: boolean };

/** Why what was typed is not taken. */
export type NumberProblem =
	| CalculationError
	| { readonly kind: 'out-of-range'; readonly value: number }
	| { readonly kind: 'not-whole'; readonly value: number };

const CHANGE = /^([+\-\u2212*×/÷])\s*=(.*)$/s;
/** What follows from binary fractions is beyond these digits. */
const DIGITS = 15;

/** Reads “2.5”, “1/3”, “20cm”, and the relative “+=10”, “-=1”, “*=2”, “/=3”. */
export function readNumberEntry(text: string, unit: string): Result<NumberEntry, CalculationError> {
	const [, sign, operand] = CHANGE.exec(text.trim()) ?? [];
	if (sign === undefined || operand === undefined) {
		const value = calculate(text, unitsOfSign(unit));
		return value.ok ? ok({ kind: 'value', value: value.value }) : value;
	}
	const adds = sign === '+' || sign === '-' || sign === '\u2212';
	const by = calculate(operand, adds ? unitsOfSign(unit) : FACTORS);
	if (!by.ok) {
		const isByUnit = !adds && calculate(operand, unitsOfSign(unit)).ok;
		return isByUnit ? err({ kind: 'misplaced-unit', text: text.trim() }) : by;
	}
	return ok({ kind: 'change', of: (value) => Number(changed(value, sign, by.value).toPrecision(DIGITS)) });
}

/** What is wrong with a number; undefined: nothing. `text` is what it came of. */
export function checkNumber(value: number, rule: NumberRule, text: string): NumberProblem | undefined {
	if (!Number.isFinite(value)) return { kind: 'no-result', text };
	if (value < rule.min || value > rule.max) return { kind: 'out-of-range', value };
	if (rule.integer && !Number.isInteger(value)) return { kind: 'not-whole', value };
	return undefined;
}

/** What each of the values becomes, or the first problem: then none of them changes. */
export function applyChange(
	values: readonly number[],
	change: (value: number) => number,
	rule: NumberRule,
	text: string,
): Result<readonly number[], NumberProblem> {
	const next = values.map((value) => change(value) + 0);
	for (const value of next) {
		const problem = checkNumber(value, rule, text);
		if (problem) return err(problem);
	}
	return ok(next);
}

function changed(value: number, sign: string, by: number): number {
	switch (sign) {
		case '+':
			return value + by;
		case '-':
		case '\u2212':
			return value - by;
		case '*':
		case '×':
			return value * by;
		default:
			return value / by;
	}
}
