import type { ProjectId } from '../base/ids.ts';
import type { ProjectEntry } from '../storage/ports.ts';

/** What Home lists of a project made on this device. */
export function newEntry(id: ProjectId, title: string, now: number): ProjectEntry {
	return {
		id,
		title,
		createdAt: now,
		changedAt: now,
		removedAt: null,
		thumbnail: null,
		origin: 'mine',
		role: 'owner',
		shared: false,
		claim: null,
		token: null,
		waiting: 0,
	};
}
