import type { ProjectEntry } from './ports.ts';

/**
 * What stands in the list after an entry is put over what is there. Joining never takes a project from its maker:
 * whoever joins may not have been able to read the list, and the claim in it is the only proof of who made what.
 */
export function placeEntry(known: ProjectEntry | undefined, entry: ProjectEntry): ProjectEntry {
	if (!known || entry.origin === 'mine') return entry;
	const kept = { ...known, ...(entry.account && { account: entry.account }), removedAt: null };
	return known.origin === 'mine' ? kept : { ...kept, ...placeToken(known, entry), shared: true };
}

/** A link that was followed is tried first; what let this device in before is kept until that one has. */
function placeToken(
	known: ProjectEntry,
	{ token }: ProjectEntry,
): Pick<ProjectEntry, 'token' | 'formerToken'> {
	const { token: present, formerToken = null } = known;
	if (token === null || token === present) return { token: present, formerToken };
	const former = formerToken ?? present;
	return { token, formerToken: former === token ? null : former };
}
