import { CONSTANTS, FUNCTIONS, type MathFunction } from './calculate-words.ts';
import { err, ok, type Result } from './result.ts';

/** The units that may stand behind a number, in lower case, and how much of the result's unit one of them is. */
export type Units = Readonly<Record<string, number>>;

/** Why a calculation has no result. `text` is the part that is to blame. */
export type CalculationError =
	| { readonly kind: 'empty' }
	| { readonly kind: 'unreadable'; readonly text: string }
	| { readonly kind: 'unknown-word'; readonly text: string }
	/** Units multiplied or divided by one another: metres times metres are no metres. */
	| { readonly kind: 'misplaced-unit'; readonly text: string }
	/** One over zero, the root of −1, or more than a number can hold. */
	| { readonly kind: 'no-result'; readonly text: string };

type Value = { readonly number: number; readonly hasUnit: boolean };

export const MAX_CALCULATION_LENGTH = 200;
/** What follows from binary fractions is beyond these digits: 0.1 + 0.2 is 0.3. */
const DIGITS = 15;
const NUMBER = /(?:\d+(?:[.]\d*)?|[.]\d+)(?:e[+-]?\d{1,3}(?![\d.]))?/iy;
const NUMBER_WITH_COMMA = /(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3}(?![\d.,]))?/iy;
const WORD = /[\p{L}°%][\p{L}\d²]*/uy;
const NAME = /\p{L}[\p{L}\d]*/uy;
/** Behind a word that is only the beginning of another. */
const GOES_ON = /^[\p{L}\d²]/u;
const SPACE = /\s*/y;
/** Angles inside sin( ) are radians, whatever the field is in. */
const RADIANS: Units = { rad: 1, deg: Math.PI / 180, '°': Math.PI / 180, turn: 2 * Math.PI };

/**
 * The result of what a person types: “2*pi”, “(1+2)*3”, “sqrt(2)”, “20cm + 1m”, “1,5”. Numbers without a unit are in
 * the result's own. A pure reader of its own grammar: nothing that is typed is ever run or looked up on an object.
 */
export function calculate(text: string, units: Units = {}): Result<number, CalculationError> {
	const source = text
		.trim()
		.replace(/[\u2212\u2013]/g, '-')
		.replace(/[×·]/g, '*')
		.replace(/÷/g, '/');
	if (source === '') return err({ kind: 'empty' });
	if (source.length > MAX_CALCULATION_LENGTH) return err({ kind: 'unreadable', text: source });
	try {
		const { number } = new Reader(source, units).whole();
		return Number.isFinite(number) ? ok(number + 0) : err({ kind: 'no-result', text: source });
	} catch (error) {
		if (error instanceof Unreadable) return err(error.problem);
		throw error;
	}
}

/** Leaves the reader from any depth; never leaves `calculate`. */
class Unreadable extends Error {
	readonly problem: CalculationError;
	constructor(problem: CalculationError) {
		super(problem.kind);
		this.problem = problem;
	}
}

/** One text, read from left to right by recursive descent. */
class Reader {
	readonly #source: string;
	#at = 0;
	#units: Units;
	#commaIsPoint = true;

	constructor(source: string, units: Units) {
		this.#source = source;
		this.#units = units;
	}

	whole(): Value {
		const value = this.#sum();
		if (this.#at < this.#source.length) throw this.#unreadable();
		return value;
	}

	#sum(): Value {
		let left = this.#product();
		for (;;) {
			const sign = this.#take('+') ? 1 : this.#take('-') ? -1 : 0;
			if (sign === 0) return left;
			const right = this.#product();
			const number = tidy(left.number + sign * right.number);
			left = { number, hasUnit: left.hasUnit || right.hasUnit };
		}
	}

	#product(): Value {
		let left = this.#signed();
		for (;;) {
			const divides = this.#take('/');
			if (!divides && !this.#takeTimes()) return left;
			const right = this.#signed();
			if (right.hasUnit && (divides || left.hasUnit)) throw this.#misplacedUnit();
			const number = divides ? left.number / right.number : left.number * right.number;
			left = { number: tidy(number), hasUnit: left.hasUnit || right.hasUnit };
		}
	}

