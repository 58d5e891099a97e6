import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import { indexDocumentId } from '../protocol/address.ts';
import { mayInProject } from '../protocol/permissions.ts';
import { OpenDocument } from './open-document.ts';
import type { StudioParts } from './parts.ts';

/** Renames a project that is not open: its index is opened, changed like any document, and closed. */
export async function openForRename(
	parts: StudioParts,
	id: ProjectId,
	title: string,
): Promise<Result<void, string>> {
	const entry = await parts.storage.projects.get(id);
	if (!entry) return err(m.projects_gone());
	if (!mayInProject(entry.role, 'game.entity.modify')) return err(m.projects_read_only());
	const index = await OpenDocument.open(parts, id, indexDocumentId(id), 'project');
	if (!index.ok) return err(index.error.message);
	const project = new ProjectDocument(index.value.document);
	const renamed = project.rename(title);
	const { title: kept } = project.snapshot;
	const { waiting } = index.value.stored;
	project.dispose();
	await index.value.close();
	if (!renamed.ok) return err(renamed.error.message);
	await parts.storage.projects.patch(id, {
		title: kept,
		changedAt: parts.clock.now(),
		waiting: Math.max(entry.waiting, waiting),
	});
	return ok();
}
