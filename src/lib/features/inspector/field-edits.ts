import type { EntityId } from '#lib/base/ids.ts';
import { jsonEqual, type JsonValue } from '#lib/base/json.ts';
import type { FieldEdit } from '#lib/doc/commands/set-fields.ts';
import { fromControl, type ControlValue } from '#lib/doc/components/script-field-values.ts';
import type { InspectedField } from './rows.ts';

export type FieldOfKey = Pick<InspectedField, 'key' | 'field' | 'keys' | 'declared'>;
/** A field, or the key that it has in all of the selected. */
export type Where = string | FieldOfKey;

/** The key that an entity has a field under. */
export const keyIn = (where: Where, id: EntityId): string =>
	typeof where === 'string' ? where : (where.keys?.get(id) ?? where.key);

/** What an entity is to be given for a field; what a script's text says anyway is not stored. */
export function editOf(where: Where, entityId: EntityId, value: JsonValue): FieldEdit {
	const key = keyIn(where, entityId);
	const declared = typeof where === 'string' ? undefined : where.declared;
	if (!declared) return { entityId, key, value };
	const isDefault = jsonEqual(value, declared.default);
	return { entityId, key, value: isDefault ? null : fromControl(declared, value as ControlValue) };
}
