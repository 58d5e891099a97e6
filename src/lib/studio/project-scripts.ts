import type { Dispose } from '../base/disposer.ts';
import { readText, scriptText } from '../doc/script-text.ts';
import type { ScriptSource } from '../runtime/link/link-scripts.ts';
import type { ProjectSession } from './project-session.svelte.ts';

export type ScriptsOfProject = Pick<ProjectSession, 'documents' | 'liveDocument'>;

const liveScripts = (session: ScriptsOfProject) =>
	session.documents.flatMap(({ id, kind, title }) => {
		const document = kind === 'script' ? session.liveDocument(id) : undefined;
		return document ? [{ id, title, document }] : [];
	});

/** The scripts of a project as they are now, in the order of its list. */
export const readScripts = (session: ScriptsOfProject): readonly ScriptSource[] =>
	liveScripts(session).map(({ id, title, document }) => ({
		...{ id, name: title, text: readText(scriptText(document)) },
	}));

/** Calls back when any script says something else, by whomever; the returned function ends that. */
export function watchScripts(session: ScriptsOfProject, changed: () => void): Dispose {
	const stops = liveScripts(session).map(({ document }) => document.onUpdate(changed));
	return () => stops.forEach((stop) => stop());
}
