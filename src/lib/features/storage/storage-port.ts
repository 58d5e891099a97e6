import type { StorageStore } from '#lib/studio/storage-store.svelte.ts';

/** What the storage screen needs of the studio. */
export type StoragePort = Pick<
	StorageStore,
	| 'safety'
	| 'measure'
	| 'keepSafe'
	| 'retry'
	| 'findCleanup'
	| 'cleanUp'
	| 'exportAll'
	| 'importAll'
	| 'restoreProject'
	| 'deleteProject'
	| 'check'
	| 'setAside'
>;
