import { pageBody } from '../doc/page.ts';
import type { Peer, Presence } from '../sync/presence.ts';
import { Observed } from './observed.svelte.ts';
import type { OpenDocument } from './open-document.ts';

/** One page as the text editor uses it: its shared text, and the cursors in it. */
export class PageSession {
	#open: OpenDocument;
	#canEdit: () => boolean;
	#peers: Observed<readonly Peer[]>;
	#newer: Observed<boolean>;

	constructor(open: OpenDocument, canEdit: () => boolean) {
		this.#open = open;
		this.#canEdit = canEdit;
		this.#peers = new Observed(
			(changed) => open.presence.onChange(changed),
			() => open.presence.peers(),
		);
		this.#newer = new Observed(
			(changed) => open.document.onRefusal(changed),
			() => open.document.refusal !== undefined,
		);
	}

	get id() {
		return this.#open.id;
	}
	/** What the editor's binding writes into and reads from. */
	get body() {
		return pageBody(this.#open.document);
	}
	get awareness(): Presence['awareness'] {
		return this.#open.presence.awareness;
	}
	get peers(): readonly Peer[] {
		return this.#peers.current;
	}
	/** Made by a newer version: it can be looked at, whatever one's role. */
	get newer(): boolean {
		return this.#newer.current;
	}
	get readOnly(): boolean {
		return this.newer || !this.#canEdit();
	}

	dispose(): void {
		this.#open.presence.set({ selection: [] });
	}
}
