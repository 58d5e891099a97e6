import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { ScriptSource } from './language/language-protocol.ts';
import { ScriptText } from './script-text.ts';

type Session = Pick<ProjectSession, 'documents' | 'script'>;

/** All scripts of a project as they are now, in the order of its list. */
export const readScripts = (session: Session): readonly ScriptSource[] =>
	session.documents.flatMap(({ id, kind, title }) => {
		const script = kind === 'script' ? session.script(id) : undefined;
		return script ? [{ id, name: title, text: ScriptText.of(script).text }] : [];
	});

/** Calls back when any script says something else; the returned function ends that. */
export function watchScripts(session: Session, changed: () => void): () => void {
	const stops = session.documents.flatMap(({ id, kind }) => {
		const script = kind === 'script' ? session.script(id) : undefined;
		return script ? [script.document.onUpdate(changed)] : [];
	});
	return () => stops.forEach((stop) => stop());
}
