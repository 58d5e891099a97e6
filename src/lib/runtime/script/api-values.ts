import { scriptValueOf, toScriptField } from '#lib/doc/components/script-fields.ts';
import { referenceOf } from '#lib/doc/components/script-value.ts';
import type { Fields } from './api.ts';
import { Vec3 } from './vectors.ts';

/** What the fields of a script hold as it begins, by name: what its creator set, or what it says itself. */
export function fieldValues(
	declared: Fields | undefined,
	stored: Readonly<Record<string, unknown>>,
	entityOf: (id: string) => unknown,
): Map<string, unknown> {
	const values = new Map<string, unknown>();
	if (typeof declared !== 'object' || declared === null) return values;
	for (const [name, declaration] of Object.entries(declared)) {
		const made = toScriptField(name, declaration);
		if (!made.ok) throw new TypeError(`The field “${name}” ${made.error}.`);
		const value = scriptValueOf(made.value, stored[name]);
		const { kind } = made.value;
		if (kind === 'vector3') values.set(name, new Vec3(...(value as readonly [number, number, number])));
		else if (kind === 'entity') values.set(name, entityOf(referenceOf(value)?.id ?? '') ?? null);
		else values.set(name, value);
	}
	return values;
}

const LONGEST = 500;

/** A value as the console shows it. Never throws: scripts may hand over anything. */
export function describe(value: unknown): string {
	try {
		if (typeof value === 'string') return clip(value);
		if (value instanceof Error) return clip(`${value.name}: ${value.message}`);
		if (value instanceof Vec3) return `(${value.x}, ${value.y}, ${value.z})`;
		if (typeof value === 'object' && value !== null) return clip(JSON.stringify(value));
		return clip(String(value));
	} catch {
		return 'something that cannot be shown';
	}
}

const clip = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
