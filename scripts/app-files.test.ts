import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeNodes, shellUrls, writeAppFiles, type Manifest } from './app-files.mjs';

const manifest: Manifest = {
	'../elsewhere/node_modules/@sveltejs/kit/src/runtime/client/entry.js': {
		file: 'start.js',
		imports: ['_kit.js'],
	},
	'.svelte-kit/generated/client-optimized/app.js': { file: 'app.js' },
	'.svelte-kit/generated/client-optimized/nodes/0.js': { file: '0.js', css: ['0.css'], imports: ['_kit.js'] },
	'.svelte-kit/generated/client-optimized/nodes/1.js': { file: '1.js' },
	'.svelte-kit/generated/client-optimized/nodes/2.js': { file: '2.js', imports: ['_card.js'] },
	'.svelte-kit/generated/client-optimized/nodes/3.js': { file: '3.js', imports: ['_engine.js'] },
	'src/lib/pwa/service-worker-adapter.ts': { file: 'worker-adapter.js' },
	'_kit.js': { file: 'kit.js', imports: ['_card.js'] },
	'_card.js': { file: 'card.js', css: ['card.css'], imports: ['_kit.js'] },
	'_engine.js': { file: 'engine.js' },
};
const HOME = [0, 1, 2].map((node) => `.svelte-kit/generated/client-optimized/nodes/${node}.js`);
const SHELL = [
	'0.css',
	'0.js',
	'1.js',
	'2.js',
	'app.js',
	'card.css',
	'card.js',
	'kit.js',
	'start.js',
	'worker-adapter.js',
];

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'rastudios-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
}

test('[S43] the shell is what Home begins with, and what that needs', () => {
	expect([...shellUrls(manifest, HOME)].toSorted()).toEqual(SHELL.map((file) => `/${file}`));
	const { 'src/lib/pwa/service-worker-adapter.ts': _, ...without } = manifest;
	expect(() => shellUrls(without, HOME)).toThrow('src/lib/pwa/service-worker-adapter.ts');
});

test('[S43] Home is what is shown at /, whatever number Kit gives it', () => {
	const node = (route: string) =>
		`export { default as component } from "../../../../src/routes/${route}.svelte";`;
	write({
		'0.js': node('+layout'),
		'1.js': node('+error'),
		'2.js': node('(home)/+layout'),
		'3.js': node('storage/+page'),
		'4.js': node('(home)/+page'),
		'5.js': node('(home)/storage/+page'),
		'6.js': node('studio/[project]/+page'),
	});
	expect(homeNodes(folder).map((module) => module.slice(-4))).toEqual(['0.js', '1.js', '2.js', '4.js']);
});

test('[S43] [S44] the worker gets every file of the build, with length and hash', () => {
	write({
		'service-worker.js': 'start("__APP_FILES__")',
		'200.html': 'page',
		'_app/version.json': '{"version":"7"}',
		'kit.js': 'kit',
		'engine.js': '$& $1',
		'icons/icon-512.png': 'big',
		'screenshots/wide.png': 'for stores',
		'.nojekyll': '',
	});
	const { shell, parts } = writeAppFiles(folder, shellUrls(manifest, HOME));
	expect(shell.map(([url]) => url)).toEqual(['/200.html', '/_app/version.json', '/kit.js']);
	expect(parts.map(([url]) => url)).toEqual(['/engine.js', '/icons/icon-512.png']);
	expect(shell[0]).toEqual(['/200.html', 'NmAxWprz3yVdjxmrB35Hl4IrQUiKDioEvGr3EhPCMnQ=', 4]);
	let list = '';
	const start = (text: string) => (list = text);
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the worker that was written is run
	new Function('start', readFileSync(join(folder, 'service-worker.js'), 'utf8'))(start);
	expect(JSON.parse(list)).toEqual({ version: '7', shell, parts });
});

test('a worker without a place for the list fails the build', () => {
	write({ 'service-worker.js': 'start()', '_app/version.json': '{"version":"7"}' });
	expect(() => writeAppFiles(folder, shellUrls(manifest, HOME))).toThrow('__APP_FILES__');
});
