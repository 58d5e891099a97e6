import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../base/json.ts';
import { checkField, type Condition } from './component.ts';
import {
	COMPONENT_NAMES,
	COMPONENTS,
	declaredFields,
	fieldKey,
	fieldOfKey,
	hasComponent,
	isComponentName,
	isFieldInUse,
	readField,
} from './registry.ts';

const FIELDS = COMPONENT_NAMES.flatMap(declaredFields);
/** What fits beside a control in the inspector. */
const LABEL_LENGTH = 13;
const HELP_LENGTH = 130;
const entity = (values: Record<string, JsonValue>) => ({ values });

describe('every component', () => {
	it('[D30] is declared under its own name, which no other key of an entity has', () => {
		const taken = ['name', 'place', 'removed', ...declaredFields('transform').map(({ key }) => key)];
		for (const [name, component] of Object.entries(COMPONENTS)) {
			expect(component.name).toBe(name);
			expect(name).toMatch(/^[a-z][A-Za-z]*$/);
			expect(taken).not.toContain(name);
		}
	});

	it('says what it is, unlike all others', () => {
		const components = Object.values(COMPONENTS);
		expect(new Set(components.map(({ label }) => label)).size).toBe(components.length);
		for (const { name, label, help } of components) {
			expect(label.trim(), name).not.toBe('');
			expect(help.length, name).toBeGreaterThan(LABEL_LENGTH);
			expect(help.length, name).toBeLessThanOrEqual(HELP_LENGTH);
		}
	});

	it.each(COMPONENT_NAMES)('%s calls each field by a name of its own that fits', (name) => {
		const fields = declaredFields(name).map(({ field }) => field);
		const labels = fields.map(({ group = '', label }) => `${group}/${label}`);
		expect(new Set(labels).size).toBe(labels.length);
		const helps = fields.map(({ help }) => help);
		expect(new Set(helps).size).toBe(helps.length);
		for (const { group, label, help } of fields) {
			expect(label).toMatch(/^\S.*$/);
			expect((group ?? label).length, label).toBeLessThanOrEqual(LABEL_LENGTH);
			expect(help.length, label).toBeGreaterThan(10);
			expect(help.length, label).toBeLessThanOrEqual(HELP_LENGTH);
		}
	});
});

describe('every field', () => {
	it.each(FIELDS.map((declared) => [declared.key, declared] as const))(
		'%s is sane',
		(key, { name, field }) => {
			expect(name).toMatch(/^[a-z][A-Za-z]*$/);
			expect(checkField(field, field.default), 'its default').toEqual({ ok: true, value: undefined });
			expect(fieldOfKey(key)?.field).toBe(field);
			if ('step' in field) {
				expect(field.step).toBeGreaterThan(0);
				if (field.min !== undefined && field.max !== undefined) {
					expect(field.min).toBeLessThan(field.max);
					expect(field.step).toBeLessThan(field.max - field.min);
				}
			}
			if (field.kind === 'choice') {
				expect(field.options.length).toBeGreaterThan(1);
				for (const part of ['value', 'label'] as const)
					expect(new Set(field.options.map((option) => option[part])).size).toBe(field.options.length);
				for (const { value } of field.options) expect(value).toMatch(/^[A-Za-z0-9]+$/);
			}
			if (field.group) expect(field.kind, 'only switches stand side by side').toBe('boolean');
		},
	);

	it.each(FIELDS.flatMap((declared) => (declared.field.when ? [[declared.key, declared] as const] : [])))(
		'%s depends on values that its condition can have, without a circle',
		(_, { component, name, field }) => {
			const seen = new Set([name]);
			for (let when: Condition | undefined = field.when; when;) {
				const { field: otherName } = when;
				const other = declaredFields(component).find((declared) => declared.name === otherName);
				expect(other, otherName).toBeDefined();
				expect(seen.has(otherName)).toBe(false);
				seen.add(otherName);
				const values = 'is' in when ? when.is : when.isNot;
				expect(values.length).toBeGreaterThan(0);
				for (const value of values) expect(checkField(other!.field, value).ok, String(value)).toBe(true);
				when = other!.field.when;
			}
		},
	);

	it('of issue 2 is still there under its key, with its default', () => {
		const expected: Record<string, JsonValue> = {
			position: [0, 0, 0],
			rotation: [0, 0, 0, 1],
			scale: [1, 1, 1],
			visible: true,
			'mesh.geometry': 'box',
			'mesh.model': null,
			'mesh.castShadow': true,
			'mesh.receiveShadow': true,
			'text.content': 'Text',
			'text.size': 0.5,
			'text.depth': 0.08,
			'material.color': '#c9ced6',
			'material.roughness': 0.6,
			'material.metalness': 0,
			'light.type': 'point',
			'light.color': '#ffffff',
			'light.intensity': 1,
			'light.range': 0,
			'light.angle': 40,
			'light.castShadow': false,
			'camera.fov': 50,
			'camera.near': 0.1,
			'camera.far': 500,
		};
		for (const [key, value] of Object.entries(expected))
			expect(fieldOfKey(key)?.field.default, key).toEqual(value);
	});
});

