import { Editor, Extension } from '@tiptap/core';
import { keymap } from '@tiptap/pm/keymap';
import type { Plugin } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin, yUndoPluginKey } from '@tiptap/y-tiptap';
import type { PageSession } from '#lib/studio/page-session.svelte.ts';
import { isSafeLink } from './safe-link.ts';
import { buildCursor, cursorSelection, SharedCursors, type CursorOwner } from './shared-cursors.ts';
import { TEXT_COMMANDS, type TextCommand, type TextState } from './text-commands.ts';
import { unknownContent } from './unknown-content.ts';

export type RichTextOptions = {
	readonly element: HTMLElement;
	readonly page: Pick<PageSession, 'body' | 'awareness'>;
	readonly editable: boolean;
	/** The accessible name of the text. */
	readonly label: string;
	/** What people without a name are called. */
	readonly guest: string;
	/** Told when the text or the cursor changed. */
	readonly onchange: (state: TextState) => void;
	/** Told once when the page has parts this version does not know; the text is closed then. */
	readonly onunknown: (names: readonly string[]) => void;
};

/** The rich text of one page in one element, bound to the shared document: what peers type appears, with their cursors. */
export class RichText {
	#editor: Editor | null = null;
	#options: RichTextOptions;
	#stopGuard: () => void;

	constructor(options: RichTextOptions) {
		this.#options = options;
		const { body } = options.page;
		const schema = vocabulary();
		// Registered before the binding, so that it hears of unknown parts first and can let go of the page.
		const guard = () => {
			const names = unknownContent(body, schema);
			if (names.length === 0) return;
			this.dispose();
			options.onunknown(names);
		};
		body.observeDeep(guard);
		this.#stopGuard = () => body.unobserveDeep(guard);
		const unknown = unknownContent(body, schema);
		if (unknown.length === 0) this.#editor = this.#open();
		else {
			this.#stopGuard();
			options.onunknown(unknown);
		}
	}

	run(command: TextCommand): void {
		const editor = this.#editor;
		if (!editor?.isEditable) return;
		if (command === 'undo') undo(editor.state);
		else if (command === 'redo') redo(editor.state);
		else toggle(editor, command);
		editor.commands.focus();
	}

	setEditable(editable: boolean): void {
		if (!this.#editor || this.#editor.isEditable === editable) return;
		this.#editor.setEditable(editable);
		this.#tell();
	}

	focus(): void {
		this.#editor?.commands.focus();
	}

	dispose(): void {
		this.#stopGuard();
		this.#editor?.destroy();
		this.#editor = null;
	}

	#open(): Editor {
		const { element, editable, page, guest, label } = this.#options;
		return new Editor({
			element,
			editable,
			injectCSS: false,
			extensions: [...blocks(), sharedText(page, guest)],
			editorProps: {
				attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: 'prose' },
			},
			onCreate: () => this.#tell(),
			onTransaction: () => this.#tell(),
			onFocus: () => this.#tell(),
		});
	}

	#tell(): void {
		const editor = this.#editor;
		if (editor && !editor.isDestroyed) this.#options.onchange(readState(editor));
	}
}

// No trailing paragraph: opening a page must not write into it, twice when two people do.
const blocks = () => [
	StarterKit.configure({
		undoRedo: false,
		trailingNode: false,
		heading: { levels: [1, 2, 3] },
		link: { openOnClick: false, defaultProtocol: 'https', isAllowedUri: isSafeLink },
		dropcursor: { class: 'drop-cursor', color: false },
	}),
];

function sharedText({ body, awareness }: RichTextOptions['page'], guest: string) {
	return Extension.create({
		name: 'sharedText',
		priority: 1000,
		addProseMirrorPlugins: (): Plugin[] => [
			ySyncPlugin(body) as Plugin,
			yCursorPlugin(new SharedCursors(awareness, guest) as never, {
				cursorBuilder: (user: CursorOwner) => buildCursor(user),
				selectionBuilder: (user: CursorOwner) => cursorSelection(user),
			}) as Plugin,
			yUndoPlugin() as Plugin,
			keymap({
				'Mod-z': (state) => !!undo(state),
				'Mod-y': (state) => !!redo(state),
				'Shift-Mod-z': (state) => !!redo(state),
			}),
		],
	});
}

/** The names of all blocks and styles this version can show. */
function vocabulary() {
	const editor = new Editor({ element: null, extensions: blocks(), injectCSS: false });
	const { nodes, marks } = editor.schema;
	editor.destroy();
	return { nodes, marks };
}

function toggle(editor: Editor, command: Exclude<TextCommand, 'undo' | 'redo'>): boolean {
	const chain = editor.chain().focus();
	switch (command) {
		case 'bold':
			return chain.toggleBold().run();
		case 'italic':
			return chain.toggleItalic().run();
		case 'heading-1':
			return chain.toggleHeading({ level: 1 }).run();
		case 'heading-2':
			return chain.toggleHeading({ level: 2 }).run();
		case 'heading-3':
			return chain.toggleHeading({ level: 3 }).run();
		case 'bullet-list':
			return chain.toggleBulletList().run();
		case 'ordered-list':
			return chain.toggleOrderedList().run();
		case 'quote':
			return chain.toggleBlockquote().run();
		case 'code':
			return chain.toggleCode().run();
		case 'code-block':
			return chain.toggleCodeBlock().run();
	}
}

function readState(editor: Editor): TextState {
	const history = yUndoPluginKey.getState(editor.state) as
		{ undoManager: { undoStack: unknown[]; redoStack: unknown[] } } | undefined;
	const possible = new Set<TextCommand>(TEXT_COMMANDS);
	if (!history?.undoManager.undoStack.length) possible.delete('undo');
	if (!history?.undoManager.redoStack.length) possible.delete('redo');
	const active = new Set(TEXT_COMMANDS.filter((command) => isActive(editor, command)));
	return { active, possible, empty: editor.isEmpty };
}

function isActive(editor: Editor, command: TextCommand): boolean {
	switch (command) {
		case 'bold':
		case 'italic':
		case 'code':
			return editor.isActive(command);
		case 'heading-1':
		case 'heading-2':
		case 'heading-3':
			return editor.isActive('heading', { level: Number(command.at(-1)) });
		case 'bullet-list':
			return editor.isActive('bulletList');
		case 'ordered-list':
			return editor.isActive('orderedList');
		case 'quote':
			return editor.isActive('blockquote');
		case 'code-block':
			return editor.isActive('codeBlock');
		case 'undo':
		case 'redo':
			return false;
	}
}
