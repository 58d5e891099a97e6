import type { JsonValue } from '#lib/base/json.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';

/** A document's id for a name, as long as ids are. */
export const idOf = (name: string): string => name.padEnd(22, '-').slice(0, 22);

/** An entity; `scripts`: by the name of each, what its fields are set to. */
export function thing(
	name: string,
	values: Readonly<Record<string, JsonValue>> = {},
	scripts: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {},
	parent = -1,
): EntityData {
	const slots = Object.entries(scripts).flatMap(([script, fields]) => {
		const slot = `script:${script}`;
		const set = Object.entries(fields).map(([field, value]) => [`${slot}.fields.${field}`, value]);
		return [[slot, true], [`${slot}.source`, idOf(script)], ...set];
	});
	return { id: idOf(name), name, parent, values: { ...values, ...Object.fromEntries(slots) } };
}
