import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId } from '../../base/ids.ts';
import { isJson, jsonEqual, type JsonValue } from '../../base/json.ts';
import { checkField, fieldRule, isFieldValue, storableValue, type Field } from './component.ts';
import { COMPONENT_NAMES, declaredFields } from './registry.ts';

const words = { label: 'Field', help: 'Help.' };
const size = { ...words, kind: 'number', default: 1, min: 0, max: 10, step: 1 } as const satisfies Field;
const count = { ...size, integer: true } as const satisfies Field;
const turn = { ...words, kind: 'rotation', default: [0, 0, 0, 1] } as const satisfies Field;
const place = { ...words, kind: 'vector3', default: [0, 0, 0], step: 1 } as const satisfies Field;
const tiling = {
	...words,
	kind: 'vector2',
	default: [1, 1],
	min: -5,
	max: 5,
	step: 1,
} as const satisfies Field;
const title = { ...words, kind: 'text', default: '', maxLength: 5 } as const satisfies Field;
const shape = {
	...words,
	kind: 'choice',
	default: 'box',
	options: [{ value: 'box', label: 'Box' }],
} as const satisfies Field;
const image = { ...words, kind: 'asset', default: null, accepts: 'image' } as const satisfies Field;
const script = { ...words, kind: 'document', default: null, accepts: 'script' } as const satisfies Field;
const target = { ...words, kind: 'entity', default: null } as const satisfies Field;
const color = { ...words, kind: 'color', default: '#ffffff' } as const satisfies Field;
const visible = { ...words, kind: 'boolean', default: true } as const satisfies Field;

const HOSTILE: readonly unknown[] = [
	undefined,
	null,
	NaN,
	Infinity,
	-Infinity,
	1e308,
	10n,
	Symbol('x'),
	() => 1,
	'__proto__',
	'constructor',
	'toString',
	{ __proto__: null },
	JSON.parse('{"__proto__": 1}'),
	[],
	[1, 2, NaN],
	// eslint-disable-next-line no-sparse-arrays -- holes are what is tried here
	[, , ,],
	['1', '2', '3'],
	[[1], 2, 3],
	new Float32Array(3),
	Object('text'),
	Object(1),
	'x'.repeat(100_000),
	'broken \ud800',
	new Date(0),
];

describe('a value for a field', () => {
	it.each<[Field, unknown]>([
		[size, 0],
		[size, 10],
		[size, 2.5],
		[count, 3],
		[place, [1, -2, 3.5]],
		[tiling, [5, -5]],
		[turn, [0, 0.70711, 0, 0.70711]],
		[color, '#e8b04b'],
		[visible, false],
		[title, '🙂🙂'],
		[shape, 'box'],
		[image, 'a'.repeat(64)],
		[image, null],
		[script, mintDocumentId()],
		[target, mintEntityId()],
		[target, null],
	])('%j takes %j', (field, value) =>
		expect(checkField(field, value)).toEqual({ ok: true, value: undefined }),
	);

	it.each<[Field, unknown, string]>([
		[size, 10.01, 'must be a number from 0 to 10'],
		[size, '5', 'must be a number from 0 to 10'],
		[count, 2.5, 'must be a whole number from 0 to 10'],
		[place, [1, 2], 'must be three numbers within ±1000000'],
		[place, [1, 2, 3, 4], 'must be three numbers within ±1000000'],
		[place, [1, 2, 1e7], 'must be three numbers within ±1000000'],
		[tiling, [1, 5.1], 'must be two numbers within ±5'],
		[turn, [0, 0, 0, 0], 'must be a quaternion of four numbers, not all zero'],
		[color, '#E8B04B', 'must be a colour like #e8b04b'],
		[color, '#e8b04b\n', 'must be a colour like #e8b04b'],
		[visible, 1, 'must be true or false'],
		[title, '123456', 'must be text of at most 5 characters, without broken ones'],
		[title, '\ud83d', 'must be text of at most 5 characters, without broken ones'],
		[shape, 'toString', 'must be one of box'],
		[image, 'A'.repeat(64), 'must be an image of this project, or none'],
		[script, 'short', 'must be a script of this project, or none'],
		[target, 7, 'must be an entity of this scene, or none'],
	])('%j refuses %j and says: %s', (field, value, rule) =>
		expect(checkField(field, value)).toEqual({ ok: false, error: rule }),
	);

	it('is written with 0 for −0, which no two replicas would compare as equal', () => {
		expect(storableValue(-0)).toBe(0);
		expect(storableValue([1, -0, -2])).toEqual([1, 0, -2]);
		const clean = [1, 0, 2];
		expect(storableValue(clean)).toBe(clean);
		expect(storableValue('-0')).toBe('-0');
	});
});

describe('every declared field', () => {
	const fields = COMPONENT_NAMES.flatMap(declaredFields);

	it('tells its rule and takes nothing hostile', () => {
		for (const { key, field } of fields) {
			expect(fieldRule(field), key).toMatch(/^must be /);
			for (const value of HOSTILE) if (isFieldValue(field, value)) expectStorable(field, value);
		}
	});

	it('[D5] takes only JSON within its range, whatever it is given', () => {
		const anything = fc.anything({ withBigInt: true, withSparseArray: true, withNullPrototype: true });
		const nearly = fc.oneof(
			fc.double(),
			fc.integer(),
			fc.array(fc.double(), { minLength: 2, maxLength: 4 }),
			fc.string({ unit: 'binary', maxLength: 80 }),
			fc.constantFrom(...HOSTILE),
		);
		fc.assert(
			fc.property(fc.constantFrom(...fields), fc.oneof(anything, nearly), ({ field }, value) => {
				const checked = checkField(field, value);
				expect(checked.ok).toBe(isFieldValue(field, value));
				if (checked.ok) expectStorable(field, value);
				else expect(checked.error).toBe(fieldRule(field));
			}),
			{ numRuns: 5000 },
		);
	});

	it('takes every value of its range', () => {
		for (const { key, field } of fields) {
			if (field.kind !== 'number') continue;
			fc.assert(
				fc.property(fc.double({ min: field.min, max: field.max, noNaN: true }), (value) => {
					const whole = field.integer ? Math.round(value) : value;
					expect(isFieldValue(field, whole), key).toBe(true);
				}),
				{ numRuns: 20 },
			);
		}
	});
});

/** What was taken survives storage as it is, and is in range. */
function expectStorable(field: Field, value: unknown): void {
	expect(isJson(value)).toBe(true);
	const json = value as JsonValue;
	expect(jsonEqual(JSON.parse(JSON.stringify(json)) as JsonValue, json)).toBe(true);
	const numbers = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === 'number');
	const { min, max } = 'max' in field ? field : { min: -1e6, max: 1e6 };
	for (const part of numbers) expect(part >= (min ?? -1e6) && part <= (max ?? 1e6)).toBe(true);
	if (typeof value === 'string')
		expect(value.length).toBeLessThanOrEqual('maxLength' in field ? field.maxLength : 64);
}
