/** Throws when an invariant does not hold; the message says which, with the value. */
export function assert(condition: unknown, message: string): asserts condition {
	if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** The end of an exhaustive switch: a compile error when a case is missing, a clear throw when data lied. */
export function assertNever(value: never): never {
	throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
