export type JsonValue =
	null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Whether two JSON values are the same, member by member. */
export function jsonEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
	if (a === b) return true;
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
