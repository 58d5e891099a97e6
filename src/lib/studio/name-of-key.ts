import { componentOf, COMPONENTS, fieldOfKey, isComponentKey } from '../doc/components/registry.ts';
import { isOverrideKey } from '../doc/prefabs/overrides.ts';
import { m } from '../paraglide/messages.js';

/** What a register is called on screen; the key itself for what this version does not know. */
export function nameOfKey(key: string): string {
	if (key === 'name') return m.studio_field_name();
	if (key === 'title') return m.studio_field_title();
	if (key === 'place') return m.studio_field_place();
	// An override is named after the field it overrides.
	const own = ownKey(key);
	if (isComponentKey(own)) return COMPONENTS[componentOf(own)].label;
	return fieldOfKey(own)?.field.label ?? own;
}

/** The key of the field that an override is of; any other key as it is. */
export const ownKey = (key: string): string => (isOverrideKey(key) ? key.slice(key.indexOf(':') + 1) : key);
