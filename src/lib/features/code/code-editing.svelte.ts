import { openSearchPanel } from '@codemirror/search';
import { setDiagnostics } from '@codemirror/lint';
import type { ChangeDesc } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Clock } from '#lib/base/clock.ts';
import type { DocumentId } from '#lib/base/ids.ts';
import type { ScriptMark, ScriptSession } from '#lib/studio/script-session.svelte.ts';
import { diagnosticOf, moveProblem, ranProblem, readProblem, type CodeProblem } from './code-problems.ts';
import { createEditor, setReadOnly, type EditorOptions } from './editor/create-editor.ts';
import type { AskLanguage } from './editor/language-tips.ts';
import type { LanguageClient } from './language/language-client.ts';
import { ScriptText } from './script-text.ts';

/** Whether the code was checked as it is now; `missing`: what checks it could not come. */
export type CheckState = 'checking' | 'checked' | 'missing';

type Words = Pick<EditorOptions, 'describedBy' | 'guest' | 'phrases'>;
export type EditingOptions = Words & {
	readonly language: LanguageClient;
	readonly clock: Clock;
	readonly onkey: (event: KeyboardEvent) => boolean;
	readonly onrefused: (message: string) => void;
};

/** Nobody is told of mistakes in a word they are still writing. */
const PAUSE_MS = 400;

/** The script on screen: its editor, what is wrong in it, and what can be undone. */
export class CodeEditing {
	#options: EditingOptions;
	#session: ScriptSession | null = null;
	#view: EditorView | null = null;
	#found: readonly CodeProblem[] = [];
	#ran: readonly CodeProblem[] = [];
	#problems = $state.raw<readonly CodeProblem[]>([]);
	#check = $state.raw<CheckState>('checking');
	#possible = $state.raw({ undo: false, redo: false });
	#cancelCheck: () => void = () => {};
	#checks = 0;

	constructor(options: EditingOptions) {
		this.#options = options;
	}

	/** In the order of the text. */
	get problems(): readonly CodeProblem[] {
		return this.#problems;
	}
	get check(): CheckState {
		return this.#check;
	}
	get possible(): { readonly undo: boolean; readonly redo: boolean } {
		return this.#possible;
	}

	/** Shows a script in an element; the returned function takes it out again. */
	open(parent: HTMLElement, session: ScriptSession, label: string): () => void {
		const { history } = ScriptText.of(session);
		this.#session = session;
		[this.#found, this.#ran] = [[], []];
		this.#view = createEditor({
			...this.#options,
			parent,
			session,
			label,
			readOnly: session.readOnly,
			language: this.#about(session.id),
			onchange: (changes) => this.#move(changes),
		});
		const tell = () => (this.#possible = { undo: history.canUndo, redo: history.canRedo });
		const stops = [
			history.onChange(tell),
			session.onMarks((marks) => this.#mark(marks)),
			session.onGoToLine(() => this.#goToLine()),
		];
		tell();
		this.#mark(session.marks);
		this.recheck(0);
		this.#goToLine();
		return () => {
			stops.forEach((stop) => stop());
			this.#cancelCheck();
			this.#checks += 1;
			this.#view?.destroy();
			this.#view = this.#session = null;
		};
	}

	setReadOnly(readOnly: boolean): void {
		if (this.#view) setReadOnly(this.#view, readOnly);
	}

	/** Looks for mistakes again, once there was nothing new for a while. */
	recheck(pause = PAUSE_MS): void {
		this.#cancelCheck();
		this.#cancelCheck = this.#options.clock.after(pause, () => void this.#lookForProblems());
	}

	undo(): void {
		if (this.#session) ScriptText.of(this.#session).history.undo();
		this.focus();
	}

	redo(): void {
		if (this.#session) ScriptText.of(this.#session).history.redo();
		this.focus();
	}

	find(): void {
		if (this.#view) openSearchPanel(this.#view);
	}

	focus(): void {
		this.#view?.focus();
	}

	/** Puts the cursor at a problem. */
	goTo({ from }: CodeProblem): void {
		this.#goToOffset(from);
	}

	lineOf({ from }: CodeProblem): number {
		const text = this.#view?.state.doc;
		return text ? text.lineAt(Math.min(from, text.length)).number : 1;
	}

	/** Where another part of the studio wants the cursor; the text may be shorter by now. */
	#goToLine(): void {
		const text = this.#view?.state.doc;
		if (!text) return;
		const line = this.#session?.takeLine();
		if (line !== undefined) this.#goToOffset(text.line(Math.min(Math.max(line, 1), text.lines)).from);
	}

	#goToOffset(from: number): void {
		this.#view?.dispatch({
			selection: { anchor: from },
			effects: EditorView.scrollIntoView(from, { y: 'center' }),
		});
		this.focus();
	}

	async #lookForProblems(): Promise<void> {
		const id = this.#session?.id;
		if (id === undefined) return;
		const check = ++this.#checks;
		if (this.#check === 'missing') this.#check = 'checking';
		const found = await this.#options.language.ask('problems', id);
		if (check !== this.#checks) return;
		this.#check = found ? 'checked' : 'missing';
		this.#found = (found ?? []).map(readProblem);
		this.#show();
	}

	#mark(marks: readonly ScriptMark[]): void {
		const text = this.#view?.state.doc;
		if (!text) return;
		this.#ran = marks.map((mark) => ranProblem(mark, text));
		this.#show();
	}

	/** What was found is about the text before: it moves along until the next answer, which is of no use either. */
	#move(changes: ChangeDesc): void {
		this.#checks += 1;
		this.#found = this.#found.map((problem) => moveProblem(problem, changes));
		this.#ran = this.#ran.map((problem) => moveProblem(problem, changes));
		this.#tell();
		this.recheck();
	}

	#tell(): void {
		this.#problems = [...this.#found, ...this.#ran].sort((a, b) => a.from - b.from);
	}

	#show(): void {
		this.#tell();
		const view = this.#view;
		if (!view) return;
		const { length } = view.state.doc;
		const within = this.#problems.filter(({ to }) => to <= length);
		view.dispatch(setDiagnostics(view.state, within.map(diagnosticOf)));
	}

	#about(id: DocumentId): AskLanguage {
		const { language } = this.#options;
		return {
			completions: (at) => language.ask('completions', id, at),
			details: (at, name, source) => language.ask('details', id, at, name, source),
			hover: (at) => language.ask('hover', id, at),
		};
	}
}
