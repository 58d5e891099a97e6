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

/** What would differ from game to game does not: chance comes from the seed, and the time from the ticks. */
export function makeDeterministic(
	scope: { Date: DateConstructor; Math: Math; performance?: unknown },
	random: () => number,
	now: () => number,
): void {
	const Real = scope.Date;
	class GameDate extends Real {
		constructor(...given: []) {
			if (given.length === 0) super(now());
			else super(...given);
		}
		static override now(): number {
			return now();
		}
	}
	scope.Date = GameDate as DateConstructor;
	// The physics engine asks for it, for figures that nobody reads.
	scope.performance = { now };
	scope.Math.random = random;
}
