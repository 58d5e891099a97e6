import { err, ok } from '../../base/result.ts';
import type { DocumentSnapshot } from '../diff/document-snapshot.ts';
import type { LiveDocument } from '../live-document.ts';
import { PageDocument } from '../page.ts';
import { ProjectDocument } from '../project.ts';
import { SceneDocument } from '../scene.ts';
import { ScriptDocument } from '../script.ts';
import type { CommandResult } from './command.ts';
import { setText } from './edit-script.ts';
import { restoreProject } from './restore-project.ts';
import { restoreScene, type RestoreOptions } from './restore-scene.ts';
import { setPage } from './set-page.ts';

/** Makes a whole document what it was in a version, whatever it holds: one edit, which can be undone and merges. */
export function restoreDocument(
	document: LiveDocument,
	version: DocumentSnapshot,
	options: RestoreOptions = {},
): CommandResult {
	if (document.kind !== version.kind) {
		const message = `A ${document.kind} cannot become what a ${version.kind} was. Choose a version of this document.`;
		return err({ reason: 'invalid-value', message });
	}
	switch (version.kind) {
		case 'project':
			return using(new ProjectDocument(document), (project) => restoreProject(project, version.snapshot));
		case 'scene':
		case 'prefab':
			return using(new SceneDocument(document), (scene) => restoreScene(scene, version.snapshot, options));
		case 'script':
			return using(new ScriptDocument(document), (script) =>
				setText(script, version.snapshot.text, 'restore', 'restore'),
			);
		case 'page':
			return using(new PageDocument(document), (page) =>
				setPage(page, version.snapshot.content, 'restore', 'restore'),
			);
	}
}

function using<D extends { dispose(): void }>(
	reader: D,
	restore: (reader: D) => CommandResult<unknown>,
): CommandResult {
	const restored = restore(reader);
	reader.dispose();
	return restored.ok ? ok() : restored;
}
