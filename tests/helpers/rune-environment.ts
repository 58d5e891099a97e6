import type { Environment } from 'vitest/runtime';

/** Node without a DOM, but with modules compiled as for a browser: Svelte's runes react only there. */
const environment: Environment = {
	name: 'runes',
	viteEnvironment: 'client',
	setup: () => ({ teardown() {} }),
};

export default environment;
