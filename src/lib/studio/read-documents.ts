import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import type { DocumentState } from './project-copy.ts';

/** Every document of a project as this device keeps it; an error names what could not be read. */
export async function readDocuments(
	{ documents }: DeviceStorage,
	projectId: ProjectId,
): Promise<Result<readonly DocumentState[], string>> {
	const states: DocumentState[] = [];
	for (const { id, kind } of await documents.list(projectId)) {
		const state = await documents.readState(id, projectId);
		if (!state.ok) return err(state.error.message);
		if (state.value) states.push({ id, kind, state: state.value });
	}
	return ok(states);
}
