import { ok } from '../../base/result.ts';
import type { ProjectDocument, ProjectSnapshot } from '../project.ts';
import type { CommandResult } from './command.ts';

/**
 * Gives a project the title it had in a version, and puts the documents it listed then back into the list, where they
 * were and by the titles they had. Those listed since stay, and no document's content is touched.
 */
export function restoreProject(project: ProjectDocument, version: ProjectSnapshot): CommandResult {
	const { snapshot, document } = project;
	const listed = new Map(snapshot.documents.map((entry) => [entry.id, entry]));
	const edited = document.edit('restore', 'restore', (edit) => {
		if (snapshot.title !== version.title)
			edit.set({ table: 'settings', row: '', key: 'title' }, version.title);
		for (const { id, title, order } of version.documents) {
			const now = listed.get(id);
			const set = (key: string, value: string | undefined) =>
				edit.set({ table: 'documents', row: id, key }, value);
			if (!now) set('removed', undefined);
			if (now?.title !== title) set('title', title);
			if (now?.order !== order) set('order', order);
		}
	});
	return edited.ok ? ok() : edited;
}
