import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { importsOf, pathBetween } from './no-cycles.ts';
import { ROOT } from './places.ts';

// The project's own configuration, without the rules that need a file to be part of a TypeScript program.
const untyped = new ESLint({
	cwd: ROOT,
	overrideConfig: [
		{ files: ['**/*.{ts,svelte}'], ...ts.configs.disableTypeChecked },
		{ files: ['**/*.{ts,svelte}'], languageOptions: { parserOptions: { projectService: false } } },
	],
});
const typed = new ESLint({ cwd: ROOT });

async function lint(filePath: string, source: string, eslint = untyped): Promise<string[]> {
	const [result] = await eslint.lintText(source, { filePath });
	return (result?.messages ?? [])
		.filter((message) => message.severity === 2 && message.ruleId !== '@typescript-eslint/no-unused-vars')
		.map((message) => `${message.ruleId}: ${message.message}`);
}

const component = (script: string, markup = '') =>
	`<script lang="ts">\n\t${script}\n</script>\n\n${markup}\n`;

describe('layers', () => {
	test.each([
		['src/lib/base/x.ts', '#lib/doc/scene.ts', /lib\/base may not import lib\/doc: a lower layer/],
		['src/lib/base/x.ts', '../doc/scene.ts', /lib\/base may not import lib\/doc/],
		['src/lib/doc/x.ts', '#lib/protocol/frames.ts', /peers on one level/],
		['src/lib/protocol/x.ts', '#lib/sync/connection.ts', /a lower layer never imports a higher one/],
		['src/lib/storage/x.ts', '#lib/sync/connection.ts', /peers on one level/],
		['src/lib/sync/x.ts', '#lib/studio/studio.ts', /a lower layer/],
		['src/lib/engine/x.ts', '#lib/editor/tools.ts', /peers on one level/],
		['src/lib/runtime/x.ts', '#lib/engine/view.ts', /peers on one level/],
		['src/lib/editor/x.ts', '#lib/paraglide/messages.js', /Return a code/],
		['src/lib/studio/x.ts', '#lib/features/share/share.ts', /a lower layer/],
		['src/lib/features/share/x.ts', '#lib/features/people/people.ts', /features are peers/],
		['src/lib/features/share/x.ts', '../people/people.ts', /features are peers/],
		['src/lib/ui/x.ts', '#lib/doc/scene.ts', /dumb controls/],
		['src/lib/studio/x.ts', '#lib/ui/Button.svelte', /lib\/studio may not import lib\/ui/],
		['sync-server/x.ts', '#lib/storage/ports.ts', /base, protocol and doc only/],
		['src/lib/sync/x.ts', '#server/server.ts', /server code never reaches the browser/],
		['src/lib/doc/x.ts', '../../../tests/helpers/x.ts', /test code/],
		['src/lib/doc/x.ts', '$lib/base/ids.ts', /#lib/],
	])('%s may not import %s', async (file, source, message) => {
		expect(await lint(file, `import { a } from '${source}';\nexport const b = a;\n`)).toEqual([
			expect.stringMatching(message),
		]);
	});

	test('a type-only import, a re-export and a lazy import follow the same direction', async () => {
		for (const line of [
			"import type { A } from '#lib/doc/scene.ts';\nexport type B = A;",
			"export { a } from '#lib/doc/scene.ts';",
			"export const a = () => import('#lib/doc/scene.ts');",
		]) {
			expect(await lint('src/lib/base/x.ts', `${line}\n`)).toEqual([expect.stringMatching(/^house\/layers/)]);
		}
	});

	test('components are held to the same rules', async () => {
		const source = component(
			"import { a } from '#lib/features/people/people.ts';\n\tconst b = a;",
			'<p>{b}</p>',
		);
		expect(await lint('src/lib/features/share/Share.svelte', source)).toEqual([
			expect.stringMatching(/features are peers/),
		]);
	});

	test.each([
		['src/lib/doc/x.ts', '#lib/base/ids.ts'],
		['src/lib/storage/x.ts', '#lib/doc/scene.ts'],
		['src/lib/studio/x.ts', '#lib/engine/view.ts'],
		['src/lib/features/share/x.ts', '#lib/ui/Button.svelte'],
		['src/lib/features/share/x.ts', './link.ts'],
		['src/lib/ui/x.ts', '#lib/paraglide/messages.js'],
		['sync-server/x.ts', '#lib/protocol/frames.ts'],
		['src/lib/sync/x.test.ts', '../../../tests/helpers/x.ts'],
	])('%s may import %s', async (file, source) => {
		expect(await lint(file, `import { a } from '${source}';\nexport const b = a;\n`)).toEqual([]);
	});
});

describe('packages have one home', () => {
	test.each([
		['src/lib/sync/x.ts', 'yjs', /only lib\/doc touches Yjs/],
		['sync-server/x.ts', 'yjs', /only lib\/doc touches Yjs/],
		['src/lib/features/viewport/x.ts', 'three', /lib\/engine/],
		['src/lib/features/viewport/x.ts', 'three/addons/loaders/GLTFLoader.js', /lib\/engine/],
		['src/lib/doc/x.ts', 'dexie', /ports of lib\/storage/],
		['src/lib/engine/x.ts', 'svelte', /view-free/],
		['src/lib/ui/x.ts', '$app/navigation', /router/],
		['src/lib/storage/x.ts', 'node:fs', /runs in a browser/],
		['src/lib/protocol/x.ts', 'node:crypto', /runs in browsers too/],
	])('%s may not import %s', async (file, source, message) => {
		expect(await lint(file, `import { a } from '${source}';\nexport const b = a;\n`)).toEqual([
			expect.stringMatching(message),
		]);
	});

	test.each([
		['src/lib/doc/x.ts', 'yjs'],
		['src/lib/engine/x.ts', 'three'],
		['src/lib/storage/dexie/x.ts', 'dexie'],
		['src/lib/sync/x.ts', 'y-protocols/sync'],
		['src/lib/sync/x.test.ts', 'yjs'],
		['sync-server/x.ts', 'node:fs'],
	])('%s may import %s', async (file, source) => {
		expect(await lint(file, `import { a } from '${source}';\nexport const b = a;\n`)).toEqual([]);
	});
});

describe('cycles', () => {
	test('imports that exist at run time make the graph', () => {
		const source = [
			"import { a,\n\tb } from './one.ts';",
			"import type { C } from './types.ts';",
			"import './two.ts';",
			"export { d } from '#lib/base/ids.ts';",
			"const lazy = () => import('./lazy.ts');",
			"import Thing from './Thing.svelte';",
		].join('\n');
		expect(importsOf('src/lib/doc/x.ts', source)).toEqual([
			'src/lib/doc/one.ts',
			'src/lib/doc/two.ts',
			'src/lib/base/ids.ts',
			'src/lib/doc/Thing.svelte',
		]);
	});

	test('the shortest way back is found, or none', () => {
		const graph = new Map([
			['a', ['b', 'c']],
			['b', ['c']],
			['c', ['a']],
			['d', ['a']],
		]);
		expect(pathBetween(graph, 'b', 'a')).toEqual(['b', 'c', 'a']);
		expect(pathBetween(graph, 'a', 'd')).toBeNull();
	});

	test('a real cycle is reported with its path', async () => {
		// ids.ts imports result.ts, so this closes a circle.
		const messages = await lint(
			'src/lib/base/result.ts',
			"import { a } from './ids.ts';\nexport const b = a;\n",
		);
		expect(messages).toEqual([
			expect.stringMatching(/^house\/no-cycles: Import cycle: .*result\.ts → .*ids\.ts → .*result\.ts/),
		]);
	});
});

describe('raw globals', () => {
	test.each([
		['Date.now()'],
		['new Date()'],
		['Math.random()'],
		['crypto.randomUUID()'],
		['performance.now()'],
		['setTimeout(() => 1, 1)'],
		["window.localStorage.getItem('a')"],
		['indexedDB'],
		["globalThis.fetch('/api')"],
		["new WebSocket('/sync')"],
	])('%s is refused in lib', async (code) => {
		expect(await lint('src/lib/sync/x.ts', `export const a = ${code};\n`)).toEqual([
			expect.stringMatching(/^no-restricted-/),
		]);
	});

	test.each([
		['src/lib/base/clock.ts'],
		['src/lib/sync/websocket-adapter.ts'],
		['src/lib/storage/dexie/x.ts'],
		['src/lib/sync/x.test.ts'],
		['sync-server/x.ts'],
	])('they are allowed in %s', async (file) => {
		expect(await lint(file, 'export const a = [Date.now(), Math.random(), indexedDB];\n')).toEqual([]);
	});

	test('a time that is given is no raw time', async () => {
		expect(await lint('src/lib/doc/x.ts', 'export const a = new Date(0);\n')).toEqual([]);
	});

	test('only main.ts of the server reads the environment', async () => {
		const code = "export const a = process.env['PORT'];\n";
		expect(await lint('sync-server/server.ts', code)).toEqual([
			expect.stringMatching(/reads the environment/),
		]);
		expect(await lint('sync-server/main.ts', code)).toEqual([]);
	});
});

describe('shape', () => {
	test.each([
		['enum A { B }', /as const/],
		["export * from './a.ts';", /Export by name/],
		['export default 1;', /Export by name/],
	])('%s is refused', async (code, message) => {
		expect(await lint('src/lib/doc/x.ts', `${code}\n`)).toContainEqual(expect.stringMatching(message));
	});

	test('a file of more than 500 lines is refused, one of more than 300 warned about', async () => {
		const lines = (count: number) => 'export {};\n'.repeat(1) + '//\n'.repeat(count);
		expect(await lint('src/lib/doc/x.ts', lines(501))).toEqual([expect.stringMatching(/^max-lines/)]);
		const [soft] = await untyped.lintText(lines(301), { filePath: 'src/lib/doc/x.ts' });
		expect(soft?.messages).toMatchObject([{ ruleId: 'house/soft-file-size', severity: 1 }]);
	});

	test('a function of more than 80 lines is refused', async () => {
		const code = `export function a() {\n${'\tconsole.log(1);\n'.repeat(81)}}\n`;
		expect(await lint('src/lib/doc/x.ts', code)).toEqual([expect.stringMatching(/^max-lines-per-function/)]);
	});

	test.each([
		['src/lib/doc/helpers.ts'],
		['src/lib/doc/scene-utils.ts'],
		['src/lib/doc/SceneGraph.ts'],
		['src/lib/ui/button.svelte'],
	])('the name %s is refused', async (file) => {
		expect(await lint(file, '')).toEqual([expect.stringMatching(/^house\/file-name/)]);
	});

	test('a style attribute, which the security policy blocks, is refused; a directive is fine', async () => {
		const lintMarkup = (markup: string) =>
			lint('src/lib/ui/Bar.svelte', component('const width = 1;', markup));
		expect(await lintMarkup('<p style="color: red">{width}</p>')).toEqual([
			expect.stringMatching(/content security policy/),
		]);
		expect(await lintMarkup('<p style:inline-size="{width}px">a</p>')).toEqual([]);
	});
});

describe('rules that know types', { timeout: 180_000 }, () => {
	// Linted in place of an existing file, which makes it part of the program.
	const lintTyped = (code: string) => lint('src/lib/base/result.ts', code, typed);

	test.each([
		['no-floating-promises', 'const a = async () => 1;\nexport const b = () => {\n\ta();\n};\n'],
		[
			'no-misused-promises',
			'export const on = (f: () => void) => f();\non(async () => {\n\tawait Promise.resolve();\n});\n',
		],
		[
			'switch-exhaustiveness-check',
			"export function f(a: 'x' | 'y') {\n\tswitch (a) {\n\t\tcase 'x':\n\t\t\treturn 1;\n\t}\n\treturn 2;\n}\n",
		],
		['consistent-type-imports', "import { Dispose } from './disposer.ts';\nexport type A = Dispose;\n"],
	])('%s bites', async (rule, code) => {
		expect(await lintTyped(code)).toContainEqual(expect.stringContaining(`@typescript-eslint/${rule}`));
	});
});
