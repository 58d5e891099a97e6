import type { Unit } from '#lib/doc/components/component.ts';
import { COMPONENTS, fieldOfKey, type ComponentName, type FieldKey } from '#lib/doc/components/registry.ts';

export const componentLabel = (component: ComponentName): string => COMPONENTS[component].label;

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

export const fieldLabel = (key: FieldKey): string => fieldOfKey(key)!.field.label;

export const groupLabel = (key: FieldKey): string | undefined => fieldOfKey(key)!.field.group;

export function optionLabel(key: string, option: string): string {
	const field = fieldOfKey(key)?.field;
	const options = field?.kind === 'choice' ? field.options : [];
	return options.find(({ value }) => value === option)?.label ?? option;
}
