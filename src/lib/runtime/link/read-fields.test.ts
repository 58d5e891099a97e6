import { describe, expect, it } from 'vitest';
import { readScriptFields } from './read-fields.ts';

const script = (fields: string) => `import { Script } from 'rastudios';
export default class Door extends Script {
	static fields = ${fields};
	declare speed: number;
}`;

describe('what a script asks its creator for', () => {
	it('[T9] is read from its class, with short words for kinds', () => {
		const { fields, problems } = readScriptFields(
			script(
				`{ speed: { kind: 'number', default: -2, min: -5, max: 5 }, open: false, 'offset': [0, -1, 0.5], } as const`,
			),
		);
		expect(problems).toEqual([]);
		expect(fields.map(({ name, kind, default: value }) => [name, kind, value])).toEqual([
			['speed', 'number', -2],
			['open', 'boolean', false],
			['offset', 'vector3', [0, -1, 0.5]],
		]);
	});

	it.each([
		[
			'a class below its helper',
			`class Helper { static fields = { a: 1 } }\nexport default class A { static fields = { b: 1 } }`,
		],
		['a class without a name', `export default class { static fields = { b: 1 } }`],
		[
			'a class that is given later',
			`class Z { static fields = { a: 1 } }\nclass A { static fields = { b: 1 } }\nexport default A;`,
		],
		['a checked object', `export default class A { static fields = { b: 1 } satisfies object }`],
	])('[T9] of %s', (_, text) => {
		expect(readScriptFields(text).fields.map(({ name }) => name)).toEqual(['b']);
	});

	it('[T9] what cannot be read is told at its line, and the others are there', () => {
		const { fields, problems } = readScriptFields(
			script(`{\n\tgood: 1,\n\tbad: Math.random(),\n\t...others,\n\t[name]: 2,\n\todd: { kind: 'what' },\n}`),
		);
		expect(fields.map(({ name }) => name)).toEqual(['good']);
		expect(problems.map(({ line }) => line)).toEqual([5, 6, 7, 8]);
		expect(problems[3]?.message).toContain('“odd”');
	});

	it.each([
		['no class', 'export const a = 1;', 0],
		['nothing', '', 0],
		['no object', script('make()'), 1],
		['what does not parse', 'class {', 1],
	])('[T9] of %s there are none', (_, text, problems) => {
		expect(readScriptFields(text).fields).toEqual([]);
		expect(readScriptFields(text).problems).toHaveLength(problems);
	});

	it('[T9] nothing of it is run, and what nests without end is no plain value', () => {
		const deep = `${'['.repeat(2000)}1${']'.repeat(2000)}`;
		const { fields } = readScriptFields(script(`{ a: ${deep}, __proto__: 1, b: (globalThis.pwned = 1) }`));
		expect(fields).toEqual([]);
		expect('pwned' in globalThis).toBe(false);
	});
});
