import type { Figure } from './figure.ts';
import { FIFTY_THOUSAND, measureViewport, TEN_THOUSAND } from './viewport/figures.ts';

const NAMES = [...TEN_THOUSAND, ...FIFTY_THOUSAND, 'ten-scenes'];

/** What a full scene costs the main thread: each frame, each drag, each press, opening; and what is left of it. `only`: which of it. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	const unknown = only.find((name) => !NAMES.includes(name));
	if (unknown) throw new Error(`No figure is called ${unknown}; there are ${NAMES.join(', ')}`);
	return measureViewport((name) => only.length === 0 || only.includes(name));
}
