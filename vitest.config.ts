import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { compileCatalogue } from './scripts/message-catalogue.ts';

const RUNES = 'src/**/*.svelte.test.ts';

compileCatalogue();

export default defineConfig({
	plugins: [sveltekit()],
	test: {
		// Worker threads start faster than processes, and two cores is what a build machine has.
		pool: 'threads',
		maxWorkers: 2,
		restoreMocks: true,
		// Generous: a busy machine is no failure, and a hang is still found.
		testTimeout: 30_000,
		expect: { poll: { timeout: 20_000 } },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['{src,sync-server,scripts,eslint}/**/*.test.ts', 'tests/contracts/**/*.test.ts'],
					exclude: [RUNES],
				},
			},
			{
				// State classes: compiled as for the browser, so that $derived and $effect really react.
				extends: true,
				resolve: { conditions: ['browser'] },
				test: { name: 'runes', environment: './tests/helpers/rune-environment.ts', include: [RUNES] },
			},
			{
				extends: true,
				test: {
					name: 'fuzz',
					environment: 'node',
					include: ['tests/fuzz/**/*.test.ts'],
					testTimeout: 60_000,
				},
			},
			{
				extends: true,
				test: {
					name: 'simulator',
					environment: 'node',
					include: ['tests/simulator/**/*.test.ts'],
					testTimeout: 60_000,
				},
			},
			{
				// Real servers, killed, filled up and attacked: they want the machine, so they go one after the other.
				extends: true,
				test: {
					name: 'processes',
					environment: 'node',
					include: ['tests/{processes,hostile}/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 60_000,
				},
			},
			{
				// What real browsers make of our storage: each test starts some, so they go one after the other.
				extends: true,
				test: {
					name: 'browsers',
					environment: 'node',
					include: ['tests/browser/**/*.test.ts'],
					globalSetup: ['tests/browser/support/build-pages.ts'],
					testTimeout: 180_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});
