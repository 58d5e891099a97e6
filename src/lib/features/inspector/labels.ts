import type { Unit } from '#lib/doc/components/component.ts';
import type { FieldKey, ValueKey } from '#lib/doc/components/registry.ts';
import { nameOfKey } from '#lib/studio/name-of-key.ts';
import { FIELD_LABELS, OPTION_LABELS } from './component-words.ts';

/** Units as they stand behind a number; they are the same in every language. */
export const UNIT_SIGNS: Readonly<Record<Unit, string>> = {
	m: 'm',
	'm/s': 'm/s',
	'm/s²': 'm/s²',
	deg: '°',
	s: 's',
	'1/s': '/s',
	kg: 'kg',
};

/** What a value of a choice is called. */
export const optionLabel = (key: ValueKey, option: string): string =>
	OPTION_LABELS[key as FieldKey]?.[option]?.() ?? option;

/** What a field is called; those of scripts by their names. */
export const fieldLabel = (key: ValueKey): string => FIELD_LABELS[key as FieldKey]?.() ?? nameOfKey(key);
