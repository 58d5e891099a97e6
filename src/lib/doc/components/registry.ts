import type { JsonValue } from '../../base/json.ts';
import { camera } from './camera.ts';
import { checkField, type ComponentDeclaration, type Field } from './component.ts';
import { light } from './light.ts';
import { material } from './material.ts';
import { mesh } from './mesh.ts';
import { text } from './text.ts';
import { transform } from './transform.ts';

/** Every component this version knows, in the order the inspector shows them. */
export const COMPONENTS = { transform, mesh, text, material, light, camera } as const;

export type ComponentName = keyof typeof COMPONENTS;
type Declared = typeof COMPONENTS;

/** The values a document may hold besides a component's own. */
export type FieldValue<F extends Field> = F extends { kind: 'number' }
	? number
	: F extends { kind: 'vector3' }
		? readonly [number, number, number]
		: F extends { kind: 'rotation' }
			? readonly [number, number, number, number]
			: F extends { kind: 'boolean' }
				? boolean
				: F extends { kind: 'choice'; options: readonly (infer Option)[] }
					? Option
					: F extends { kind: 'asset' }
						? string | null
						: string;

export type FieldName<C extends ComponentName> = keyof Declared[C]['fields'] & string;

export const COMPONENT_NAMES = Object.keys(COMPONENTS) as ComponentName[];

export const isComponentName = (name: string): name is ComponentName => Object.hasOwn(COMPONENTS, name);

/** The key a field has in an entity's map: transform's are bare, all others `<component>.<field>`. */
export function fieldKey<C extends ComponentName>(component: C, field: FieldName<C>): string {
	return component === 'transform' ? field : `${component}.${field}`;
}

/** The declaration behind a key, or undefined for one this version does not know. */
export function fieldOfKey(
	key: string,
): { component: ComponentName; name: string; field: Field } | undefined {
	const dot = key.indexOf('.');
	const component = dot < 0 ? 'transform' : key.slice(0, dot);
	const name = dot < 0 ? key : key.slice(dot + 1);
	if (!isComponentName(component)) return undefined;
	const fields: ComponentDeclaration['fields'] = COMPONENTS[component].fields;
	const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
	return field && { component, name, field };
}

type HasValues = { readonly values: Readonly<Record<string, JsonValue>> };

/** A field's value as anyone should see it: what is stored, or the default where nothing valid is. */
export function readField<C extends ComponentName, N extends FieldName<C>>(
	entity: HasValues,
	component: C,
	name: N,
): FieldValue<Extract<Declared[C]['fields'][N], Field>> {
	const fields: ComponentDeclaration['fields'] = COMPONENTS[component].fields;
	const field = fields[name] as Field;
	const stored = entity.values[fieldKey(component, name)];
	const value = stored !== undefined && checkField(field, stored).ok ? stored : field.default;
	return value as FieldValue<Extract<Declared[C]['fields'][N], Field>>;
}

/** Whether the entity carries the component; transform is always there. */
export function hasComponent(entity: HasValues, component: ComponentName): boolean {
	return component === 'transform' || entity.values[component] === true;
}
