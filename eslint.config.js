import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { house } from './eslint/house.ts';
import { RAW_GLOBALS, RAW_PERFORMANCE, RAW_PROPERTIES, RAW_SYNTAX } from './eslint/raw-globals.ts';
import svelteConfig from './svelte.config.js';

const SYNTAX = [
	{
		selector: 'TSEnumDeclaration',
		message: "Enums leave code behind that type stripping cannot run. Use a union of strings, or 'as const'.",
	},
	{
		selector: 'ExportAllDeclaration',
		message: "'export *' hides where a name comes from. Export by name, or import from the file itself.",
	},
	{
		selector: 'ExportDefaultDeclaration',
		message: 'A default export has as many names as importers. Export by name.',
	},
];

const INLINE_STYLE = {
	selector: "SvelteAttribute[key.name='style']",
	message: 'The content security policy blocks style attributes. Use a class, or a style:name directive.',
};

const env = (message) => ({ object: 'process', property: 'env', message });

export default defineConfig(
	globalIgnores([
		'.cache/',
		'.svelte-kit/',
		'build/',
		'data/',
		'src/lib/paraglide/',
		'static/',
		'tests/canary/',
	]),
	js.configs.recommended,
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		plugins: { house },
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte'],
			},
		},
		rules: {
			'house/layers': 'error',
			'house/no-cycles': 'error',
			'house/file-name': 'error',
			'house/soft-file-size': 'warn',
			'max-lines': ['error', 500],
			'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
			'no-restricted-syntax': ['error', ...SYNTAX],
			'no-undef': 'off',
			'no-empty': ['error', { allowEmptyCatch: false }],
			eqeqeq: 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-exports': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/no-import-type-side-effects': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Ports are async by contract even where an adapter has nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true },
			],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// Kit's typed routes: plain paths are fine for an app that is always served from the root.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/require-each-key': 'error',
			// State classes hold plain maps beside a $state.raw snapshot that is replaced whole.
			'svelte/prefer-svelte-reactivity': 'off',
		},
	},
	{
		files: ['**/*.svelte'],
		rules: {
			'no-restricted-syntax': ['error', ...SYNTAX, INLINE_STYLE],
			// Props declared with let and never reassigned are how $bindable is written.
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
		},
	},
	{
		files: ['src/lib/**/*.ts', 'src/lib/**/*.svelte'],
		ignores: [
			'**/*.test.ts',
			'**/*-adapter.ts',
			'src/lib/base/**',
			'src/lib/pwa/**',
			'src/lib/storage/dexie/**',
		],
		rules: {
			'no-restricted-globals': ['error', { globals: RAW_GLOBALS, checkGlobalObject: true }],
			'no-restricted-properties': ['error', ...RAW_PROPERTIES, RAW_PERFORMANCE],
			'no-restricted-syntax': ['error', ...SYNTAX, ...RAW_SYNTAX, INLINE_STYLE],
		},
	},
	{
		// The frame loop measures frames; their time comes with requestAnimationFrame, which is performance.now's clock.
		files: ['src/lib/engine/**/*.ts'],
		ignores: ['**/*.test.ts', '**/*-adapter.ts'],
		rules: { 'no-restricted-properties': ['error', ...RAW_PROPERTIES] },
	},
	{
		files: ['sync-server/**/*.ts'],
		ignores: ['sync-server/main.ts', '**/*.test.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				env(
					'Only sync-server/main.ts reads the environment. Take the value as a parameter of createSyncServer.',
				),
			],
		},
	},
	{
		files: ['**/*.test.ts', 'tests/**/*.ts'],
		rules: {
			'max-lines-per-function': 'off',
			// Playwright's fixtures must destructure, even when they need nothing.
			'no-empty-pattern': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	{
		// Tools demand their default export here; plain JavaScript has no types to check.
		files: ['*.config.{js,ts}', 'svelte.config.js'],
		rules: { 'no-restricted-syntax': 'off' },
	},
	{ files: ['**/*.{js,mjs}'], extends: [ts.configs.disableTypeChecked] },
	// A component costs half a second: the parser takes all types anew for each. svelte-check has its types; the soak
	// judges it by the rules that need them.
	process.env.TYPED_MARKUP ? [] : { files: ['**/*.svelte'], extends: [ts.configs.disableTypeChecked] },
);
