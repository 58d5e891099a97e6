import type { ProjectId } from '../base/ids.ts';

/** Shared by all tabs that have the project open; held alone by who deletes it for good, or makes its list anew. */
export const openLock = (id: ProjectId): string => `project:${id}`;
