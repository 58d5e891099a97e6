import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { checkField } from './component.ts';
import { fitsField, fromControl, toControl } from './script-field-values.ts';
import { scriptValueOf, toScriptField } from './script-fields.ts';

const field = (declared: unknown, name = 'value') => unwrap(toScriptField(name, declared));
const ID = 'e'.repeat(22);
const HASH = 'a'.repeat(64);

describe('[T51] a declared field', () => {
	it.each([
		[5, { kind: 'number', default: 5 }],
		[true, { kind: 'boolean', default: true }],
		['red', { kind: 'text', default: 'red' }],
		[[1, 2, 3], { kind: 'vector3', default: [1, 2, 3] }],
	])('%j is short for its kind', (declared, expected) => {
		expect(field(declared)).toMatchObject({ name: 'value', label: 'Value', ...expected });
	});

	it.each([
		[{ kind: 'number' }, { default: 0, step: 0.1 }],
		[
			{ kind: 'number', min: 2, max: 4 },
			{ default: 2, min: 2, max: 4, step: 0.01 },
		],
		[
			{ kind: 'number', default: 90, unit: 'deg', step: 5 },
			{ default: 90, unit: 'deg', step: 5 },
		],
		[{ kind: 'boolean' }, { default: false }],
		[
			{ kind: 'text', multiline: true },
			{ default: '', multiline: true },
		],
		[{ kind: 'choice', options: ['near', 'far'] }, { default: 'near' }],
		[{ kind: 'choice', options: ['near', 'far'], default: 'far' }, { default: 'far' }],
		[{ kind: 'color' }, { default: '#ffffff' }],
		[{ kind: 'color', default: '#FF8000' }, { default: '#ff8000' }],
		[{ kind: 'vector3' }, { default: [0, 0, 0] }],
		[{ kind: 'entity' }, { default: null }],
		[{ kind: 'prefab' }, { kind: 'document', accepts: 'prefab', default: null }],
		[
			{ kind: 'asset', accepts: 'audio' },
			{ accepts: 'audio', default: null },
		],
	])('%j has a default of its own', (declared, expected) => {
		const made = field(declared);
		expect(made).toMatchObject(expected);
		expect(checkField(made, made.default).ok).toBe(true);
	});

	it('is called as it says, or after its name', () => {
		expect(field({ kind: 'number', label: 'How fast', help: 'Metres a second.' })).toMatchObject({
			label: 'How fast',
			help: 'Metres a second.',
		});
		expect(field(1, 'maxSpeed').label).toBe('Max speed');
		expect(field(1, 'jump_height2').label).toBe('Jump height2');
		expect(field(1, '_').label).toBe('_');
	});

	it.each([
		['value', undefined],
		['value', null],
		['value', NaN],
		['value', () => 5],
		['value', [1, 2]],
		['value', 'x'.repeat(10_001)],
		['value', {}],
		['value', { kind: 'toString' }],
		['value', { kind: 'number', min: 5, max: 5 }],
		['value', { kind: 'number', min: 0, max: 1, default: 2 }],
		['value', { kind: 'number', step: 0 }],
		['value', { kind: 'number', unit: 'mile' }],
		['value', { kind: 'number', default: '5' }],
		['value', { kind: 'choice' }],
		['value', { kind: 'choice', options: [] }],
		['value', { kind: 'choice', options: ['a', 'a'] }],
		['value', { kind: 'choice', options: ['a'], default: 'b' }],
		['value', { kind: 'color', default: 'red' }],
		['value', { kind: 'vector3', default: [0, 0, Infinity] }],
		['value', { kind: 'asset', accepts: 'virus' }],
		['__proto__', 5],
		['two words', 5],
	])('%j: %j is refused by its rule', (name, declared) => {
		const made = toScriptField(name, declared);
		expect(made).toMatchObject({ ok: false });
		expect(made.ok ? '' : made.error).toMatch(/^(must|needs|has|is) /);
	});
});

describe('[T51] a value of a field', () => {
	it('is what was set where that fits, else what the text says', () => {
		const speed = field({ kind: 'number', default: 3, min: 0, max: 10 });
		expect(scriptValueOf(speed, 5)).toBe(5);
		expect(scriptValueOf(speed, undefined)).toBe(3);
		expect(scriptValueOf(speed, 'fast')).toBe(3);
		expect(scriptValueOf(speed, 11)).toBe(3);
	});

	it.each([
		[{ kind: 'entity' }, { entity: ID }, ID],
		[{ kind: 'prefab' }, { prefab: ID }, ID],
		[{ kind: 'asset', accepts: 'model' }, { asset: HASH }, HASH],
		[{ kind: 'number' }, 5, 5],
		[{ kind: 'vector3' }, [1, 2, 3], [1, 2, 3]],
	] as const)('%j: %j stands as %j in its control', (declared, stored, shown) => {
		const made = field(declared);
		expect(toControl(made, stored)).toEqual(shown);
		expect(fromControl(made, shown)).toEqual(stored);
	});

	it('refers to nothing where what is stored is of another kind', () => {
		const target = field({ kind: 'entity' });
		for (const stored of [{ prefab: ID }, ID, { entity: 'x' }, 5, undefined]) {
			expect(fitsField(target, stored)).toBe(false);
			expect(toControl(target, stored)).toBeNull();
		}
		expect(fromControl(target, null)).toBeNull();
	});
});
