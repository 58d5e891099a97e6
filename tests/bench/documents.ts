import {
	measureEdit,
	measureGrowth,
	measureMerge,
	measureScale,
	measureSize,
	measureSnapshot,
} from './documents/figures.ts';
import { measureFiles } from './documents/file-figures.ts';
import {
	measureAfterEdits,
	measureDurableEdits,
	measureLoads,
	measureRowGrowth,
} from './documents/stored-figures.ts';
import type { Figure } from './figure.ts';
import { runOnly } from './run-only.ts';

const FIGURES: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
	size: measureSize,
	'merge-offline': measureMerge,
	'snapshot-10k': () => [measureSnapshot()],
	'edit-notify-10k': measureEdit,
	'growth-100k': measureGrowth,
	scale: () => [measureScale()],
	'load-10k': measureLoads,
	'durable-edit': measureDurableEdits,
	'growth-open-200': measureRowGrowth,
	'load-vs-y-indexeddb': measureAfterEdits,
	files: measureFiles,
};

/** What documents cost: to hold, to read, to merge, to keep editing, and to keep on this device; `only`: which of it. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	return runOnly(FIGURES, only);
}
