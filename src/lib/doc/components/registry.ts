import type { Curve } from '../../base/curve.ts';
import type { Gradient } from '../../base/gradient.ts';
import type { AssetHash, DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { ExpandedId } from '../prefabs/entity-path.ts';
import { animation } from './animation.ts';
import { audio } from './audio.ts';
import { camera } from './camera.ts';
import { collider } from './collider.ts';
import { isFieldValue, type ComponentDeclaration, type Field } from './component.ts';
import {
	fieldLabel,
	isScriptSlot,
	parseScriptKey,
	type ScriptKey,
	type ScriptSlot,
} from './entity-scripts.ts';
import { environment } from './environment.ts';
import { joint } from './joint.ts';
import { light } from './light.ts';
import { material } from './material.ts';
import { mesh } from './mesh.ts';
import { note } from './note.ts';
import { particles } from './particles.ts';
import { prefab } from './prefab.ts';
import { rigidBody } from './rigid-body.ts';
import { script } from './script.ts';
import { spawnPoint } from './spawn-point.ts';
import { sprite } from './sprite.ts';
import { text } from './text.ts';
import { transform } from './transform.ts';
import { ui } from './ui.ts';

/** Every component this version knows, in the order the inspector shows them. */
export const COMPONENTS = {
	transform,
	prefab,
	mesh,
	text,
	sprite,
	material,
	light,
	camera,
	environment,
	animation,
	particles,
	audio,
	rigidBody,
	collider,
	joint,
	spawnPoint,
	ui,
	script,
	note,
} as const;

export type ComponentName = keyof typeof COMPONENTS;
type Declared = typeof COMPONENTS;

/** What a field of this declaration holds. */
export type FieldValue<F extends Field> = F extends { kind: 'number' }
	? number
	: F extends { kind: 'vector2' }
		? readonly [number, number]
		: F extends { kind: 'vector3' }
			? readonly [number, number, number]
			: F extends { kind: 'rotation' }
				? readonly [number, number, number, number]
				: F extends { kind: 'boolean' }
					? boolean
					: F extends { kind: 'curve' }
						? Curve
						: F extends { kind: 'gradient' }
							? Gradient
							: F extends { kind: 'choice'; options: readonly { value: infer Value }[] }
								? Value
								: F extends { kind: 'asset' }
									? AssetHash | null
									: F extends { kind: 'document' }
										? DocumentId | null
										: F extends { kind: 'entity' }
											? ExpandedId | null
											: string;

export type FieldName<C extends ComponentName> = keyof Declared[C]['fields'] & string;

/** The key of any declared field: transform's are bare, all others `<component>.<field>`. */
export type FieldKey = {
	[C in ComponentName]: C extends 'transform' ? FieldName<C> : `${C}.${FieldName<C>}`;
}[ComponentName];

/** What an entity carries a component under: its name, and for all scripts but the first a slot of their own. */
export type ComponentKey = ComponentName | ScriptSlot;
/** The key of any field, also of those that scripts declare. */
export type ValueKey = FieldKey | ScriptKey;

/** One declared field with the key it has in an entity's map. */
export type DeclaredField<C extends ComponentKey = ComponentKey> = {
	readonly component: C;
	readonly name: string;
	readonly key: C extends ComponentName ? FieldKey : ValueKey;
	readonly field: Field;
};

export const COMPONENT_NAMES = Object.keys(COMPONENTS) as ComponentName[];

export const isComponentName = (name: string): name is ComponentName => Object.hasOwn(COMPONENTS, name);

/** Whether an entity carries a component under this key. */
export const isComponentKey = (key: string): key is ComponentKey => isComponentName(key) || isScriptSlot(key);

/** Which component it is that stands under this key. */
export const componentOf = (key: ComponentKey): ComponentName => (isComponentName(key) ? key : 'script');

// Made once: readers ask for keys and fields thousands of times in a frame.
const BY_NAME = new Map(COMPONENT_NAMES.map((component) => [component, new Map(listFields(component))]));
const BY_KEY = new Map<string, DeclaredField<ComponentName>>(
	[...BY_NAME.values()].flatMap((fields) => [...fields.values()].map((field) => [field.key, field])),
);

/** What a script declares stands in its text: the document only knows what may stand there at all. */
const SCRIPT_VALUE = {
	kind: 'any',
	default: null,
	help: 'What this script is given here. Its text says what it means.',
} as const;

/** The fields of a component, in the order of its declaration; without those that only a script's text knows. */
export function declaredFields<C extends ComponentKey>(component: C): readonly DeclaredField<C>[] {
	const fields = [...BY_NAME.get(componentOf(component))!.values()];
	if (isComponentName(component)) return fields as unknown as DeclaredField<C>[];
	return fields.map(({ name, field }) => ({ component, name, key: `${component}.${name}`, field }) as never);
}

/** The keys of all that an entity has in a component, and could have by its declaration. */
export function keysOf(component: ComponentKey, { values }: HasValues): readonly string[] {
	const declared = declaredFields(component).map(({ key }): string => key);
	if (componentOf(component) !== 'script') return declared;
	const own = Object.keys(values).filter((key) => {
		const parsed = parseScriptKey(key);
		return parsed?.field !== undefined && parsed.slot === component;
	});
	return [...declared, ...own];
}

/** The key a field has in an entity's map. */
export function fieldKey<C extends ComponentName>(component: C, field: FieldName<C>): FieldKey {
	return declaredField(component, field).key;
}

/** The declaration behind a key, or undefined for one this version does not know. */
export const fieldOfKey = (key: string): DeclaredField | undefined => BY_KEY.get(key) ?? scriptFieldOf(key);

type HasValues = { readonly values: Readonly<Record<string, JsonValue>> };

/** A field's value as anyone should see it: what is stored, or the default where nothing valid is. */
export function readField<C extends ComponentName, N extends FieldName<C>>(
	entity: HasValues,
	component: C,
	name: N,
): FieldValue<Extract<Declared[C]['fields'][N], Field>> {
	const value = readDeclared(entity, declaredField(component, name));
	return value as FieldValue<Extract<Declared[C]['fields'][N], Field>>;
}

/** `readField` for whoever goes through declarations instead of naming a field. */
export function readDeclared(entity: HasValues, { key, field }: DeclaredField): JsonValue {
	const stored = entity.values[key];
	return stored !== undefined && isFieldValue(field, stored) ? stored : field.default;
}

/** Whether a field means anything on this entity: an ambient light has no cone, a box no model. */
export function isFieldInUse(entity: HasValues, { component, field }: DeclaredField): boolean {
	const { when } = field;
	if (!when) return true;
	const other = declaredField(componentOf(component), when.field);
	const value = readDeclared(entity, other) as string | boolean | null;
	const holds = 'is' in when ? when.is.includes(value) : !when.isNot.includes(value);
	return holds && isFieldInUse(entity, other);
}

/** Whether the entity carries the component; transform is always there. */
export function hasComponent(entity: HasValues, component: ComponentKey): boolean {
	return component === 'transform' || entity.values[component] === true;
}

const declaredField = (component: ComponentName, name: string): DeclaredField<ComponentName> =>
	BY_NAME.get(component)!.get(name)!;

function scriptFieldOf(key: string): DeclaredField | undefined {
	const parsed = parseScriptKey(key);
	if (!parsed) return undefined;
	const { slot: component, member: name, field: own } = parsed;
	const field =
		own === undefined ? script.fields[name as 'source'] : { ...SCRIPT_VALUE, label: fieldLabel(own) };
	return { component, name, key: key as ScriptKey, field };
}

function listFields(component: ComponentName): [string, DeclaredField<ComponentName>][] {
	const fields: ComponentDeclaration['fields'] = COMPONENTS[component].fields;
	return Object.entries(fields).map(([name, field]) => {
		const key = (component === 'transform' ? name : `${component}.${name}`) as FieldKey;
		return [name, Object.freeze({ component, name, key, field })];
	});
}
