import type { HomeStore } from '#lib/studio/home-store.svelte.ts';

export type { ProjectCard, StarterCard } from '#lib/studio/home-store.svelte.ts';

/** What the home screen needs of the studio. */
export type HomePort = Pick<
	HomeStore,
	| 'projects'
	| 'starters'
	| 'storage'
	| 'deviceName'
	| 'setDeviceName'
	| 'createProject'
	| 'renameProject'
	| 'duplicateProject'
	| 'removeProject'
	| 'restoreProject'
	| 'exportProject'
	| 'importProject'
>;
