import type { ProjectId } from '../../base/ids.ts';
import { openProjectFile } from '../../storage/project-file/read-project-file.ts';
import type { DeviceParts } from '../parts.ts';
import { ImportLog } from './import-log.ts';

/** A project on this device that a file is of. */
export type KnownProject = {
	readonly projectId: ProjectId;
	readonly title: string;
	/** When the file was written, and when the project here was last changed, in milliseconds. */
	readonly exportedAt: number;
	readonly changedAt: number;
};

/**
 * The project on this device that was saved to this file, came from it, or was exported into it. Its edits and the
 * file's have gone separate ways, so nobody but the person can say which is meant.
 */
export async function findKnown(
	{ storage, clock }: DeviceParts,
	file: Blob,
	handle?: FileSystemFileHandle,
): Promise<KnownProject | null> {
	const opened = await openProjectFile(file, { clock });
	if (!opened.ok) return null; // importing it says why
	const { key, manifest } = opened.value;
	const candidates = [
		handle && (await projectSavedTo(storage.transfers, handle)),
		await new ImportLog(storage, clock).projectOf(key),
		manifest.scope === 'project' ? manifest.projectId : null,
	];
	for (const projectId of candidates) {
		const entry = projectId && (await storage.projects.get(projectId));
		if (!entry || entry.removedAt !== null) continue;
		const { title, changedAt } = entry;
		return { projectId: entry.id, title, changedAt, exportedAt: manifest.exportedAt };
	}
	return null;
}

async function projectSavedTo(
	transfers: DeviceParts['storage']['transfers'],
	handle: FileSystemFileHandle,
): Promise<ProjectId | null> {
	for (const kept of await transfers.handles()) {
		if (await kept.handle.isSameEntry(handle)) return kept.projectId;
	}
	return null;
}
