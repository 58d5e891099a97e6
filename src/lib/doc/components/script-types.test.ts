import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { COMPONENT_NAMES, declaredFields } from './registry.ts';
import { componentTypes } from './script-types.ts';

const OPTIONS: ts.CompilerOptions = {
	strict: true,
	noEmit: true,
	// Ours is checked, the language's own is not.
	skipDefaultLibCheck: true,
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	target: ts.ScriptTarget.ES2022,
	lib: ['lib.es5.d.ts'],
	types: [],
};
const USE = `import type { Components, ComponentName } from './components';
declare function get<N extends ComponentName>(name: N): Components[N];
`;

const DISK = ts.createCompilerHost(OPTIONS);
const parsed = new Map<string, ts.SourceFile | undefined>();

/** A file of the language's own library, parsed once for all tests. */
function library(
	name: string,
	version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
	if (!parsed.has(name)) parsed.set(name, DISK.getSourceFile(name, version));
	return parsed.get(name);
}

/** What the compiler says about a script that uses the component types. */
function errorsIn(script: string): string[] {
	const files = new Map([
		['/components.d.ts', componentTypes()],
		['/script.ts', USE + script],
	]);
	const host: ts.CompilerHost = {
		...DISK,
		getSourceFile(name, version) {
			const text = files.get(name);
			return text === undefined ? library(name, version) : ts.createSourceFile(name, text, version);
		},
		fileExists: (name) => files.has(name) || DISK.fileExists(name),
		readFile: (name) => files.get(name) ?? DISK.readFile(name),
		getCurrentDirectory: () => '/',
	};
	const program = ts.createProgram([...files.keys()], OPTIONS, host);
	return ts
		.getPreEmitDiagnostics(program)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the component types of scripts', () => {
	it('[D30] take right use', () => {
		const script = `
			const light = get('light');
			light.type = 'spot';
			light.intensity += 2;
			light.color = '#ff0000';
			const { position } = get('transform');
			const height: number = position[1];
			get('transform').position = [position[0], height + 1, position[2]];
			get('material').colorMap = get('sprite').image;
			get('joint').target = null;
			get('material').tiling = [2, 2];
			export {};
		`;
		expect(errorsIn(script)).toEqual([]);
	});

	it.each([
		['another type', `get('light').intensity = '3';`],
		['an unknown choice', `get('light').type = 'sun';`],
		['an unknown field', `get('light').brightness = 3;`],
		['an unknown component', `get('portal');`],
		['a vector too short', `get('transform').position = [1, 2];`],
		['a colour by name', `get('light').color = 'red';`],
		['a model for an image', `get('material').colorMap = get('mesh').model;`],
		['a made-up reference', `get('joint').target = 'somebody';`],
		['nothing where something must be', `get('text').content = null;`],
	])('[D30] refuse %s', (_, script) => {
		expect(errorsIn(`${script}\nexport {};`)).toHaveLength(1);
	});

	it('[D30] name every component and field', () => {
		const types = componentTypes();
		for (const name of COMPONENT_NAMES) {
			expect(types).toContain(`\t${name}: `);
			for (const { name: field } of declaredFields(name)) expect(types).toContain(`\n\t${field}: `);
		}
	});
});
