import { StateEffect, type Range } from '@codemirror/state';
import {
	Decoration,
	ViewPlugin,
	WidgetType,
	type EditorView,
	type DecorationSet,
	type ViewUpdate,
} from '@codemirror/view';
import type { LiveDocument } from '#lib/doc/live-document.ts';
import { readSpan, sendableSpan } from '#lib/doc/script-cursor.ts';
import type { ScriptSession } from '#lib/studio/script-session.svelte.ts';

type Awareness = ScriptSession['awareness'];
type Options = {
	readonly document: LiveDocument;
	readonly awareness: Awareness;
	/** What people without a name are called. */
	readonly guest: string;
};

const moved = StateEffect.define<null>();

/** Shows others' cursors and selections with their names, and ours to them while the text has the focus. */
export const peerCursors = (options: Options) =>
	ViewPlugin.define((view) => new PeerCursors(view, options), { decorations: ({ shown }) => shown });

class PeerCursors {
	shown: DecorationSet;
	#view: EditorView;
	#options: Options;
	#stop: () => void;

	constructor(view: EditorView, options: Options) {
		this.#view = view;
		this.#options = options;
		this.shown = this.#read(view.state.doc.length);
		const { awareness } = options;
		const onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
			const others = [...added, ...updated, ...removed].some((id) => id !== awareness.clientID);
			if (others) this.#view.dispatch({ effects: moved.of(null) });
		};
		awareness.on('change', onChange);
		this.#stop = () => awareness.off('change', onChange);
	}

	update(update: ViewUpdate): void {
		const { state, docChanged, selectionSet, focusChanged, transactions } = update;
		if (selectionSet || focusChanged || docChanged) this.#tell();
		const isNews = transactions.some(({ effects }) => effects.some((effect) => effect.is(moved)));
		if (docChanged || isNews) this.shown = this.#read(state.doc.length);
	}

	destroy(): void {
		this.#stop();
		this.#options.awareness.setLocalStateField('cursor', null);
	}

	#tell(): void {
		const { awareness, document } = this.#options;
		const { anchor, head } = this.#view.state.selection.main;
		const cursor = this.#view.hasFocus ? sendableSpan(document, { anchor, head }) : null;
		const before: unknown = awareness.getLocalState()?.['cursor'] ?? null;
		if (JSON.stringify(before) !== JSON.stringify(cursor)) awareness.setLocalStateField('cursor', cursor);
	}

	#read(length: number): DecorationSet {
		const { awareness, document, guest } = this.#options;
		const ranges: Range<Decoration>[] = [];
		for (const [clientId, state] of awareness.getStates()) {
			const { user, cursor } = state as { user?: { name?: string; color?: number }; cursor?: unknown };
			const span = clientId === awareness.clientID ? null : readSpan(document, cursor);
			if (!span) continue;
			const [anchor, head] = [Math.min(span.anchor, length), Math.min(span.head, length)];
			const hue = `--hue: var(--peer-${user?.color ?? 1})`;
			const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
			const attributes = { style: hue };
			if (from < to) ranges.push(Decoration.mark({ class: 'peer-selection', attributes }).range(from, to));
			const widget = new PeerCaret(user?.name || guest, hue);
			ranges.push(Decoration.widget({ widget, side: head < anchor ? -1 : 1 }).range(head));
		}
		return Decoration.set(ranges, true);
	}
}

class PeerCaret extends WidgetType {
	readonly name: string;
	readonly hue: string;

	constructor(name: string, hue: string) {
		super();
		this.name = name;
		this.hue = hue;
	}

	override eq(other: PeerCaret): boolean {
		return other.name === this.name && other.hue === this.hue;
	}

	toDOM(): HTMLElement {
		const caret = document.createElement('span');
		caret.className = 'peer-caret';
		caret.style.cssText = this.hue;
		const tag = document.createElement('span');
		tag.className = 'peer-name';
		tag.textContent = this.name;
		caret.append('\u2060', tag, '\u2060');
		return caret;
	}
}
