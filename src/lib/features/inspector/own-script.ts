import { m } from '#lib/paraglide/messages.js';
import { latePart } from '#lib/studio/late-part.ts';
import type { CopyingProject } from '#lib/studio/copy-script.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Inspection } from './inspection.svelte.ts';
import { memberField, type ScriptGroup } from './script-groups.ts';

/** Has what is selected run a copy of a script, with what each was given: it can be changed for these alone. */
export async function ownScript(
	inspection: Inspection,
	project: CopyingProject,
	group: ScriptGroup,
	notify: WorkspaceCommands['notify'],
): Promise<void> {
	const { subject } = inspection;
	if (!group.source) return;
	const later = await latePart(import('#lib/studio/copy-script.ts'));
	if (!later) return notify({ kind: 'error', text: m.behaviours_missing() });
	const copy = await later.copyScript(project, group.source);
	if (!copy.ok) return notify({ kind: 'error', text: copy.error.message });
	// What was selected meanwhile was not meant.
	if (inspection.subject !== subject) return;
	inspection.replaceScript(memberField(group, 'source'), copy.value);
	const script = project.findDocument(copy.value)?.title ?? '';
	notify({ kind: 'success', text: m.behaviours_owned({ script }) });
}
