import type { Figure } from './figure.ts';
import { measureTenThousand } from './viewport/figures.ts';

const NAMES = ['frame-script-10k', 'drag-100', 'pick-10k'];

/** What a full scene costs the main thread: each frame, each drag, each press; `only`: which of it. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	const unknown = only.find((name) => !NAMES.includes(name));
	if (unknown) throw new Error(`No figure is called ${unknown}; there are ${NAMES.join(', ')}`);
	return measureTenThousand((name) => only.length === 0 || only.includes(name));
}
