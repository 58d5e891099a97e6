import { ScriptEntity } from './script-entity.ts';
import { Vec3 } from './vectors.ts';

/**
 * A value of a script as it is kept while its code is changed: lists and objects stand in a row and name each other by
 * their places there, so that they may hold themselves. What is of another kind is not kept.
 */
export type SavedValue = { readonly value: SavedLeaf; readonly objects: readonly SavedObject[] };

type SavedLeaf =
	| string
	| number
	| boolean
	| null
	| undefined
	| { readonly vector: readonly [number, number, number] }
	/** By its index. */
	| { readonly entity: number }
	/** By its place in the row. */
	| { readonly object: number };
type SavedObject =
	{ readonly list: readonly SavedLeaf[] } | { readonly members: Readonly<Record<string, SavedLeaf>> };

/** More of one property is not kept: nobody waits that long for a change of the code. */
const MOST_VALUES = 1_000_000;
const NONE: readonly SavedObject[] = [];
const UNKEPT = Symbol('cannot be kept');

/** The properties of an object that can be kept. Never throws: they may be read by code that does. */
export function saveMembers(value: object): Readonly<Record<string, SavedValue>> {
	const members: [string, SavedValue][] = [];
	for (const name of keysOf(value)) {
		const saved = saveMember(value as Readonly<Record<string, unknown>>, name);
		if (saved) members.push([name, saved]);
	}
	return Object.fromEntries(members);
}

function keysOf(value: object): readonly string[] {
	try {
		return Object.keys(value);
	} catch {
		return [];
	}
}

function saveMember(of: Readonly<Record<string, unknown>>, name: string): SavedValue | undefined {
	try {
		return new Saving().save(of[name]);
	} catch {
		return undefined;
	}
}

/** The value again; `entityOf` finds entities by their index. */
export function restoreValue(
	{ value, objects }: SavedValue,
	entityOf: (index: number) => ScriptEntity | null,
): unknown {
	const made = objects.map((saved) => ('list' in saved ? [] : {}));
	const leaf = (saved: SavedLeaf): unknown => {
		if (typeof saved !== 'object' || saved === null) return saved;
		if ('vector' in saved) return new Vec3(...saved.vector);
		return 'entity' in saved ? entityOf(saved.entity) : made[saved.object];
	};
	objects.forEach((saved, i) => {
		const into = made[i]!;
		if ('list' in saved) for (const item of saved.list) (into as unknown[]).push(leaf(item));
		// Defined, not set: a name may be `__proto__`.
		else
			for (const [name, member] of Object.entries(saved.members))
				Object.defineProperty(into, name, { value: leaf(member), ...ORDINARY });
	});
	return leaf(value);
}

const ORDINARY = { writable: true, enumerable: true, configurable: true };

/** Of one property. */
class Saving {
	#places: Map<object, number> | undefined;
	#found: object[] = [];
	#count = 0;

	/** Undefined for what cannot be kept: functions, classes of one's own, lists of those. */
	save(value: unknown): SavedValue | undefined {
		const leaf = this.#leafOf(value);
		if (leaf === UNKEPT) return undefined;
		if (this.#found.length === 0) return { value: leaf, objects: NONE };
		const objects: (SavedObject | typeof UNKEPT)[] = [];
		// The row grows as it is gone through: what is held may be deeper than calls can be.
		for (const one of this.#found) objects.push(Array.isArray(one) ? this.#list(one) : this.#members(one));
		return finish(leaf, objects);
	}

	#leafOf(value: unknown): SavedLeaf | typeof UNKEPT {
		if (++this.#count > MOST_VALUES) throw new RangeError('too much');
		if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return UNKEPT;
		if (typeof value !== 'object' || value === null) return value as SavedLeaf;
		if (value instanceof Vec3) return { vector: [value.x, value.y, value.z] };
		if (value instanceof ScriptEntity) return { entity: ScriptEntity.indexOf(value) };
		return isPlain(value) ? { object: this.#placeOf(value) } : UNKEPT;
	}

	#placeOf(value: object): number {
		this.#places ??= new Map();
		const known = this.#places.get(value);
		if (known !== undefined) return known;
		this.#places.set(value, this.#found.length);
		return this.#found.push(value) - 1;
	}

	#list(items: readonly unknown[]): SavedObject | typeof UNKEPT {
		const list: SavedLeaf[] = [];
		for (const item of items) {
			const leaf = this.#leafOf(item);
			if (leaf === UNKEPT) return UNKEPT;
			list.push(leaf);
		}
		return { list };
	}

	#members(value: object): SavedObject {
		const members: [string, SavedLeaf][] = [];
		for (const [name, member] of Object.entries(value)) {
			const leaf = this.#leafOf(member);
			if (leaf !== UNKEPT) members.push([name, leaf]);
		}
		return { members: Object.fromEntries(members) };
	}
}

function isPlain(value: object): boolean {
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** A list that lacks something is not kept, nor a list that holds it. */
function finish(value: SavedLeaf, objects: readonly (SavedObject | typeof UNKEPT)[]): SavedValue | undefined {
	const lacks = new Set(objects.flatMap((one, i) => (one === UNKEPT ? [i] : [])));
	const isLacking = (leaf: SavedLeaf) =>
		typeof leaf === 'object' && leaf !== null && 'object' in leaf && lacks.has(leaf.object);
	for (let before = -1; lacks.size > 0 && before !== lacks.size;) {
		before = lacks.size;
		objects.forEach((one, i) => {
			if (one !== UNKEPT && 'list' in one && one.list.some(isLacking)) lacks.add(i);
		});
	}
	if (isLacking(value)) return undefined;
	const kept = objects.map((one, i): SavedObject => {
		if (one === UNKEPT || lacks.has(i)) return { list: [] };
		if ('list' in one || lacks.size === 0) return one;
		return {
			members: Object.fromEntries(Object.entries(one.members).filter(([, leaf]) => !isLacking(leaf))),
		};
	});
	return { value, objects: kept };
}
