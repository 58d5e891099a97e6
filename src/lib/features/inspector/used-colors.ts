import type { Gradient } from '#lib/base/gradient.ts';
import { fieldOfKey } from '#lib/doc/components/registry.ts';
import { isFieldValue } from '#lib/doc/components/component.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';

/** A colour that entities have, how many have it, and the name of one. */
export type UsedColor = { readonly value: string; readonly name: string; readonly count: number };

/** The colours that entities were given, the most frequent first; at most `limit`. */
export function usedColors(entities: Iterable<EntitySnapshot>, limit: number): UsedColor[] {
	const found = new Map<string, { name: string; count: number }>();
	for (const { name, values } of entities)
		for (const color of new Set(colorsOf(values))) {
			const known = found.get(color);
			if (known) known.count++;
			else found.set(color, { name, count: 1 });
		}
	return [...found]
		.map(([value, known]) => ({ value, ...known }))
		.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
		.slice(0, limit);
}

function colorsOf(values: EntitySnapshot['values']): string[] {
	return Object.entries(values).flatMap(([key, value]) => {
		const field = fieldOfKey(key)?.field;
		if (!field || !isFieldValue(field, value)) return [];
		if (field.kind === 'gradient') return (value as unknown as Gradient).map(({ color }) => color);
		return field.kind === 'color' ? [value as string] : [];
	});
}
