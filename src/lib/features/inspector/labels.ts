import type { Unit } from '#lib/doc/components/component.ts';
import type { FieldKey } from '#lib/doc/components/registry.ts';
import { OPTION_LABELS } from './component-words.ts';

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
export const optionLabel = (key: FieldKey, option: string): string =>
	OPTION_LABELS[key]?.[option]?.() ?? option;
