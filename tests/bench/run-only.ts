import type { Figure } from './figure.ts';

/** Measures the figures asked for, or all, one after the other. */
export async function runOnly(
	figures: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>>,
	only: readonly string[],
): Promise<Figure[]> {
	const unknown = only.find((name) => !Object.hasOwn(figures, name));
	if (unknown)
		throw new Error(`No figure is called ${unknown}; there are ${Object.keys(figures).join(', ')}`);
	const measured: Figure[] = [];
	for (const [name, measure] of Object.entries(figures)) {
		if (only.length > 0 && !only.includes(name)) continue;
		const start = performance.now();
		measured.push(...(await measure()));
		console.log(`${name}: ${Math.round((performance.now() - start) / 1000)} s`);
	}
	return measured;
}
