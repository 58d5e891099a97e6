import type { DocumentId } from '#lib/base/ids.ts';
import type { ConsoleEntry } from '#lib/studio/game-console.svelte.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { ScriptMark, ScriptSession } from '#lib/studio/script-session.svelte.ts';

type Scripts = Pick<ProjectSession, 'documents' | 'script'>;

/** Shows the errors of a game at their lines in the scripts. */
export class ErrorMarks {
	readonly #session: Scripts;
	/** What each shows by now: told again, a mark would stand where its line was before. */
	#shown = new Map<ScriptSession, string>();

	constructor(session: Scripts) {
		this.#session = session;
	}

	/** All errors there are; scripts that have none any more lose their marks. */
	show(errors: readonly ConsoleEntry[]): void {
		const marks = marksOf(errors);
		for (const { id, kind } of this.#session.documents) {
			if (kind !== 'script') continue;
			const script = this.#session.script(id);
			if (script) this.#mark(script, marks.get(id) ?? []);
		}
	}

	#mark(script: ScriptSession, marks: readonly ScriptMark[]): void {
		const said = JSON.stringify(marks);
		if ((this.#shown.get(script) ?? '[]') === said) return;
		this.#shown.set(script, said);
		script.mark(marks);
	}
}

function marksOf(errors: readonly ConsoleEntry[]): ReadonlyMap<DocumentId, readonly ScriptMark[]> {
	const marks = new Map<DocumentId, ScriptMark[]>();
	for (const { place, text } of errors) {
		if (!place || place.line < 1) continue;
		const id = place.id as DocumentId;
		const those = marks.get(id) ?? [];
		if (!those.some(({ line, message }) => line === place.line && message === text))
			marks.set(id, [...those, { line: place.line, message: text }]);
	}
	return marks;
}
