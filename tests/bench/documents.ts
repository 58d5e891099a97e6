import {
	measureEdit,
	measureGrowth,
	measureMerge,
	measureScale,
	measureSize,
	measureSnapshot,
} from './documents/figures.ts';
import { measureFiles } from './documents/file-figures.ts';
import { measureStored } from './documents/stored-figures.ts';
import type { Figure } from './figure.ts';

/** What documents cost: to hold, to read, to merge, to keep editing, and to keep on this device. */
export async function runSuite(): Promise<Figure[]> {
	return [
		...measureSize(),
		...measureMerge(),
		measureSnapshot(),
		...measureEdit(),
		...measureGrowth(),
		measureScale(),
		...(await measureStored()),
		...(await measureFiles()),
	];
}
