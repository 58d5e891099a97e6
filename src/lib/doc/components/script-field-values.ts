import { checkField } from './component.ts';
import type { ScriptField } from './script-fields.ts';
import { isScriptValue, referenceOf, type ScriptReference, type ScriptValue } from './script-value.ts';

/** What a field's control shows and gives back: ids stand bare there, as in the fields of components. */
export type ControlValue = ScriptValue | null;

/** Whether a stored value is one of this field. */
export function fitsField(field: ScriptField, stored: unknown): boolean {
	if (!isScriptValue(stored)) return false;
	const kind = referenceKind(field);
	return kind ? referenceOf(stored)?.kind === kind : checkField(field, stored).ok;
}

/** A stored value as the field's control shows it. */
export function toControl(field: ScriptField, stored: unknown): ControlValue {
	const value = fitsField(field, stored) ? (stored as ScriptValue) : field.default;
	return referenceKind(field) ? (referenceOf(value)?.id ?? null) : value;
}

/** What a control gave back as it is stored; null: nothing is. */
export function fromControl(field: ScriptField, value: ControlValue): ScriptValue | null {
	const kind = referenceKind(field);
	if (!kind || value === null) return value;
	return { [kind]: value } as ScriptValue;
}

/** What a field refers to; undefined for one that holds plain values. */
export function referenceKind({ kind }: ScriptField): ScriptReference | undefined {
	if (kind === 'document') return 'prefab';
	return kind === 'entity' || kind === 'asset' ? kind : undefined;
}
