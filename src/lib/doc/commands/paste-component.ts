import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import { mintScriptSlot, slotToPaste } from '../components/entity-scripts.ts';
import {
	declaredFields,
	fieldOfKey,
	hasComponent,
	keysOf,
	type ComponentKey,
	type ComponentName,
	type DeclaredField,
} from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { SceneDocument } from '../scene.ts';
import { checkIds, checkReference, checkValue, findEntity, quote, toStored } from './check.ts';
import type { CommandResult } from './command.ts';

/** A prefab's instance is more than its fields: what it overrides hangs on it. */
export type PastedComponent = Exclude<ComponentName, 'prefab'>;

/**
 * Gives entities a component with these values, by the names of its fields; what they leave out has its default. A script
 * comes beside those that run another text. An entity that it names and that is not in this scene is left out: returns the
 * fields for which that was so.
 */
export function pasteComponent(
	scene: SceneDocument,
	entityIds: readonly EntityId[],
	component: PastedComponent,
	values: Readonly<Record<string, JsonValue>>,
	mintSlot = mintScriptSlot,
): CommandResult<readonly DeclaredField[]> {
	const wrong = checkIds(entityIds);
	if (wrong) return err(wrong);
	for (const id of entityIds) {
		const entity = findEntity(scene, id);
		if (!entity.ok) return entity;
	}
	const given: (DeclaredField & { readonly value: JsonValue })[] = [];
	for (const [name, value] of Object.entries(values)) {
		const field = fieldNamed(component, name);
		if (!field) {
			const message = `A ${component} cannot have the field ${quote(name)}.`;
			return err({ reason: 'unknown-field', message });
		}
		const problem = checkValue(component, field.key, value);
		if (problem) return err(problem);
		given.push({ ...field, value });
	}
	const lost = given.filter(({ key, value }) => checkReference(scene, component, key, value));
	const kept = given.filter((field) => !lost.includes(field));
	const fresh = mintSlot();
	const edited = scene.edit('paste', 'edit', (edit) => {
		for (const id of entityIds) {
			const entity = scene.find(id) as EntitySnapshot;
			const slot = component === 'script' ? slotToPaste(entity.values, values['source'], fresh) : component;
			if (slot !== 'transform' && !hasComponent(entity, slot)) edit.set(id, slot, true);
			const writes = new Map<string, JsonValue | undefined>();
			for (const key of keysOf(slot, entity)) writes.set(key, undefined);
			for (const { name, key, value } of kept) writes.set(keyIn(slot, name), toStored(key, value));
			for (const [key, value] of writes) edit.set(id, key, value);
		}
	});
	return edited.ok ? ok(lost) : edited;
}

/** The field of a component by its name; for a script also one that only its text knows. */
export function fieldNamed(component: ComponentName, name: string): DeclaredField | undefined {
	if (component !== 'script') return declaredFields(component).find((field) => field.name === name);
	return fieldOfKey(keyIn(component, name));
}

/** The key of a component's field under the component's own. */
export const keyIn = (component: ComponentKey, name: string): string =>
	component === 'transform' ? name : `${component}.${name}`;
