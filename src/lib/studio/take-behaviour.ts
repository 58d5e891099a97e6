import type { DocumentId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { listReadyScript, readyScript } from '../doc/ready-script.ts';
import { readText, scriptText } from '../doc/script-text.ts';
import { m } from '../paraglide/messages.js';
import type { Behaviour } from '../runtime/behaviours/behaviours.ts';
import { latePart } from './late-part.ts';
import type { ProjectSession } from './project-session.svelte.ts';

export type TakingProject = Pick<
	ProjectSession,
	'id' | 'canEdit' | 'documents' | 'findDocument' | 'liveDocument' | 'openDocument' | 'editIndex'
>;

/**
 * The script of the project that says what a text from elsewhere says, a ready behaviour's or one that is pasted: one that is there already, whatever it is called,
 * else a new one. One that somebody changed is theirs, and stays beside it.
 */
export async function takeBehaviour(
	project: TakingProject,
	{ name, text: fetchText }: Pick<Behaviour, 'text'> & { readonly name: string },
): Promise<CommandResult<DocumentId>> {
	const text = await latePart(fetchText());
	if (text === null) return err({ reason: 'not-found', message: m.behaviours_missing() });
	const known = project.documents.find(
		({ id, kind }) => kind === 'script' && textOfScript(project, id) === text,
	);
	if (known) return ok(known.id);
	if (!project.canEdit) return err({ reason: 'read-only', message: m.inspector_read_only() });
	for (let count = 1; ; count++) {
		const ready = readyScript(project.id, name, text, count);
		const entry = project.findDocument(ready.id);
		// A peer gave its place to something else.
		if (entry && entry.kind !== 'script') continue;
		if (!entry) {
			const listed = await project.editIndex((index) => listReadyScript(index, ready));
			if (!listed.ok) return listed;
		} else await project.openDocument(entry);
		const document = project.liveDocument(ready.id);
		if (!document) return err({ reason: 'not-found', message: m.behaviours_not_here({ name }) });
		if (document.refusal) return err(document.refusal);
		// Where all of it is there already this changes nothing.
		document.applyV2(ready.state, 'import');
		if (textOfScript(project, ready.id) !== text) continue;
		const listed = await project.editIndex((index) => listReadyScript(index, ready));
		return listed.ok ? ok(ready.id) : listed;
	}
}

function textOfScript(project: TakingProject, id: DocumentId): string | undefined {
	const document = project.liveDocument(id);
	return document && readText(scriptText(document));
}
