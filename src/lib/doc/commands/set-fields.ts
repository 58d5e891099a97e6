import type { EntityId } from '../../base/ids.ts';
import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import { checkField } from '../components/component.ts';
import { fieldOfKey, isComponentName, COMPONENTS, type ComponentName } from '../components/registry.ts';
import { parseName } from '../entity.ts';
import type { EditLabel, SceneDocument } from '../scene.ts';
import type { CommandResult } from './command.ts';

export type FieldEdit = { readonly entityId: EntityId; readonly key: string; readonly value: JsonValue };

/** Sets fields of one or many entities as one gesture. A value equal to the default is not stored. */
export function setFields(
	scene: SceneDocument,
	edits: readonly FieldEdit[],
	label: EditLabel = 'set',
): CommandResult {
	for (const { entityId, key, value } of edits) {
		const entity = scene.snapshot.entities.get(entityId);
		if (!entity) return err({ reason: 'not-found', message: 'That entity was deleted meanwhile.', entityId });
		const declared = fieldOfKey(key);
		if (!declared) {
			return err({ reason: 'unknown-field', message: `“${entity.name}” has no field “${key}”.`, entityId });
		}
		const checked = checkField(declared.field, value);
		if (!checked.ok) {
			const message = `“${entity.name}”: ${key} ${checked.error}, but was ${JSON.stringify(value)}.`;
			return err({ reason: 'invalid-value', message, entityId });
		}
	}
	scene.edit(label, 'edit', (edit) => {
		for (const { entityId, key, value } of edits) {
			const isDefault = jsonEqual(fieldOfKey(key)?.field.default, value);
			edit.set(entityId, key, isDefault ? undefined : value);
		}
	});
	return ok();
}

export function renameEntity(scene: SceneDocument, entityId: EntityId, text: string): CommandResult {
	if (!scene.snapshot.entities.has(entityId)) {
		return err({ reason: 'not-found', message: 'That entity was deleted meanwhile.', entityId });
	}
	const name = parseName(text);
	if (name === undefined) {
		return err({
			reason: 'invalid-value',
			message: 'A name needs at least one visible character.',
			entityId,
		});
	}
	scene.edit('rename', 'edit', (edit) => edit.set(entityId, 'name', name));
	return ok();
}

/** Gives entities a component with default fields, or takes it away with all of them. */
export function setComponent(
	scene: SceneDocument,
	entityIds: readonly EntityId[],
	component: Exclude<ComponentName, 'transform'>,
	present: boolean,
): CommandResult {
	if (!isComponentName(component)) {
		return err({ reason: 'unknown-field', message: `There is no component “${String(component)}”.` });
	}
	scene.edit(present ? 'add-component' : 'remove-component', 'edit', (edit) => {
		for (const id of entityIds) {
			edit.set(id, component, present ? true : undefined);
			for (const field of Object.keys(COMPONENTS[component].fields)) {
				edit.set(id, `${component}.${field}`, undefined);
			}
		}
	});
	return ok();
}
