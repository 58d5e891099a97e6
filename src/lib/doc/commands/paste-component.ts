import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import {
	declaredFields,
	hasComponent,
	type ComponentName,
	type DeclaredField,
} from '../components/registry.ts';
import type { SceneDocument } from '../scene.ts';
import { checkIds, checkReference, checkValue, findEntity, quote, toStored } from './check.ts';
import type { CommandResult } from './command.ts';

/** A prefab's instance is more than its fields: what it overrides hangs on it. */
export type PastedComponent = Exclude<ComponentName, 'prefab'>;

/**
 * Gives entities a component with these values, by the names of its fields; what they leave out has its default. An
 * entity that it names and that is not in this scene is left out: returns the fields for which that was so.
 */
export function pasteComponent(
	scene: SceneDocument,
	entityIds: readonly EntityId[],
	component: PastedComponent,
	values: Readonly<Record<string, JsonValue>>,
): CommandResult<readonly DeclaredField[]> {
	const wrong = checkIds(entityIds);
	if (wrong) return err(wrong);
	for (const id of entityIds) {
		const entity = findEntity(scene, id);
		if (!entity.ok) return entity;
	}
	const fields = declaredFields(component).map((field) => ({ ...field, value: values[field.name] }));
	const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
	if (unknown !== undefined) {
		const message = `A ${component} cannot have the field ${quote(unknown)}.`;
		return err({ reason: 'unknown-field', message });
	}
	const given = fields.flatMap(({ value, ...field }) => (value === undefined ? [] : [{ ...field, value }]));
	for (const { key, value } of given) {
		const problem = checkValue(component, key, value);
		if (problem) return err(problem);
	}
	const lost = given.filter(({ key, value }) => checkReference(scene, component, key, value));
	const edited = scene.edit('paste', 'edit', (edit) => {
		for (const id of entityIds) {
			if (component !== 'transform' && !hasComponent(scene.find(id)!, component))
				edit.set(id, component, true);
			for (const { key, value } of fields) {
				const isLost = value === undefined || lost.some((field) => field.key === key);
				edit.set(id, key, isLost ? undefined : toStored(key, value));
			}
		}
	});
	return edited.ok ? ok(lost) : edited;
}
