import type { DocumentId, ProjectId } from '../base/ids.ts';
import { err, type Result } from '../base/result.ts';
import { m } from '../paraglide/messages.js';
import type { DeviceStorage } from '../storage/ports.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import type { Studio } from './studio.svelte.ts';

/**
 * Takes the server's documents where they were begun anew, and keeps ours as another project. When that could be kept, the
 * project on screen is closed: what shows it opens it again.
 */
export async function takeServersCopy(
	studio: Studio,
	session: ProjectSession,
	documents: readonly DocumentId[],
): Promise<Result<ProjectId, string>> {
	const stored = documents.flatMap((id) => session.storedAs(id) ?? []);
	if (!(await session.whenDurable())) return err(m.studio_replace_failed());
	return replaceCopies(studio.storage, stored, {
		keepOurs: () => studio.home.duplicateProject(session.id),
		close: () => studio.closeProject(),
	});
}

type Replacing = {
	readonly keepOurs: () => Promise<Result<ProjectId, string>>;
	/** Lets go of the project, so that nothing writes to its documents any more. */
	readonly close: () => Promise<void>;
};

/** Nothing is merged and nothing is lost: ours become a project of their own before their rows go. */
export async function replaceCopies(
	{ documents }: Pick<DeviceStorage, 'documents'>,
	ids: readonly DocumentId[],
	{ keepOurs, close }: Replacing,
): Promise<Result<ProjectId, string>> {
	const kept = await keepOurs();
	if (!kept.ok) return kept;
	await close();
	// What this device does not let go of now is refused by the server as before, and can be tried again.
	await Promise.all(ids.map((id) => documents.remove(id)));
	return kept;
}
