import type { DocumentId, EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { keysOf, type ComponentKey } from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import { blankValues } from './blank-values.ts';
import type { EntityPath, InnerPath } from './entity-path.ts';
import type { Frame, Layer } from './frame.ts';
import { isOverrideKey, PREFAB, type EntityOverride } from './overrides.ts';
import { mapReferences } from './references.ts';

/** An entity that an instance shows: what its prefab says, with the overrides of the instances around it. */
export type DerivedEntity = {
	readonly id: EntityPath;
	readonly name: string;
	readonly values: EntitySnapshot['values'];
	/** The prefab it stands in, and what it is called there. */
	readonly documentId: DocumentId;
	readonly sourceId: EntityId;
};

/** What an entity is after a number of layers had their say. */
export type Merged = Pick<EntitySnapshot, 'name' | 'removed' | 'values'>;

/** The entity as these layers show it, innermost first. Shares what nobody overrides. */
export function mergeEntity(
	{ instance }: Frame,
	base: EntitySnapshot,
	id: EntityPath,
	layers: readonly Layer[],
): Merged {
	let { name } = base;
	let removed = false;
	let values = relocate(withoutOverrides(base), `${instance}/`);
	for (const { byPath, from, before } of layers) {
		const override = byPath.get(id.slice(from) as InnerPath);
		if (!override) continue;
		name = override.name ?? name;
		removed = override.removed ?? removed;
		values = overlay(values, override, before);
	}
	return { name, removed, values };
}

/** What an instance shows of an entity of its prefab; undefined when it does without. */
export function deriveEntity(frame: Frame, base: EntitySnapshot, id: EntityPath): DerivedEntity | undefined {
	const { name, removed, values } = mergeEntity(frame, base, id, frame.layers);
	if (removed) return undefined;
	return Object.freeze({ id, name, values, documentId: frame.documentId, sourceId: base.id });
}

/** The overrides a nested instance has in its own document reach what it shows, and are none of its values. */
function withoutOverrides({ values }: EntitySnapshot): EntitySnapshot['values'] {
	if (values[PREFAB] !== true) return values;
	const own = blankValues();
	for (const [key, value] of Object.entries(values)) if (!isOverrideKey(key)) own[key] = value;
	return Object.freeze(own);
}

/** An entity refers to others of its own document: here they stand behind the instance. */
const relocate = (values: EntitySnapshot['values'], before: string): EntitySnapshot['values'] =>
	before === '' ? values : mapReferences(values, (id) => before + id);

function overlay(
	values: EntitySnapshot['values'],
	override: EntityOverride,
	before: string,
): EntitySnapshot['values'] {
	const merged = copy(values);
	for (const [component, present] of override.components) {
		// One that is added starts with its defaults, whatever was left of an earlier one.
		if (!present || merged[component] !== true) clearComponent(merged, component);
		if (present) merged[component] = true;
	}
	for (const [key, value] of Object.entries(relocate(override.values, before))) merged[key] = value;
	return Object.freeze(merged);
}

function clearComponent(values: Record<string, JsonValue>, component: ComponentKey): void {
	delete values[component];
	for (const key of keysOf(component, { values })) delete values[key];
}

function copy(values: EntitySnapshot['values']): Record<string, JsonValue> {
	const copied = blankValues();
	for (const key in values) copied[key] = values[key] as JsonValue;
	return copied;
}
