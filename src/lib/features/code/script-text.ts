import type { LiveDocument } from '#lib/doc/live-document.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import { createTextHistory, type TextHistory } from '#lib/doc/text-history.ts';
import type { ScriptSession } from '#lib/studio/script-session.svelte.ts';

/** The text of a script with its undo; both outlast the editor, for as long as the script's tab is open. */
export class ScriptText {
	readonly document: LiveDocument;
	readonly script: ScriptDocument;
	#history: TextHistory | undefined;

	constructor(document: LiveDocument) {
		this.document = document;
		this.script = new ScriptDocument(document);
	}

	static of(session: ScriptSession): ScriptText {
		return session.keep((document) => new ScriptText(document));
	}

	/** Takes in what is written from when it is asked for first. */
	get history(): TextHistory {
		return (this.#history ??= createTextHistory(this.document));
	}
	get text(): string {
		return this.script.snapshot.text;
	}

	dispose(): void {
		this.#history?.dispose();
		this.script.dispose();
	}
}
