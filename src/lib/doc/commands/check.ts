import { clipText } from '../../base/clip-text.ts';
import { isId, type EntityId } from '../../base/ids.ts';
import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { checkField, storableValue } from '../components/component.ts';
import { fieldOfKey, hasComponent, isComponentKey } from '../components/registry.ts';
import { MAX_NAME_LENGTH, parseName, type EntitySnapshot } from '../entity.ts';
import { MAX_DEPTH } from '../hierarchy.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import { entityNamedBy } from '../prefabs/references.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import type { CommandError } from './command.ts';

/** What commands ask before they write anything. Scripts and plugins call them too, with anything. */

/** What a scene holds at most; more than any device could show, and a whole it can still undo and merge. */
export const MAX_ENTITIES = 100_000;

export function findEntity(scene: SceneDocument, entityId: EntityId): Result<EntitySnapshot, CommandError> {
	if (!isId(entityId)) return err(noId(entityId));
	const entity = scene.snapshot.entities.get(entityId);
	if (entity) return ok(entity);
	const name = scene.find(entityId)?.name;
	const message = name
		? `“${name}” was deleted meanwhile. Undo brings it back if it was you.`
		: `There is no entity ${quote(entityId)} in this scene.`;
	return err({ reason: 'not-found', message, entityId });
}

/** What is wrong with a list of entities; those that are gone are not. */
export function checkIds(ids: unknown): CommandError | undefined {
	if (!Array.isArray(ids)) return refuse(`Entities come as a list of ids, but this was ${quote(ids)}.`);
	for (const id of ids as readonly unknown[]) if (!isId(id)) return noId(id);
	return undefined;
}

const noId = (id: unknown): CommandError =>
	refuse(`An entity id must be 22 letters, digits, “-” or “_”, but was ${quote(id)}.`);

/** An error about something that no entity is to blame for. */
export const refuse = (message: string): CommandError => ({ reason: 'invalid-value', message });

/** Whether a scene has room for so many more. */
export function checkRoom(scene: SceneDocument, more: number): CommandError | undefined {
	const { size } = scene.snapshot.entities;
	if (size + more <= MAX_ENTITIES) return undefined;
	const message = `A scene holds at most ${MAX_ENTITIES} entities: there are ${size}, and ${more} more would come.`;
	return { reason: 'too-large', message };
}

/** Whether something may hang below so many parents. */
export function checkDepth(name: string, depth: number): CommandError | undefined {
	if (depth <= MAX_DEPTH) return undefined;
	const message = `“${name}” would lie below more than ${MAX_DEPTH} others. Nest less deeply.`;
	return { reason: 'too-large', message };
}

/** How many parents an entity has above it; 0 at the root, −1 for the root itself. */
export function depthOf({ hierarchy }: SceneSnapshot, id: EntityId | null): number {
	let depth = -1;
	for (let at = id; at !== null; at = hierarchy.parentOf.get(at) ?? null) depth++;
	return depth;
}

/** The name as it will be written. */
export function checkName(text: unknown, entityId?: EntityId): Result<string, CommandError> {
	const no = (message: string) => err({ ...refuse(message), ...(isId(entityId) && { entityId }) });
	const name = parseName(text);
	if (typeof text !== 'string' || name === undefined)
		return no(`An entity needs a name of at least one visible character, but was given ${quote(text)}.`);
	const { length } = text.trim();
	if (length > MAX_NAME_LENGTH)
		return no(`A name has at most ${MAX_NAME_LENGTH} characters, but ${quote(text)} has ${length}.`);
	if (name.isWellFormed()) return ok(name);
	return no(`A name must consist of whole characters, but ${quote(text)} has half of one.`);
}

/** Whether this may stand in an entity's map; its message names entity, field, value and rule. */
export function checkValue(name: string, key: string, value: unknown): CommandError | undefined {
	if (typeof key === 'string' && isComponentKey(key)) {
		if (value === true && key !== 'transform') return undefined;
		return {
			reason: 'invalid-value',
			message: `“${name}”: ${key} can only be there (true), or not, but was ${quote(value)}.`,
		};
	}
	const declared = fieldOfKey(key);
	if (!declared) {
		return { reason: 'unknown-field', message: `“${name}” cannot have the field ${quote(key)}.` };
	}
	const checked = checkField(declared.field, value);
	if (checked.ok) return undefined;
	return { reason: 'invalid-value', message: `“${name}”: ${key} ${checked.error}, but was ${quote(value)}.` };
}

/** Like `checkValue`, for an entity that is there: a field needs its component, and what it names must exist. */
export function checkEntityValue(
	scene: SceneDocument,
	entity: EntitySnapshot,
	key: string,
	value: unknown,
): CommandError | undefined {
	const problem =
		checkValue(entity.name, key, value) ??
		checkComponent(entity.name, entity, key) ??
		checkReference(scene, entity.name, key, value);
	return problem && { ...problem, entityId: entity.id };
}

/** A field that names another entity of the scene must name one. */
export function checkReference(
	scene: SceneDocument,
	name: string,
	key: string,
	value: unknown,
): CommandError | undefined {
	const named = entityNamedBy(key, value as JsonValue);
	if (named === undefined) return undefined;
	// What an instance shows is only known together with its prefab: the instance must be there.
	if (isExpandedId(named) && scene.snapshot.entities.has(instanceOf(named))) return undefined;
	const message = `“${name}”: ${key} must be an entity of this scene, or none, but ${quote(value)} is not there.`;
	return { reason: 'not-found', message };
}

/** A field needs its component. */
export function checkComponent(
	name: string,
	entity: Pick<EntitySnapshot, 'values'>,
	key: string,
): CommandError | undefined {
	const component = fieldOfKey(key)?.component;
	if (!component || hasComponent(entity, component)) return undefined;
	const message = `“${name}” has no ${component}, so ${key} cannot be set. Add the component first.`;
	return { reason: 'unknown-field', message };
}

/** What a field's register holds for a checked value: nothing for the default. */
export function toStored(key: string, value: JsonValue): JsonValue | undefined {
	return jsonEqual(fieldOfKey(key)?.field.default, value) ? undefined : storableValue(value);
}

const QUOTE_LENGTH = 80;
const QUOTE_DEPTH = 8;

/** A value as messages show it: short, however large or deep it is, and with the numbers JSON has no word for. */
export function quote(value: unknown): string {
	const text = show(value, QUOTE_LENGTH, QUOTE_DEPTH);
	return text.length > QUOTE_LENGTH ? `${clipText(text, QUOTE_LENGTH)}…` : text;
}

// Stops once there is no room: what a script hands over may name the same list a billion times.
function show(value: unknown, room: number, depth: number): string {
	if (typeof value === 'string') return JSON.stringify(clipText(value, room + 1));
	if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
	if (typeof value === 'function') return 'a function';
	if (typeof value !== 'object' || value === null) return String(value);
	const isList = Array.isArray(value);
	const prototype: unknown = Object.getPrototypeOf(value);
	if (!isList && prototype !== Object.prototype && prototype !== null)
		return Object.prototype.toString.call(value).slice(8, -1);
	if (depth === 0) return '…';
	let shown = '';
	for (const key of isList ? value.keys() : Object.keys(value)) {
		if (shown.length > room) break;
		const inner: unknown = (value as Readonly<Record<string | number, unknown>>)[key];
		const name = isList ? '' : `${JSON.stringify(clipText(String(key), room))}:`;
		shown += `${shown && ','}${name}${show(inner, room - shown.length, depth - 1)}`;
	}
	return isList ? `[${shown}]` : `{${shown}}`;
}
