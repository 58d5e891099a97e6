export type JsonValue =
	null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Deeper than anything we write; what nests without end would overflow every recursion over it. */
const MAX_DEPTH = 32;

/** Whether a value is JSON through and through: no class, no bytes, no big integer, and not nested without end. */
export function isJson(value: unknown, depth = 0): value is JsonValue {
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return true;
	if (typeof value === 'string') return true;
	if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
	if (Array.isArray(value)) {
		for (const item of value) if (!isJson(item, depth + 1)) return false;
		return true;
	}
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return false;
	return Object.values(value).every((item) => isJson(item, depth + 1));
}

/**
 * Whether it is JSON values by their names, each of which may nest as deep as one that stands alone: what was let in one by
 * one is let in together.
 */
export function isJsonRecord(value: unknown): value is Readonly<Record<string, JsonValue>> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return false;
	return Object.values(value).every((item) => isJson(item));
}

/** Whether JSON text can say it: that has no NaN, and nothing endless. */
export function isFiniteThroughout(value: JsonValue): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}

/** Whether two JSON values are the same, member by member. */
export function jsonEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
	// NaN as well: peers can write it, and it must be found again.
	if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		return a.every((item: JsonValue, i) => jsonEqual(item, b[i] as JsonValue));
	}
	const left = a as { readonly [key: string]: JsonValue };
	const right = b as { readonly [key: string]: JsonValue };
	const keys = Object.keys(left);
	return (
		keys.length === Object.keys(right).length &&
		keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]))
	);
}
