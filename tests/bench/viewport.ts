import type { Figure } from './figure.ts';
import { measureTree } from './viewport/tree-figures.ts';
import { FIFTY_THOUSAND, measureViewport, TEN_THOUSAND } from './viewport/figures.ts';

const TREE = 'tree-10k';
const NAMES = [...TEN_THOUSAND, ...FIFTY_THOUSAND, 'ten-scenes', TREE];

/** What a full scene costs the main thread: each frame, each drag, each press, opening; what is left of it; and its hierarchy. `only`: which of it. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	const unknown = only.find((name) => !NAMES.includes(name));
	if (unknown) throw new Error(`No figure is called ${unknown}; there are ${NAMES.join(', ')}`);
	const wanted = (name: string) => only.length === 0 || only.includes(name);
	const figures = NAMES.some((name) => name !== TREE && wanted(name)) ? await measureViewport(wanted) : [];
	return [...figures, ...(wanted(TREE) ? await measureTree() : [])];
}
