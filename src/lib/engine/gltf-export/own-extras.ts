import type { JsonValue } from '../../base/json.ts';
import { isFieldValue } from '../../doc/components/component.ts';
import { fieldOfKey, hasComponent, isComponentKey } from '../../doc/components/registry.ts';
import { PREFAB, PREFAB_SOURCE } from '../../doc/prefabs/overrides.ts';
import { entityNamedBy } from '../../doc/prefabs/references.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';

/** What nodes say in their own transform. */
const SAID_BY_NODE: ReadonlySet<string> = new Set(['position', 'rotation', 'scale']);

/** The parts of an entity as our own extras keep them: those that count, with what they refer to aside. */
export type OwnValues = {
	readonly values: Record<string, JsonValue>;
	/** Other entities that fields name. */
	readonly references: ReadonlyMap<string, string>;
};

export function readOwnValues(entity: ExpandedEntity): OwnValues {
	const values: Record<string, JsonValue> = {};
	const references = new Map<string, string>();
	for (const [key, value] of Object.entries(entity.values)) {
		// What an instance shows stands in the file; that it came from a prefab means nothing elsewhere.
		if (SAID_BY_NODE.has(key) || key === PREFAB || key === PREFAB_SOURCE) continue;
		if (isComponentKey(key)) {
			if (value === true) values[key] = true;
			continue;
		}
		const declared = fieldOfKey(key);
		if (!declared || !hasComponent(entity, declared.component) || !isFieldValue(declared.field, value))
			continue;
		const named = entityNamedBy(key, value);
		if (named !== undefined) references.set(key, named);
		else values[key] = value;
	}
	return { values, references };
}
