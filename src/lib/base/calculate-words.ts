export type MathFunction = {
	/** What its arguments are: plain numbers, angles, or anything with a unit. */
	readonly takes: 'number' | 'angle' | 'any';
	/** What comes out: a plain number, an angle, or the same as went in. */
	readonly gives: 'number' | 'angle' | 'same';
	/** How many arguments at most; at least as many as `run` names. */
	readonly most: number;
	readonly run: (...numbers: number[]) => number;
};

const MANY = 16;

const ofNumber = (run: (a: number) => number): MathFunction => ({
	takes: 'number',
	gives: 'number',
	most: 1,
	run,
});
const ofAngle = (run: (a: number) => number): MathFunction => ({
	takes: 'angle',
	gives: 'number',
	most: 1,
	// The sine of pi is 0, whatever binary fractions make of it.
	run: (angle) => Number(run(angle).toFixed(15)),
});
const toAngle = (run: (a: number) => number): MathFunction => ({
	takes: 'number',
	gives: 'angle',
	most: 1,
	run,
});
const kept = (run: (a: number) => number): MathFunction => ({ takes: 'any', gives: 'same', most: 1, run });

/** What a calculation can call, by name. */
export const FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map<string, MathFunction>([
	['sqrt', ofNumber(Math.sqrt)],
	['exp', ofNumber(Math.exp)],
	['ln', ofNumber(Math.log)],
	['log10', ofNumber(Math.log10)],
	['sin', ofAngle(Math.sin)],
	['cos', ofAngle(Math.cos)],
	['tan', ofAngle(Math.tan)],
	['asin', toAngle(Math.asin)],
	['acos', toAngle(Math.acos)],
	['atan', toAngle(Math.atan)],
	['atan2', { ...toAngle(Math.atan), most: 2, run: (y: number, x: number) => Math.atan2(y, x) }],
	['pow', { ...ofNumber(Math.abs), most: 2, run: (base: number, exponent: number) => base ** exponent }],
	['abs', kept(Math.abs)],
	['floor', kept(Math.floor)],
	['ceil', kept(Math.ceil)],
	['round', kept(Math.round)],
	['min', { ...kept(Math.abs), most: MANY, run: (first: number, ...more) => Math.min(first, ...more) }],
	['max', { ...kept(Math.abs), most: MANY, run: (first: number, ...more) => Math.max(first, ...more) }],
]);

/** Numbers with a name; they stand alone or behind a number, as in “2pi”. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
	['pi', Math.PI],
	['π', Math.PI],
	['tau', 2 * Math.PI],
	['τ', 2 * Math.PI],
]);
