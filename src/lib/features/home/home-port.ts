import type { HomeStore } from '#lib/studio/home-store.svelte.ts';
import type { LostProjects } from '#lib/studio/lost-projects.svelte.ts';
import type { ProjectFiles } from '#lib/studio/project-files/project-files.ts';

export type { LostProject } from '#lib/storage/ports.ts';
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
	| 'account'
> & {
	readonly lost: Pick<LostProjects, 'list' | 'bringBack' | 'forget'>;
	/** Projects as files of the person's own disk. */
	readonly files: Pick<
		ProjectFiles,
		'export' | 'save' | 'saveTo' | 'placeOf' | 'import' | 'importAll' | 'find'
	>;
};
