import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { Presence } from '../sync/presence.ts';
import { Observed } from './observed.svelte.ts';
import type { OpenDocument } from './open-document.ts';

/** What went wrong at a line of a script while it ran, shown there until the game begins anew. */
export type ScriptMark = {
	/** From 1. */
	readonly line: number;
	/** From 1; the whole line when not given. */
	readonly column?: number;
	readonly message: string;
};

type Kept = { dispose(): void };

/** One script as the code editor uses it: its document, the cursors in it, and what went wrong where. */
export class ScriptSession {
	#open: OpenDocument;
	#canEdit: () => boolean;
	#newer: Observed<boolean>;
	#marks: readonly ScriptMark[] = [];
	#marked = new Emitter<readonly ScriptMark[]>();
	#wantedLine: number | undefined;
	#wanted = new Emitter<void>();
	#kept: Kept | undefined;

	constructor(open: OpenDocument, canEdit: () => boolean) {
		this.#open = open;
		this.#canEdit = canEdit;
		this.#newer = new Observed(
			(changed) => open.document.onRefusal(changed),
			() => open.document.refusal !== undefined,
		);
	}

	get id() {
		return this.#open.id;
	}
	get document(): LiveDocument {
		return this.#open.document;
	}
	get awareness(): Presence['awareness'] {
		return this.#open.presence.awareness;
	}
	/** Made by a newer version: it can be looked at, whatever one's role. */
	get newer(): boolean {
		return this.#newer.current;
	}
	get readOnly(): boolean {
		return this.newer || !this.#canEdit();
	}
	/** Where it went wrong when it ran last. */
	get marks(): readonly ScriptMark[] {
		return this.#marks;
	}

	/** Shows what went wrong in the code; an empty list takes all of it away. */
	mark(marks: readonly ScriptMark[]): void {
		this.#marks = marks;
		this.#marked.emit(marks);
	}

	/** Hears when others are shown. */
	onMarks(listener: (marks: readonly ScriptMark[]) => void): Dispose {
		return this.#marked.on(listener);
	}

	/** Has the editor show a line (from 1), now or as soon as it is there. */
	goToLine(line: number): void {
		this.#wantedLine = line;
		this.#wanted.emit();
	}

	/** Hears that a line is to be shown. */
	onGoToLine(listener: () => void): Dispose {
		return this.#wanted.on(listener);
	}

	/** The line that is to be shown, if one is, and was not yet. */
	takeLine(): number | undefined {
		const line = this.#wantedLine;
		this.#wantedLine = undefined;
		return line;
	}

	/** What the editor has of the text, which comes late: made once, and disposed with this session. */
	keep<T extends Kept>(make: (document: LiveDocument) => T): T {
		return (this.#kept ??= make(this.document)) as T;
	}

	dispose(): void {
		this.#marked.clear();
		this.#wanted.clear();
		this.#kept?.dispose();
		this.#kept = undefined;
		this.awareness.setLocalStateField('cursor', null);
	}
}