	/** One sign at most: “--1” is a slip, not a calculation. */
	#signed(): Value {
		if (this.#take('-')) {
			const { number, hasUnit } = this.#power();
			return { number: -number, hasUnit };
		}
		this.#take('+');
		return this.#power();
	}

	#power(): Value {
		const base = this.#measured();
		if (!this.#take('**') && !this.#take('^')) return base;
		const exponent = this.#signed();
		if (base.hasUnit || exponent.hasUnit) throw this.#misplacedUnit();
		return { number: tidy(base.number ** exponent.number), hasUnit: false };
	}

	/** A number or bracket with what stands behind it: a unit, or a constant as in “2pi”. */
	#measured(): Value {
		const value = this.#primary();
		const word = this.#unitWord();
		if (word === undefined) return value;
		const constant = CONSTANTS.get(word);
		if (constant !== undefined) return { ...value, number: tidy(value.number * constant) };
		if (value.hasUnit) throw this.#misplacedUnit();
		return { number: tidy(value.number * this.#units[word]!), hasUnit: true };
	}

	#primary(): Value {
		if (this.#take('(')) {
			const value = this.#sum();
			if (!this.#take(')')) throw this.#unreadable();
			return value;
		}
		const number = this.#match(this.#commaIsPoint ? NUMBER_WITH_COMMA : NUMBER);
		if (number !== undefined) return { number: Number(number.replace(',', '.')), hasUnit: false };
		const start = this.#at;
		const name = this.#match(NAME)?.toLowerCase();
		if (name === undefined) throw this.#unreadable();
		const constant = CONSTANTS.get(name);
		if (constant !== undefined) return { number: constant, hasUnit: false };
		const called = FUNCTIONS.get(name);
		if (!called) throw this.#unknown(start);
		if (!this.#take('(')) throw this.#unreadable();
		return this.#call(called);
	}

	#call({ takes, gives, most, run }: MathFunction): Value {
		const [units, commaIsPoint] = [this.#units, this.#commaIsPoint];
		if (takes === 'angle') this.#units = RADIANS;
		if (takes === 'number') this.#units = {};
		// “max(1,5; 2)” means 1.5 and 2, “max(1, 5)” means 1 and 5, “sqrt(2,25)” can only mean 2.25.
		this.#commaIsPoint = most === 1 || this.#hasSemicolon();
		const given = [this.#sum()];
		while (this.#take(';') || (!this.#commaIsPoint && this.#take(','))) given.push(this.#sum());
		if (given.length > most || given.length < run.length || !this.#take(')')) throw this.#unreadable();
		[this.#units, this.#commaIsPoint] = [units, commaIsPoint];
		const number = run(...given.map((value) => value.number));
		if (gives === 'angle') return { number: tidy(number * (units['rad'] ?? 1)), hasUnit: 'rad' in units };
		return { number: tidy(number), hasUnit: gives === 'same' && given.some(({ hasUnit }) => hasUnit) };
	}

	/** Whether the arguments from here to the bracket that closes them are divided by semicolons. */
	#hasSemicolon(): boolean {
		let depth = 0;
		for (const letter of this.#source.slice(this.#at)) {
			if (letter === '(') depth++;
			else if (letter === ')' && depth-- === 0) return false;
			else if (letter === ';' && depth === 0) return true;
		}
		return false;
	}

	/** The longest unit or constant that stands here, or undefined where nothing like a word does. */
	#unitWord(): string | undefined {
		const [at, rest] = [this.#at, this.#source.slice(this.#at).toLowerCase()];
		const found = this.#words.find((word) => rest.startsWith(word) && !GOES_ON.test(rest.slice(word.length)));
		if (found === undefined) {
			if (this.#match(WORD) !== undefined) throw this.#unknown(at);
			return undefined;
		}
		this.#at += found.length;
		this.#match(SPACE);
		return found;
	}

	get #words(): readonly string[] {
		const words = [...Object.keys(this.#units), ...CONSTANTS.keys()];
		return words.sort((a, b) => b.length - a.length);
	}

	#takeTimes(): boolean {
		return !this.#source.startsWith('**', this.#at) && this.#take('*');
	}

	#take(sign: string): boolean {
		if (!this.#source.startsWith(sign, this.#at)) return false;
		this.#at += sign.length;
		this.#match(SPACE);
		return true;
	}

	/** What stands here, and the space behind it, is behind us. */
	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#source)?.[0];
		if (found === undefined) return undefined;
		this.#at += found.length;
		if (pattern !== SPACE) this.#match(SPACE);
		return found;
	}

	#unreadable(): Unreadable {
		return new Unreadable({ kind: 'unreadable', text: this.#source });
	}
	#misplacedUnit(): Unreadable {
		return new Unreadable({ kind: 'misplaced-unit', text: this.#source.slice(0, this.#at).trim() });
	}
	#unknown(start: number): Unreadable {
		return new Unreadable({ kind: 'unknown-word', text: this.#source.slice(start, this.#at).trim() });
	}
}

const tidy = (number: number): number => Number(number.toPrecision(DIGITS));
