import type { DocumentId } from '#lib/base/ids.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import { m } from '#lib/paraglide/messages.js';
import { latePart } from '#lib/studio/late-part.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';

/** Makes a script that does something already, under a name no other has. */
export async function newScript(
	session: Pick<ProjectSession, 'documents' | 'create' | 'script'>,
): Promise<CommandResult<DocumentId>> {
	const taken = new Set(session.documents.map(({ title }) => title));
	let number = 1;
	while (taken.has(m.studio_script_name({ number }))) number++;
	const title = m.studio_script_name({ number });
	const made = await session.create('script', title);
	const script = made.ok ? session.script(made.value) : undefined;
	if (!script) return made;
	// Where it could not come, the script begins empty.
	const begin = await latePart(import('#lib/studio/begin-script.ts'));
	const begun = begin?.beginScript(script.document, title);
	return begun?.ok === false ? begun : made;
}
