import type { Environment } from 'vitest/runtime';

/** Node without a DOM, but with modules compiled as for a browser: Svelte's runes react only there. */
const environment: Environment = {
	name: 'runes',
	viteEnvironment: 'client',
	setup: () => ({ teardown() {} }),
};

// eslint-disable-next-line no-restricted-syntax -- Vitest asks for an environment as a default export
export default environment;
