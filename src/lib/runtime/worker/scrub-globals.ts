/**
 * What a script may find in its world: the language, and little more. Everything else of a worker goes: what reaches a
 * network, a storage or another worker, and what runs outside of the game's ticks. The frame around it has none of that
 * to give either; this is so that nothing depends on the frame alone.
 */
const KEPT: ReadonlySet<string> = new Set([
	...['globalThis', 'Infinity', 'NaN', 'undefined', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'],
	...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape'],
	...[
		'Object',
		'Function',
		'Boolean',
		'Symbol',
		'Number',
		'BigInt',
		'Math',
		'Date',
		'String',
		'RegExp',
		'JSON',
		'Intl',
	],
	...[
		'Error',
		'AggregateError',
		'EvalError',
		'RangeError',
		'ReferenceError',
		'SuppressedError',
		'SyntaxError',
	],
	...[
		'TypeError',
		'URIError',
		'DOMException',
		'Array',
		'ArrayBuffer',
		'DataView',
		'Map',
		'Set',
		'WeakMap',
		'WeakSet',
	],
	...['WeakRef', 'FinalizationRegistry', 'Promise', 'Proxy', 'Reflect', 'Iterator', 'AsyncIterator'],
	...[
		'Int8Array',
		'Uint8Array',
		'Uint8ClampedArray',
		'Int16Array',
		'Uint16Array',
		'Int32Array',
		'Uint32Array',
	],
	...['Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
	...['DisposableStack', 'AsyncDisposableStack'],
	// What physics is made ready with.
	...['WebAssembly', 'atob', 'TextDecoder', 'TextEncoder', 'structuredClone', 'console'],
]);

/** Takes away what no script may have, from an object and all that it inherits; `also`: names that stay besides. */
export function scrubGlobals(scope: object, also: readonly string[] = []): void {
	const kept = new Set([...KEPT, ...also]);
	for (
		let at: object | null = scope;
		at && at !== Object.prototype;
		at = Object.getPrototypeOf(at) as object | null
	)
		for (const name of Reflect.ownKeys(at))
			if (typeof name === 'string' && name !== 'constructor' && !kept.has(name))
				Reflect.deleteProperty(at, name);
}

type Clocked = {
	Date: DateConstructor;
	readonly Math: Math;
	readonly Intl: typeof Intl;
	performance?: unknown;
};

/** What would differ from game to game does not: chance comes from the seed, and the time from the ticks. */
export function makeDeterministic(scope: Clocked, random: () => number, now: () => number): void {
	const Real = scope.Date;
	// Not a class that extends it: the real one could be asked for by way of its heir.
	const GameDate = new Proxy(Real, {
		construct: (real, given: readonly unknown[], heir) =>
			Reflect.construct(real, given.length === 0 ? [now()] : given, heir) as Date,
		apply: () => new GameDate().toString(),
	});
	Real.now = now;
	Real.prototype.constructor = GameDate;
	scope.Date = GameDate;
	tellGameTime(scope.Intl.DateTimeFormat.prototype, now);
	// The physics engine asks for it, for figures that nobody reads.
	scope.performance = { now };
	scope.Math.random = random;
}

/** Asked without a time, it would tell that of the machine. */
function tellGameTime(formats: Intl.DateTimeFormat, now: () => number): void {
	type Get = (this: Intl.DateTimeFormat) => (date: Date | number) => string;
	type Parts = (this: Intl.DateTimeFormat, date: Date | number) => Intl.DateTimeFormatPart[];
	const own = Object.getOwnPropertyDescriptors(formats) as Readonly<Record<string, PropertyDescriptor>>;
	const [get, parts] = [Reflect.get(own['format'] ?? {}, 'get') as Get, own['formatToParts']?.value as Parts];
	Object.defineProperties(formats, {
		format: {
			configurable: true,
			get(this: Intl.DateTimeFormat) {
				const format = get.call(this);
				return (date?: Date | number) => format(date ?? now());
			},
		},
		formatToParts: {
			...{ configurable: true, writable: true },
			value(this: Intl.DateTimeFormat, date?: Date | number) {
				return parts.call(this, date ?? now());
			},
		},
	});
}

const SAYS = ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table', 'assert'];
const SAYS_NOTHING = ['clear', 'count', 'countReset', 'group', 'groupCollapsed', 'groupEnd'];

/** What is said there is the game's: the browser's own console would take a flood of it, and hold the page up. */
export function takeConsole(scope: { console: unknown }, say: (values: readonly unknown[]) => void): void {
	scope.console = Object.fromEntries([
		...SAYS.map((name) => [name, (...values: unknown[]) => say(values)] as const),
		...[...SAYS_NOTHING, 'time', 'timeEnd', 'timeLog'].map((name) => [name, () => {}] as const),
	]);
}
