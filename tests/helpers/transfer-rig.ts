import { systemClock } from '#lib/base/clock.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { ProjectFiles } from '#lib/studio/project-files/project-files.ts';
import { makeProject } from '#lib/studio/make-project.ts';
import { newEntry } from '#lib/studio/new-project.ts';
import type { DeviceParts } from '#lib/studio/parts.ts';
import { loadStarter } from '#lib/studio/starters/starters.ts';
import { createMemoryRig } from './storage-rig.ts';

/** A device whose projects go out as files and come back. */
export async function createTransferRig(clock = systemClock) {
	const rig = createMemoryRig();
	const storage = await rig.open();
	const parts = { storage, clock, identity: null, random: null } as unknown as DeviceParts;
	const files = new ProjectFiles(parts);
	const make = async (title: string, starter: 'campfire' | 'stairway' = 'stairway'): Promise<ProjectId> => {
		const names = { title, scene: 'Scene 1' };
		const { id, documents } = await makeProject(storage, names, clock.now(), await loadStarter(starter));
		await storage.projects.create(newEntry(id, title, clock.now()), documents);
		return id;
	};
	const exportFile = async (id: ProjectId, options = {}): Promise<File> => {
		const { blob, fileName } = unwrap(await files.export(id, options));
		return new File([blob], fileName);
	};
	const titles = async () => (await storage.projects.list()).map(({ title }) => title).sort();
	return { rig, storage, parts, files, make, exportFile, titles };
}
