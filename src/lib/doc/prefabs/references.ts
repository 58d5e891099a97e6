import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { parseScriptKey } from '../components/entity-scripts.ts';
import { COMPONENT_NAMES, declaredFields } from '../components/registry.ts';
import { referenceOf } from '../components/script-value.ts';
import { blankValues } from './blank-values.ts';
import { isOverrideKey, parseOverrideKey } from './overrides.ts';

/** The fields that hold another entity of the same scene. */
const REFERENCES: ReadonlySet<string> = new Set(
	COMPONENT_NAMES.flatMap(declaredFields)
		.filter(({ field }) => field.kind === 'entity')
		.map(({ key }) => key),
);

type Values = Readonly<Record<string, JsonValue>>;

/**
 * The entity of the same document that a register names, or the path of one; undefined when it names none. Also as an
 * override of what an instance shows.
 */
export function entityNamedBy(key: string, value: JsonValue | undefined): string | undefined {
	const own = isOverrideKey(key) ? parseOverrideKey(key)?.key : key;
	return own === undefined ? undefined : namedBy(own, value);
}

/** A value that names an entity, naming another one. */
export const namingEntity = (value: JsonValue, id: string): JsonValue =>
	typeof value === 'string' ? id : { entity: id };

/** The values with every reference as `find` says; where it says nothing, the reference stays. The same if none changed. */
export function mapReferences(values: Values, find: (id: string) => string | undefined): Values {
	let mapped: Record<string, JsonValue> | undefined;
	for (const [key, id] of referencesIn(values)) {
		const found = find(id);
		if (found === undefined || found === id) continue;
		mapped ??= Object.assign(blankValues(), values);
		mapped[key] = namingEntity(values[key] as JsonValue, found);
	}
	return mapped ? Object.freeze(mapped) : values;
}

/** The registers that hold an entity, with its id or path. */
export function referencesIn(values: Values): [key: string, id: string][] {
	const found: [string, string][] = [];
	for (const key of REFERENCES) {
		const value = values[key];
		if (typeof value === 'string') found.push([key, value]);
	}
	const isInstance = values['prefab'] === true;
	for (const key in values) {
		const id = isInstance || key.startsWith('script') ? entityNamedBy(key, values[key]) : undefined;
		if (id !== undefined && !REFERENCES.has(key)) found.push([key, id]);
	}
	return found;
}

function namedBy(key: string, value: JsonValue | undefined): string | undefined {
	if (typeof value === 'string') return REFERENCES.has(key) ? value : undefined;
	const reference = referenceOf(value);
	return reference?.kind === 'entity' && parseScriptKey(key)?.field !== undefined ? reference.id : undefined;
}

/** Finds what has been given a new id; paths into an instance begin with its id. */
export function renaming(ids: ReadonlyMap<EntityId, string>): (id: string) => string | undefined {
	return (id) => {
		const end = id.indexOf('/');
		const renamed = ids.get((end < 0 ? id : id.slice(0, end)) as EntityId);
		return renamed === undefined || end < 0 ? renamed : renamed + id.slice(end);
	};
}
