import type { PageSession } from '#lib/studio/page-session.svelte.ts';
import type { RichText } from './rich-text.ts';
import { NO_TEXT, type TextCommand, type TextState } from './text-commands.ts';

/** How far the text of a page is: its editor comes as a chunk of its own. */
export type PageTextState =
	| { readonly kind: 'loading' }
	| { readonly kind: 'open' }
	| { readonly kind: 'newer'; readonly names: readonly string[] }
	| { readonly kind: 'failed' };

export type PageTextWords = { readonly label: string; readonly guest: string };

/** The text of the page on screen: the editor loaded, bound to the shared document, and told of as state. */
export class PageText {
	#words: PageTextWords;
	#text = $state.raw<TextState>(NO_TEXT);
	#state = $state.raw<PageTextState>({ kind: 'loading' });
	#rich: RichText | null = null;

	constructor(words: PageTextWords) {
		this.#words = words;
	}

	get state(): PageTextState {
		return this.#state;
	}
	get text(): TextState {
		return this.#text;
	}

	/** Puts the page's text into an element; the returned function takes it out again. */
	open(element: HTMLElement, page: PageSession): () => void {
		let closed = false;
		this.#state = { kind: 'loading' };
		this.#text = NO_TEXT;
		void import('./rich-text.ts').then(
			({ RichText: Rich }) => {
				if (closed) return;
				this.#state = { kind: 'open' };
				this.#rich = new Rich({
					element,
					page,
					editable: !page.readOnly,
					...this.#words,
					onchange: (text) => (this.#text = text),
					onunknown: (names) => (this.#state = { kind: 'newer', names }),
				});
			},
			() => {
				// Offline with an old cache, or a new version took the chunk's place.
				if (!closed) this.#state = { kind: 'failed' };
			},
		);
		return () => {
			closed = true;
			this.#rich?.dispose();
			this.#rich = null;
		};
	}

	run(command: TextCommand): void {
		this.#rich?.run(command);
	}

	setEditable(editable: boolean): void {
		this.#rich?.setEditable(editable);
	}

	focus(): void {
		this.#rich?.focus();
	}
}
