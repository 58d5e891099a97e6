import { nanoid } from 'nanoid';
import { isId, type DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { blankValues } from '../prefabs/blank-values.ts';
import { isScriptValue, type ScriptValue } from './script-value.ts';

/** The key under which an entity carries a script: it can have many, and whoever adds one makes an id for it. */
export type ScriptSlot = 'script' | `script:${string}`;

/** The keys behind a slot: `<slot>.source`, `<slot>.enabled`, `<slot>.fields.<name>`. */
export type ScriptMember = 'source' | 'enabled' | `fields.${string}`;
export type ScriptKey = `${ScriptSlot}.${ScriptMember}`;

/** One script of an entity, as everybody reads it. */
export type EntityScript = {
	readonly slot: ScriptSlot;
	/** The script of this project to run; null: none was chosen. */
	readonly source: DocumentId | null;
	readonly enabled: boolean;
	/** What its creator set, by name; an object that inherits no names. */
	readonly fields: Readonly<Record<string, ScriptValue>>;
};

const SLOT_ID_LENGTH = 10;
const SLOT_PATTERN = /^script(?::[A-Za-z0-9_-]{1,22})?$/;
const KEY_PATTERN =
	/^(script(?::[A-Za-z0-9_-]{1,22})?)\.(source|enabled|fields\.([A-Za-z_][A-Za-z0-9_]{0,63}))$/;
const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Names that every object has: a script could not have them as its own. */
const INHERITED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const mintScriptSlot = (): ScriptSlot => `script:${nanoid(SLOT_ID_LENGTH)}`;

export const isScriptSlot = (key: string): key is ScriptSlot =>
	// Commands are handed anything.
	typeof key === 'string' && key.startsWith('script') && SLOT_PATTERN.test(key);

/** Whether a field of a script may be called so. */
export const isScriptFieldName = (name: string): boolean => NAME_PATTERN.test(name) && !INHERITED.has(name);

export const scriptKey = <Member extends ScriptMember>(
	slot: ScriptSlot,
	member: Member,
): `${ScriptSlot}.${Member}` => `${slot}.${member}`;

export const scriptFieldKey = (slot: ScriptSlot, name: string): ScriptKey => `${slot}.fields.${name}`;

/** The slot that a key belongs to, and what of it; `field`: a value that its creator set. */
export type ParsedScriptKey = {
	readonly slot: ScriptSlot;
	readonly member: ScriptMember;
	readonly field: string | undefined;
};

export function parseScriptKey(key: string): ParsedScriptKey | undefined {
	if (typeof key !== 'string' || !key.startsWith('script')) return undefined;
	const [, slot, member, field] = KEY_PATTERN.exec(key) ?? [];
	if (slot === undefined || (field !== undefined && INHERITED.has(field))) return undefined;
	return { slot: slot as ScriptSlot, member: member as ScriptMember, field };
}

/**
 * The scripts of an entity, by slot: every peer and every game sees them in one order. Peers write anything: what is
 * malformed is left out, or is as if it had not been set.
 */
export function entityScripts(values: Readonly<Record<string, JsonValue>>): readonly EntityScript[] {
	const slots = scriptSlots(values);
	if (slots.length === 0) return [];
	const fields = new Map(slots.map((slot) => [slot, blankValues() as Record<string, ScriptValue>]));
	for (const [key, value] of Object.entries(values)) {
		const parsed = parseScriptKey(key);
		if (parsed?.field === undefined || !isScriptValue(value)) continue;
		const own = fields.get(parsed.slot);
		if (own) own[parsed.field] = value;
	}
	return slots.map((slot) => {
		const source = values[scriptKey(slot, 'source')];
		return Object.freeze({
			slot,
			source: isId(source) ? (source as DocumentId) : null,
			enabled: values[scriptKey(slot, 'enabled')] !== false,
			fields: Object.freeze(sorted(fields.get(slot)!)),
		});
	});
}

/** The slots that an entity carries, in their order. */
export function scriptSlots(values: Readonly<Record<string, JsonValue>>): readonly ScriptSlot[] {
	const slots: ScriptSlot[] = [];
	for (const key in values) if (values[key] === true && isScriptSlot(key)) slots.push(key);
	return slots.sort();
}

/** Where a copy of a script goes on an entity: in place of the one that runs the same text, else beside the others. */
export function slotToPaste(
	values: Readonly<Record<string, JsonValue>>,
	source: JsonValue | undefined,
	fresh: ScriptSlot,
): ScriptSlot {
	const same = scriptSlots(values).find((slot) => values[scriptKey(slot, 'source')] === source);
	return (isId(source) && same) || fresh;
}

/** What a field is called where its script says nothing else: `maxSpeed` → “Max speed”. */
export function fieldLabel(name: string): string {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replaceAll('_', ' ')
		.trim()
		.toLowerCase();
	return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** By name: keys stand in the order in which they arrived, which differs between replicas. */
function sorted(fields: Record<string, ScriptValue>): Record<string, ScriptValue> {
	const inOrder = blankValues() as Record<string, ScriptValue>;
	for (const name of Object.keys(fields).sort()) inOrder[name] = fields[name] as ScriptValue;
	return inOrder;
}
