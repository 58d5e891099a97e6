import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { checkField } from '../components/component.ts';
import { fieldOfKey, hasComponent, isComponentName } from '../components/registry.ts';
import { MAX_NAME_LENGTH, parseName, type EntitySnapshot } from '../entity.ts';
import type { SceneDocument } from '../scene.ts';
import type { CommandError } from './command.ts';

/** What commands ask before they write anything. */

export function findEntity(scene: SceneDocument, entityId: EntityId): Result<EntitySnapshot, CommandError> {
	const entity = scene.snapshot.entities.get(entityId);
	if (entity) return ok(entity);
	const name = scene.find(entityId)?.name;
	const message = name
		? `“${name}” was deleted meanwhile. Undo brings it back if it was you.`
		: `There is no entity ${quote(entityId)} in this scene.`;
	return err({ reason: 'not-found', message, entityId });
}

/** The name as it will be written. */
export function checkName(text: unknown, entityId?: EntityId): Result<string, CommandError> {
	const refuse = (message: string) =>
		err({ reason: 'invalid-value' as const, message, ...(entityId && { entityId }) });
	const name = parseName(text);
	if (name === undefined) return refuse('An entity needs a name of at least one visible character.');
	const { length } = (text as string).trim();
	if (length <= MAX_NAME_LENGTH) return ok(name);
	return refuse(`A name has at most ${MAX_NAME_LENGTH} characters, but ${quote(text)} has ${length}.`);
}

/** Whether this may stand in an entity's map; its message names entity, field, value and rule. */
export function checkValue(name: string, key: string, value: JsonValue): CommandError | undefined {
	if (isComponentName(key)) {
		if (value === true && key !== 'transform') return undefined;
		return { reason: 'invalid-value', message: `“${name}”: ${key} can only be there (true), or not.` };
	}
	const declared = fieldOfKey(key);
	if (!declared) {
		return { reason: 'unknown-field', message: `“${name}” cannot have the field ${quote(key)}.` };
	}
	const checked = checkField(declared.field, value);
	if (checked.ok) return undefined;
	return { reason: 'invalid-value', message: `“${name}”: ${key} ${checked.error}, but was ${quote(value)}.` };
}

/** Like `checkValue`, for an entity that is there: a field needs its component. */
export function checkEntityValue(
	entity: EntitySnapshot,
	key: string,
	value: JsonValue,
): CommandError | undefined {
	const problem = checkValue(entity.name, key, value);
	if (problem) return { ...problem, entityId: entity.id };
	const component = fieldOfKey(key)?.component;
	if (!component || hasComponent(entity, component)) return undefined;
	const message = `“${entity.name}” has no ${component}, so ${key} cannot be set. Add the component first.`;
	return { reason: 'unknown-field', message, entityId: entity.id };
}

const QUOTE_LENGTH = 80;

/** A value as messages show it: short, and with the numbers JSON has no word for. */
export function quote(value: unknown): string {
	if (typeof value === 'number') return String(value);
	let text: string;
	try {
		text = JSON.stringify(value, (_, item: unknown) =>
			typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
		);
	} catch {
		text = typeof value; // cyclic, or a big integer: nothing that could be shown
	}
	text ??= String(value);
	return text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
}
