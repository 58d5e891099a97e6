import {
	measureEdit,
	measureGrowth,
	measureMerge,
	measureScale,
	measureSize,
	measureSnapshot,
} from './documents/figures.ts';
import type { Figure } from './figure.ts';

/** What documents cost: to hold, to read, to merge and to keep editing. */
export async function runSuite(): Promise<Figure[]> {
	return [
		...measureSize(),
		...measureMerge(),
		measureSnapshot(),
		...measureEdit(),
		...measureGrowth(),
		measureScale(),
	];
}
