import { command } from './command.ts';

const SEEDED = ['wrong-module.ts', 'WrongComponent.svelte'];

/**
 * Proves that the type checker bites: it must report the error seeded in each file of tests/canary.
 * A checker that finds nothing to check reports success too, and everything after it would be worth nothing.
 */
export async function findSilentCanaries(limit: number): Promise<string[]> {
	const { output } = await command(
		['svelte-check', '--tsconfig', 'tests/canary/tsconfig.json', '--output', 'machine'],
		{ limit },
	);
	const errors = output.split('\n').filter((line) => line.includes(' ERROR '));
	return SEEDED.filter((file) => !errors.some((line) => line.includes(`tests/canary/${file}"`)));
}
