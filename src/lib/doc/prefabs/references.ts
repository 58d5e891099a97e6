import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { COMPONENT_NAMES, declaredFields } from '../components/registry.ts';
import { blankValues } from './blank-values.ts';
import { isOverrideKey, parseOverrideKey } from './overrides.ts';

/** The fields that hold another entity of the same scene. */
const REFERENCES: ReadonlySet<string> = new Set(
	COMPONENT_NAMES.flatMap(declaredFields)
		.filter(({ field }) => field.kind === 'entity')
		.map(({ key }) => key),
);

type Values = Readonly<Record<string, JsonValue>>;

/** Whether the register holds an entity of the same document; also as an override of what an instance shows. */
export function isReference(key: string): boolean {
	if (!isOverrideKey(key)) return REFERENCES.has(key);
	const override = parseOverrideKey(key);
	return override !== undefined && REFERENCES.has(override.key);
}

/** The values with every reference as `find` says; where it says nothing, the reference stays. The same if none changed. */
export function mapReferences(values: Values, find: (id: string) => string | undefined): Values {
	let mapped: Record<string, JsonValue> | undefined;
	for (const [key, value] of referencesIn(values)) {
		const found = find(value);
		if (found === undefined || found === value) continue;
		mapped ??= Object.assign(blankValues(), values);
		mapped[key] = found;
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
	if (values['prefab'] !== true) return found;
	for (const [key, value] of Object.entries(values)) {
		if (typeof value === 'string' && isOverrideKey(key) && isReference(key)) found.push([key, value]);
	}
	return found;
}

/** Finds what has been given a new id; paths into an instance begin with its id. */
export function renaming(ids: ReadonlyMap<EntityId, string>): (id: string) => string | undefined {
	return (id) => {
		const end = id.indexOf('/');
		const renamed = ids.get((end < 0 ? id : id.slice(0, end)) as EntityId);
		return renamed === undefined || end < 0 ? renamed : renamed + id.slice(end);
	};
}
