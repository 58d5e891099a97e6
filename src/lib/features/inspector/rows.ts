import type { ComponentDeclaration, Field } from '#lib/doc/components/component.ts';
import {
	COMPONENTS,
	fieldKey,
	hasComponent,
	readField,
	type ComponentName,
} from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { fieldLabel } from './labels.ts';

/** One declared field, with the key it has in documents. */
export type InspectedField = { readonly key: string; readonly field: Field; readonly label: string };

/** One line of a section: a field with its control, or several switches side by side. */
export type InspectorRow =
	| ({ readonly kind: 'field' } & InspectedField)
	| { readonly kind: 'chips'; readonly label: string; readonly fields: readonly InspectedField[] };

/** The lines of a component's section, in the order of its declaration; what means nothing here is left out. */
export function inspectorRows(component: ComponentName, entities: readonly EntitySnapshot[]): InspectorRow[] {
	const rows: InspectorRow[] = [];
	for (const { key, field } of declaredFields(component)) {
		if (!entities.some((entity) => isMeaningful(key, entity))) continue;
		const { label, row } = fieldLabel(key);
		const inspected = { key, field, label: label() };
		const last = rows.at(-1);
		if (!row) rows.push({ kind: 'field', ...inspected });
		else if (last?.kind === 'chips' && last.label === row())
			rows.splice(-1, 1, { ...last, fields: [...last.fields, inspected] });
		else rows.push({ kind: 'chips', label: row(), fields: [inspected] });
	}
	return rows;
}

export function declaredFields(component: ComponentName): { key: string; field: Field }[] {
	const fields: ComponentDeclaration['fields'] = COMPONENTS[component].fields;
	return Object.entries(fields).map(([name, field]) => ({ key: fieldKey(component, name as never), field }));
}

/** Components this version knows nothing of: a newer one wrote them, and they are kept. */
export function unknownComponents(entities: readonly EntitySnapshot[]): string[] {
	const known = new Set<string>(declaredFields('transform').map(({ key }) => key));
	const names = new Set<string>();
	for (const { values } of entities) {
		for (const key of Object.keys(values)) {
			const name = key.split('.')[0] ?? key;
			if (!Object.hasOwn(COMPONENTS, name) && !known.has(key)) names.add(name);
		}
	}
	return [...names].sort();
}

/** Whether a field does anything on this entity: an ambient light has no cone, a box no model. */
function isMeaningful(key: string, entity: EntitySnapshot): boolean {
	switch (key) {
		case 'mesh.model':
			return readField(entity, 'mesh', 'geometry') === 'model';
		case 'light.range':
			return ['point', 'spot'].includes(readField(entity, 'light', 'type'));
		case 'light.angle':
			return readField(entity, 'light', 'type') === 'spot';
		case 'light.castShadow':
			return readField(entity, 'light', 'type') !== 'ambient';
		default:
			return true;
	}
}

/** The components every one of the entities carries, in the order they are shown. */
export const commonComponents = (entities: readonly EntitySnapshot[]): ComponentName[] =>
	(Object.keys(COMPONENTS) as ComponentName[]).filter((component) =>
		entities.every((entity) => hasComponent(entity, component)),
	);
