import type { JsonValue } from '#lib/base/json.ts';

/** Nothing that a game needs nests deeper. */
const DEEPEST = 32;

/**
 * What scripts share, send and save: a copy that nobody else holds and nobody changes. Throws, with the place inside, for
 * what JSON text could not say: what is no number, endless, a function, of a class, or holds itself. Undefined is null.
 */
export const plain = (value: unknown, what: string): JsonValue =>
	value === undefined ? null : copyOf(value, { what, path: '', above: [] });

type Place = { readonly what: string; readonly path: string; readonly above: readonly unknown[] };

function copyOf(value: unknown, place: Place): JsonValue {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value !== 'object') throw refused(place, wordFor(value));
	const { above, path } = place;
	if (above.includes(value)) throw refused(place, 'holds itself');
	if (above.length > DEEPEST) throw refused(place, 'lies too deep');
	const inside = (name: string) => ({ ...place, path: path + name, above: [...above, value] });
	if (Array.isArray(value))
		return Object.freeze(Array.from(value, (item: unknown, i) => copyOf(item, inside(`[${i}]`))));
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) throw refused(place, 'is of a class');
	const members = Object.entries(value as Readonly<Record<string, unknown>>);
	return Object.freeze(
		Object.fromEntries(members.map(([name, member]) => [name, copyOf(member, inside(`.${name}`))])),
	);
}

const wordFor = (value: unknown): string =>
	typeof value === 'function' ? 'is a function' : `is ${String(value)}`;

function refused({ what, path }: Place, why: string): TypeError {
	const where = path === '' ? 'it' : `“${path.replace(/^\./, '').slice(0, 100)}”`;
	return new TypeError(
		`${what} must be plain values (texts, finite numbers, true and false, lists and objects of them): ${where} ${why}.`,
	);
}

/** Values by their names that scripts set as they like, each of them plain; one that is refused stays as it was. */
export function plainRecord(
	values: Readonly<Record<string, JsonValue>>,
	nameOf: (name: string) => string,
): Record<string, JsonValue> {
	// Without what every object inherits, so that no name is taken before it is set.
	const record = Object.assign(Object.create(null), values) as Record<string, JsonValue>;
	return new Proxy(record, {
		defineProperty(target, key, descriptor) {
			const name = String(key);
			if (!('value' in descriptor)) throw new TypeError(`${nameOf(name)} cannot be got by code.`);
			if (descriptor.value === undefined) return Reflect.deleteProperty(target, name);
			const value = plain(descriptor.value, nameOf(name));
			return Reflect.defineProperty(target, name, {
				...{ value, writable: true, enumerable: true, configurable: true },
			});
		},
		setPrototypeOf: () => false,
	});
}