describe('reading a field', () => {
	it('gives what is stored, or the default where nothing valid is', () => {
		expect(readField(entity({ 'light.intensity': 3 }), 'light', 'intensity')).toBe(3);
		expect(readField(entity({}), 'light', 'intensity')).toBe(1);
		expect(readField(entity({ 'light.intensity': 'bright' }), 'light', 'intensity')).toBe(1);
		expect(readField(entity({ 'light.type': 'sun' }), 'light', 'type')).toBe('point');
		expect(readField(entity({ position: [1, 2] }), 'transform', 'position')).toEqual([0, 0, 0]);
	});

	it('has the type of its declaration', () => {
		const type: 'point' | 'directional' | 'spot' | 'ambient' | 'hemisphere' | 'area' = readField(
			entity({}),
			'light',
			'type',
		);
		const tiling: readonly [number, number] = readField(entity({}), 'material', 'tiling');
		// @ts-expect-error -- text has no such field
		const nothing = () => fieldKey('text', 'roughness');
		expect([type, tiling, typeof nothing]).toEqual(['point', [1, 1], 'function']);
	});

	it('knows keys and names of no prototype', () => {
		for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
			expect(fieldOfKey(name)).toBeUndefined();
			expect(fieldOfKey(`mesh.${name}`)).toBeUndefined();
			expect(fieldOfKey(`${name}.geometry`)).toBeUndefined();
			expect(isComponentName(name)).toBe(false);
		}
		expect(fieldOfKey('transform.position'), 'transform has no prefix').toBeUndefined();
		expect(hasComponent(entity({ mesh: 'yes' }), 'mesh')).toBe(false);
	});
});

describe('whether a field is in use', () => {
	const isUsed = (key: string, values: Record<string, JsonValue>) =>
		isFieldInUse(entity(values), fieldOfKey(key)!);

	it('follows the value it depends on', () => {
		expect(isUsed('light.angle', { 'light.type': 'spot' })).toBe(true);
		expect(isUsed('light.angle', { 'light.type': 'point' })).toBe(false);
		expect(isUsed('light.angle', { 'light.type': 'unknown' }), 'read as the default').toBe(false);
		expect(isUsed('material.normalScale', {})).toBe(false);
		expect(isUsed('material.normalScale', { 'material.normalMap': 'a'.repeat(64) })).toBe(true);
	});

	it('follows what that value depends on as well', () => {
		const shadow = { 'light.castShadow': true };
		expect(isUsed('light.shadowBias', { ...shadow, 'light.type': 'spot' })).toBe(true);
		expect(isUsed('light.shadowBias', { ...shadow, 'light.type': 'ambient' })).toBe(false);
	});
});
