import type { ProjectEntry } from './ports.ts';

/**
 * What stands in the list after an entry is put over what is there. Joining never takes a project from its maker:
 * whoever joins may not have been able to read the list, and the claim in it is the only proof of who made what.
 */
export function placeEntry(known: ProjectEntry | undefined, entry: ProjectEntry): ProjectEntry {
	if (!known || entry.origin === 'mine') return entry;
	if (known.origin === 'mine') return { ...known, removedAt: null };
	return { ...known, token: entry.token, shared: true, removedAt: null };
}
