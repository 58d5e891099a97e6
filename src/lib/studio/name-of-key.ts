import { COMPONENTS, fieldOfKey, isComponentName } from '../doc/components/registry.ts';
import { m } from '../paraglide/messages.js';

/** What a register is called on screen; the key itself for what this version does not know. */
export function nameOfKey(key: string): string {
	if (key === 'name') return m.studio_field_name();
	if (key === 'title') return m.studio_field_title();
	if (key === 'place') return m.studio_field_place();
	// An override is named after the field it overrides.
	const own = key.slice(key.lastIndexOf(':') + 1);
	if (isComponentName(own)) return COMPONENTS[own].label;
	return fieldOfKey(own)?.field.label ?? own;
}
