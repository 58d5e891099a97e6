// What the storage figures run inside a browser, on its own IndexedDB. Called by name from `stored-figures.ts`.
import { systemClock } from '#lib/base/clock.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import { growRows, measureDurableEdits } from './edit-runs.ts';
import { editBoth, measureLoad, measureLoadAfterEdits, type Edited } from './load-runs.ts';

const storage = await openDeviceStorage({ clock: systemClock });

const bench = {
	measureLoad: (entities: number, runs: number) => measureLoad(storage, entities, runs),
	editBoth: (edits: number) => editBoth(storage, edits),
	measureLoadAfterEdits: (edited: Edited, peer: 'same' | 'nested', runs: number) =>
		measureLoadAfterEdits(storage, edited, peer, runs),
	measureDurableEdits: (edits: number) => measureDurableEdits(storage, edits),
	growRows: (opens: number) => growRows(storage, opens),
};

export type StorageBench = typeof bench;

declare global {
	var storageBench: StorageBench;
}

globalThis.storageBench = bench;
