import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { jsonEqual } from '#lib/base/json.ts';
import {
	entityScripts,
	fieldLabel,
	scriptFieldKey,
	scriptKey,
	type EntityScript,
} from '#lib/doc/components/entity-scripts.ts';
import { keysOf, type ValueKey } from '#lib/doc/components/registry.ts';
import { script } from '#lib/doc/components/script.ts';
import { fitsField } from '#lib/doc/components/script-field-values.ts';
import type { ScriptField } from '#lib/doc/components/script-fields.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { copyComponent, type ComponentCopy } from '#lib/editor/component-copy.ts';
import { FIELD_HELPS, FIELD_LABELS } from './component-words.ts';
import type { InspectedField } from './rows.ts';

/** One script that all of the selected have, each in a slot of its own. */
export type ScriptGroup = {
	/** The same as long as they run the same text. */
	readonly id: string;
	readonly source: DocumentId | null;
	/** How many of them run the same text before this one. */
	readonly index: number;
	readonly scripts: ReadonlyMap<EntityId, EntityScript>;
};

/** The scripts that every one of the entities carries, in the order of the first one's slots. */
export function commonScripts(entities: readonly EntitySnapshot[]): readonly ScriptGroup[] {
	const [first = new Map<string, EntityScript>(), ...others] = entities.map(byText);
	return [...first].flatMap(([id, { source }]) => {
		if (!others.every((other) => other.has(id))) return [];
		const scripts = entities.map((entity) => [entity.id, byText(entity).get(id)!] as const);
		return [{ id, source, index: Number(id.slice(id.indexOf('#') + 1)), scripts: new Map(scripts) }];
	});
}

/** By what they run, and which of those it is. */
function byText({ values }: EntitySnapshot): Map<string, EntityScript> {
	const counts = new Map<DocumentId | null, number>();
	return new Map(
		entityScripts(values).map((each) => {
			const index = counts.get(each.source) ?? 0;
			counts.set(each.source, index + 1);
			return [`${each.source ?? ''}#${index}`, each];
		}),
	);
}

/** What every script has, whatever its text says. */
export function memberField({ scripts }: ScriptGroup, member: 'source' | 'enabled'): InspectedField {
	const keys = keysFor(scripts, ({ slot }) => scriptKey(slot, member));
	const key = `script.${member}` as const;
	return { ...keys, field: script.fields[member], label: FIELD_LABELS[key](), help: FIELD_HELPS[key]() };
}

/** What the text of a script asks for. */
export function declaredField({ scripts }: ScriptGroup, declared: ScriptField): InspectedField {
	const { name, label, help } = declared;
	return {
		...keysFor(scripts, ({ slot }) => scriptFieldKey(slot, name)),
		field: declared,
		declared,
		label,
		help,
	};
}

const ANY = { kind: 'any', default: null, label: '', help: '' } as const;

/** What was set and the text does not ask for, or not like this: it is kept. */
export function unusedFields({ scripts }: ScriptGroup, fields: readonly ScriptField[]): InspectedField[] {
	const byName = new Map(fields.map((field) => [field.name, field]));
	const names = new Set<string>();
	for (const { fields: given } of scripts.values()) {
		for (const [name, value] of Object.entries(given)) {
			const field = byName.get(name);
			if (!field || !fitsField(field, value)) names.add(name);
		}
	}
	return [...names].sort().map((name) => ({
		...keysFor(scripts, ({ slot }) => scriptFieldKey(slot, name)),
		...{ field: ANY, label: fieldLabel(name), help: '' },
	}));
}

/** The keys of all that a script has on these entities. */
export const keysOfGroup = ({ scripts }: ScriptGroup, entities: readonly EntitySnapshot[]): string[] =>
	entities.flatMap((entity) => {
		const slot = scripts.get(entity.id)?.slot;
		return slot ? [slot, ...keysOf(slot, entity)] : [];
	});

/** A script as it could be pasted elsewhere, or what the field is called in which the selected differ. */
export function copyOfScript(
	group: ScriptGroup,
	[first]: readonly EntitySnapshot[],
): Result<ComponentCopy, string> {
	const slot = first && group.scripts.get(first.id)?.slot;
	const differing = differingField(group);
	return differing === undefined
		? ok(copyComponent(first ?? { values: {} }, slot ?? 'script'))
		: err(differing);
}

/** The field in which they differ; undefined when one stands for all. */
export function differingField({ scripts }: ScriptGroup): string | undefined {
	const [first, ...others] = scripts.values();
	if (!first) return undefined;
	for (const { enabled, fields } of others) {
		if (enabled !== first.enabled) return FIELD_LABELS['script.enabled']();
		const names = new Set([...Object.keys(first.fields), ...Object.keys(fields)]);
		for (const name of names) if (!jsonEqual(first.fields[name], fields[name])) return fieldLabel(name);
	}
	return undefined;
}

function keysFor(
	scripts: ScriptGroup['scripts'],
	keyOf: (script: EntityScript) => ValueKey,
): { readonly key: ValueKey; readonly keys: ReadonlyMap<EntityId, ValueKey> } {
	const keys = new Map(Array.from(scripts, ([id, each]) => [id, keyOf(each)]));
	const [key = 'script.source'] = keys.values();
	return { key, keys };
}
