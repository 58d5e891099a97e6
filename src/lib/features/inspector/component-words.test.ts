import { describe, expect, it } from 'vitest';
import { COMPONENT_NAMES, COMPONENTS, declaredFields } from '#lib/doc/components/registry.ts';
import {
	COMPONENT_HELPS,
	COMPONENT_LABELS,
	FIELD_HELPS,
	FIELD_LABELS,
	GROUP_LABELS,
} from './component-words.ts';
import { optionLabel } from './labels.ts';

describe('the words of the inspector', () => {
	it.each(COMPONENT_NAMES)('[D30] for %s are those of its declaration', (name) => {
		expect(COMPONENT_LABELS[name]()).toBe(COMPONENTS[name].label);
		expect(COMPONENT_HELPS[name]()).toBe(COMPONENTS[name].help);
		for (const { key, field } of declaredFields(name)) {
			expect(FIELD_LABELS[key](), key).toBe(field.label);
			expect(FIELD_HELPS[key](), key).toBe(field.help);
			expect(GROUP_LABELS[key]?.(), key).toBe(field.group);
			for (const { value, label } of field.kind === 'choice' ? field.options : [])
				expect(optionLabel(key, value), key).toBe(label);
		}
	});

	it('show a value that is no option as it is', () => {
		expect(optionLabel('light.type', 'sun')).toBe('sun');
	});
});
