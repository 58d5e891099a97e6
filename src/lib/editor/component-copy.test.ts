import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../base/result.ts';
import { COMPONENT_NAMES, declaredFields } from '../doc/components/registry.ts';
import { copyComponent, formatComponentCopy, parseComponentCopy } from './component-copy.ts';

const text = (over: Record<string, unknown>) =>
	JSON.stringify({ kind: 'rastudios.component', version: 1, component: 'light', values: {}, ...over });
const problem = (over: Record<string, unknown>) => {
	const read = parseComponentCopy(text(over));
	return read.ok ? undefined : read.error;
};

describe('a component as text', () => {
	it('[E54] is read as it was written, without what is default or broken', () => {
		const values = {
			light: true,
			'light.intensity': 3,
			'light.color': 'red',
			name: 'Lamp',
			'mesh.model': null,
		};
		const copy = copyComponent({ values }, 'light');
		expect(copy).toEqual({ component: 'light', values: { intensity: 3 } });
		expect(unwrap(parseComponentCopy(formatComponentCopy(copy)))).toEqual(copy);
	});
	it('[E54] names its kind and version', () => {
		const written: unknown = JSON.parse(formatComponentCopy({ component: 'light', values: {} }));
		expect(written).toEqual({ kind: 'rastudios.component', version: 1, component: 'light', values: {} });
	});
	it('[E54] can be of any component but an instance', () => {
		for (const component of COMPONENT_NAMES) {
			expect(problem({ component })?.kind).toBe(component === 'prefab' ? 'unknown-component' : undefined);
		}
	});
	it('[E54] of a newer version is not guessed at', () => {
		expect(problem({ version: 2 })).toEqual({ kind: 'newer' });
		expect(problem({ component: 'weather' })).toEqual({ kind: 'unknown-component', name: 'weather' });
		expect(problem({ values: { glow: 1 } })).toEqual({
			kind: 'unknown-field',
			component: 'light',
			name: 'glow',
		});
	});
	it.each([
		[
			'{"kind":"rastudios.component","version":1,"component":"light","values":{"__proto__":{"a":1}}}',
			'unknown-field',
		],
		[text({ component: '__proto__' }), 'unknown-component'],
		[text({ component: 'constructor' }), 'unknown-component'],
		[text({ values: { intensity: '3' } }), 'wrong-value'],
		[text({ values: { intensity: -3 } }), 'wrong-value'],
		[text({ values: { intensity: 1 } }).replace('1}', '1e999}'), 'wrong-value'],
		[text({ values: { intensity: null } }), 'wrong-value'],
		[text({ values: [] }), 'no-copy'],
		[text({ version: '1' }), 'no-copy'],
		[text({ kind: 'other' }), 'no-copy'],
		['hello', 'no-copy'],
		['null', 'no-copy'],
		['', 'no-copy'],
		[text({}) + ' '.repeat(100_000), 'no-copy'],
		['['.repeat(99_000), 'no-copy'],
	])('[E54] refuses %.60s', (hostile, kind) => {
		const read = parseComponentCopy(hostile);
		expect(read.ok ? 'ok' : read.error.kind).toBe(kind);
	});
	it('[E54] never takes a value its declaration refuses', () => {
		const names = declaredFields('light').map(({ name }) => name);
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom(...names, 'x'), fc.jsonValue()), (values) => {
				const read = parseComponentCopy(text({ values }));
				if (read.ok) expect(Object.keys(read.value.values).every((name) => names.includes(name))).toBe(true);
				else expect(['unknown-field', 'wrong-value']).toContain(read.error.kind);
			}),
			{ seed: 4, numRuns: 300 },
		);
	});
});
