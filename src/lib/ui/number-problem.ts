import { clipText } from '#lib/base/clip-text.ts';
import { m } from '#lib/paraglide/messages.js';
import type { NumberProblem } from './number-entry.ts';
import { formatNumber } from './number-text.ts';
import { unitsOfSign } from './number-units.ts';

type About = {
	readonly label: string;
	/** What it stays; null: several values. */
	readonly kept: string | null;
	readonly unit: string;
	readonly min: number;
	readonly max: number;
};

const QUOTE_LENGTH = 30;
const UNITS_NAMED = 6;

/** What is wrong with what was typed into a number field, in words: which field, why, and what to do. */
export function numberProblemWords(problem: NumberProblem, about: About): string {
	const { label, kept } = about;
	const why = reasonOf(problem, about);
	return kept === null
		? m.ui_number_stays_mixed({ label, why })
		: m.ui_number_stays({ label, value: kept, why });
}

function reasonOf(problem: NumberProblem, { unit, min, max }: About): string {
	switch (problem.kind) {
		case 'empty':
			return m.ui_number_empty();
		case 'unreadable':
			return m.ui_number_unreadable({ text: quoted(problem.text) });
		case 'unknown-word':
			return unknownWord(quoted(problem.text), unit);
		case 'misplaced-unit':
			return m.ui_number_misplaced_unit({ text: quoted(problem.text) });
		case 'no-result':
			return m.ui_number_no_result({ text: quoted(problem.text) });
		case 'not-whole':
			return m.ui_number_whole({ value: formatNumber(problem.value) });
		case 'out-of-range':
			return outOfRange(formatNumber(problem.value), min, max);
	}
}

function unknownWord(word: string, unit: string): string {
	if (unit === '' || unit === '%') return m.ui_number_unknown_word({ word });
	const units = Object.keys(unitsOfSign(unit)).slice(0, UNITS_NAMED).join(', ');
	return m.ui_number_unknown_unit({ word, units });
}

function outOfRange(value: string, min: number, max: number): string {
	if (max === Infinity) return m.ui_number_too_low({ value, min: formatNumber(min) });
	if (min === -Infinity) return m.ui_number_too_high({ value, max: formatNumber(max) });
	return m.ui_number_out_of_range({ value, min: formatNumber(min), max: formatNumber(max) });
}

const quoted = (text: string): string =>
	text.length > QUOTE_LENGTH ? `${clipText(text, QUOTE_LENGTH)}…` : text;
