import type { JsonValue } from '#lib/base/json.ts';
import type { Field } from '#lib/doc/components/component.ts';
import { COMPONENT_NAMES, declaredFields, type ComponentName } from '#lib/doc/components/registry.ts';
import type { Turn } from './document-turn.ts';

export const OPTIONAL_COMPONENTS = COMPONENT_NAMES.filter(
	(name) => name !== 'transform' && name !== 'prefab',
);

const WORDS = ['', 'Zoë', '🌳 tree', 'a\nb', '__proto__', 'x'.repeat(40)];

/** A value that may stand in a field: now and then its default, often one of few, so that people agree. */
export function pickValue(turn: Turn, field: Field): JsonValue {
	if (turn.chance(15)) return field.default;
	const between = (min = -1000, max = 1000) => min + ((max - min) * turn.pick(5)) / 4;
	switch (field.kind) {
		case 'number': {
			const number = between(field.min, field.max);
			return field.integer ? Math.round(number) : number;
		}
		case 'vector2':
			return [between(field.min, field.max), between(field.min, field.max)];
		case 'vector3':
			return [between(field.min, field.max), -0, 1];
		case 'rotation':
			return [between(-1, 1), between(-1, 1), between(-1, 1), 1];
		case 'color':
			return turn.pickOf(['#000000', '#ffffff', '#e8b04b']);
		case 'curve':
			return {
				smooth: turn.chance(50),
				points: [0, 0.5, 1].slice(turn.pick(3)).map((x) => [x, between(field.min, field.max)]),
			};
		case 'gradient':
			return [0, 0.25, 1]
				.slice(turn.pick(3))
				.map((at) => ({ at, color: turn.pickOf(['#000000', '#ffffff']), opacity: between(0, 1) }));
		case 'boolean':
			return turn.chance(50);
		case 'text':
			return turn.pickOf(WORDS).slice(0, field.maxLength);
		case 'choice':
			return turn.pickOf(field.options).value;
		case 'asset':
			return turn.pickOf(['a', 'b', 'c']).repeat(64);
		case 'document':
			return turn.pickOf(turn.world.documentsOf(field.accepts));
		case 'entity':
			return turn.pickOf(['e', 'f']).repeat(22);
		case 'any':
			return turn.pickOf([0, true, 'near', [1, 2, 3], { entity: 'e'.repeat(22) }]);
	}
}

/** A component with one of its fields, as an entity's values hold them. */
export function pickValues(turn: Turn, component: ComponentName): Record<string, JsonValue> {
	const values: Record<string, JsonValue> = component === 'transform' ? {} : { [component]: true };
	const fields = declaredFields(component);
	if (fields.length === 0) return values;
	const { key, field } = turn.pickOf(fields);
	values[key] = pickValue(turn, field);
	return values;
}

/** What no field holds, and no component is. */
export function pickNonsense(turn: Turn): [key: string, value: JsonValue] {
	const key = turn.pickOf([
		'position',
		'rotation',
		'scale',
		'visible',
		'nothing.known',
		'__proto__',
		'transform',
	]);
	const deep = Array.from({ length: 40 }).reduce<JsonValue>((inner) => [inner], 1);
	const values: JsonValue[] = [
		NaN,
		Infinity,
		[NaN, 0, 0],
		[1, 2],
		[1e9, 0, 0],
		'x'.repeat(1e5),
		deep,
		null,
		[0, 0, 0, 0],
	];
	return [key, turn.pickOf(values)];
}
