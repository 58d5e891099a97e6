import { describe, expect, it } from 'vitest';
import type { ComponentDeclaration } from '#lib/doc/components/component.ts';
import { COMPONENT_NAMES, COMPONENTS } from '#lib/doc/components/registry.ts';
import { COMPONENT_LABELS, FIELD_LABELS, OPTION_LABELS } from './labels.ts';

const declared = COMPONENT_NAMES.flatMap((component) =>
	Object.entries<ComponentDeclaration['fields'][string]>(COMPONENTS[component].fields).map(
		([name, field]) => ({ key: component === 'transform' ? name : `${component}.${name}`, field }),
	),
);

describe('the inspector’s words', () => {
	it('name every component and every declared field', () => {
		for (const component of COMPONENT_NAMES) expect(COMPONENT_LABELS[component]()).not.toBe('');
		const labels: Record<string, { label: () => string }> = FIELD_LABELS;
		for (const { key } of declared) expect(labels[key]?.label(), key).toBeTruthy();
	});

	it('name no field that is not declared', () => {
		expect(Object.keys(FIELD_LABELS).sort()).toEqual(declared.map(({ key }) => key).sort());
	});

	it('name every option of every choice', () => {
		const labels: Record<string, Record<string, () => string>> = OPTION_LABELS;
		for (const { key, field } of declared) {
			if (field.kind !== 'choice') continue;
			expect(Object.keys(labels[key] ?? {}).sort(), key).toEqual([...field.options].sort());
		}
	});
});
