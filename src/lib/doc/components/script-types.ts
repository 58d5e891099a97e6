import type { Field } from './component.ts';
import { COMPONENT_NAMES, COMPONENTS, declaredFields, type ComponentName } from './registry.ts';

const HEADER = `declare const reference: unique symbol;
/** Stands for something of the project; scripts get and pass it on, and never make one up. */
export type Reference<Kind extends string> = string & { readonly [reference]: Kind };
export type Vector2 = readonly [x: number, y: number];
export type Vector3 = readonly [x: number, y: number, z: number];
/** A turn; its four numbers squared add up to 1. */
export type Quaternion = readonly [x: number, y: number, z: number, w: number];
/** Like "#e8b04b". */
export type Color = \`#\${string}\`;
/** A number that follows another from 0 to 1; its points stand from left to right. */
export type Curve = { readonly smooth: boolean; readonly points: readonly (readonly [x: number, y: number])[] };
/** Colors that go over into one another; its stops stand in their order from 0 to 1. */
export type Gradient = readonly { readonly at: number; readonly color: Color; readonly opacity: number }[];`;

/** TypeScript declarations of every component as scripts see it, made from the declarations alone. */
export function componentTypes(): string {
	const names = COMPONENT_NAMES.map((name) => `\t${name}: ${interfaceName(name)};`);
	return [
		HEADER,
		...COMPONENT_NAMES.map(componentType),
		`/** Every component by its name. */\nexport interface Components {\n${names.join('\n')}\n}`,
		'export type ComponentName = keyof Components;\n',
	].join('\n\n');
}

function componentType(name: ComponentName): string {
	const members = declaredFields(name).map(
		({ name: field, field: declared }) => `${comment(declared)}\n\t${field}: ${valueType(declared)};`,
	);
	const { help } = COMPONENTS[name];
	return `/** ${help} */\nexport interface ${interfaceName(name)} {\n${members.join('\n')}\n}`;
}

/** `rigidBody` → `RigidBody`. */
const interfaceName = (name: ComponentName): string => name.charAt(0).toUpperCase() + name.slice(1);

function comment(field: Field): string {
	const facts: string[] = [];
	if (field.kind === 'curve') facts.push(`From ${field.min} to ${field.max}.`);
	if (field.kind === 'number')
		facts.push(`${field.integer ? 'Whole number from' : 'From'} ${field.min} to ${field.max}.`);
	if (field.kind === 'text') facts.push(`At most ${field.maxLength} characters.`);
	if ('unit' in field && field.unit) facts.push(`In ${field.unit}.`);
	if (field.default !== null) facts.push(`Default: ${JSON.stringify(field.default)}.`);
	return `\t/** ${[field.help, ...facts].join(' ')} */`;
}

function valueType(field: Field): string {
	switch (field.kind) {
		case 'number':
			return 'number';
		case 'vector2':
			return 'Vector2';
		case 'vector3':
			return 'Vector3';
		case 'rotation':
			return 'Quaternion';
		case 'color':
			return 'Color';
		case 'boolean':
			return 'boolean';
		case 'curve':
			return 'Curve';
		case 'gradient':
			return 'Gradient';
		case 'text':
			return 'string';
		case 'choice':
			return field.options.map(({ value }) => `'${value}'`).join(' | ');
		case 'asset':
		case 'document':
			return `Reference<'${field.accepts}'> | null`;
		case 'entity':
			return "Reference<'entity'> | null";
		case 'any':
			return 'unknown';
	}
}
