import { ScriptEntity } from './script-entity.ts';
import { Vec3 } from './vectors.ts';

/** A value of a script as it is kept while its code is changed. What is of another kind is not kept. */
export type SavedValue =
	| { readonly plain: string | number | boolean | null }
	| { readonly vector: readonly [number, number, number] }
	/** By its index. */
	| { readonly entity: number }
	| { readonly list: readonly SavedValue[] }
	| { readonly members: Readonly<Record<string, SavedValue>> };

const DEEPEST = 8;

/** Undefined for what cannot be kept: functions, classes of one's own, what holds itself. */
export function saveValue(value: unknown, depth = 0): SavedValue | undefined {
	if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
		return { plain: value };
	if (typeof value !== 'object' || depth >= DEEPEST) return undefined;
	if (value instanceof Vec3) return { vector: [value.x, value.y, value.z] };
	if (value instanceof ScriptEntity) return { entity: ScriptEntity.indexOf(value) };
	if (Array.isArray(value)) {
		const list = value.map((item: unknown) => saveValue(item, depth + 1));
		return list.every((item) => item !== undefined) ? { list } : undefined;
	}
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return undefined;
	return { members: saveMembers(value, depth + 1) };
}

/** The properties of an object that can be kept. */
export function saveMembers(value: object, depth = 0): Readonly<Record<string, SavedValue>> {
	const members: [string, SavedValue][] = [];
	for (const [name, member] of Object.entries(value)) {
		const saved = saveValue(member, depth);
		if (saved) members.push([name, saved]);
	}
	return Object.fromEntries(members);
}

/** The value again; `entityOf` finds entities by their index. */
export function restoreValue(saved: SavedValue, entityOf: (index: number) => ScriptEntity | null): unknown {
	if ('plain' in saved) return saved.plain;
	if ('vector' in saved) return new Vec3(...saved.vector);
	if ('entity' in saved) return entityOf(saved.entity);
	if ('list' in saved) return saved.list.map((item) => restoreValue(item, entityOf));
	return Object.fromEntries(
		Object.entries(saved.members).map(([name, member]) => [name, restoreValue(member, entityOf)]),
	);
}
