import { mintDocumentId, type DocumentId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { setText } from '../doc/commands/edit-script.ts';
import { listReadyScript } from '../doc/ready-script.ts';
import { ScriptDocument } from '../doc/script.ts';
import { readText, scriptText } from '../doc/script-text.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectSession } from './project-session.svelte.ts';

export type CopyingProject = Pick<ProjectSession, 'findDocument' | 'liveDocument' | 'editIndex'>;

/** A new script that says the same, listed under a name of its own. Nobody's gesture: what uses it is. */
export async function copyScript(
	project: CopyingProject,
	from: DocumentId,
): Promise<CommandResult<DocumentId>> {
	const name = project.findDocument(from)?.title ?? '';
	const original = project.liveDocument(from);
	if (!original) return err({ reason: 'not-found', message: m.behaviours_not_here({ name }) });
	const id = mintDocumentId();
	const listed = await project.editIndex((index) => listReadyScript(index, { id, name }));
	if (!listed.ok) return listed;
	const document = project.liveDocument(id);
	if (!document) return err({ reason: 'not-found', message: m.behaviours_not_here({ name }) });
	const script = new ScriptDocument(document);
	const written = setText(script, readText(scriptText(original)), 'create', 'import');
	script.dispose();
	return written.ok ? ok(id) : written;
}
