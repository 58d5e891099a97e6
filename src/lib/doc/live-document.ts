import * as Y from 'yjs';
import type { Dispose } from '../base/disposer.ts';
import type { DocumentId } from '../base/ids.ts';

/** What a project's documents hold; the index of the project itself is a document as well. */
export const CONTENT_KINDS = ['scene', 'prefab', 'script', 'page'] as const;
export const DOCUMENT_KINDS = ['project', ...CONTENT_KINDS] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const isContentKind = (value: unknown): value is ContentKind =>
	(CONTENT_KINDS as readonly unknown[]).includes(value);

/**
 * Where a change came from. `edit`, `undo` and `import` were made here and must reach disk and server;
 * the others only arrived here. Unknown origins (a text editor's own) count as edits made here.
 */
export type Origin = 'edit' | 'undo' | 'import' | 'storage' | 'network' | 'tab';

const ARRIVED = new Set<unknown>(['storage', 'network', 'tab'] satisfies Origin[]);

export const isLocalOrigin = (origin: unknown): boolean => !ARRIVED.has(origin);

export type DocumentUpdate = {
	/** Yjs v1 for `onUpdate`, v2 for `onUpdateV2`. */
	readonly bytes: Uint8Array;
	readonly origin: unknown;
	/** Whether it was made on this page rather than received. */
	readonly local: boolean;
};

/** One Yjs document in memory: bytes in, bytes out. What they mean is the business of scene, project and page. */
export class LiveDocument {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	/** Only `lib/doc`, and the text editor's binding, reach inside. */
	readonly ydoc: Y.Doc;

	constructor(id: DocumentId, kind: DocumentKind) {
		this.id = id;
		this.kind = kind;
		this.ydoc = new Y.Doc();
	}

	/** This replica's number: differs in every tab and on every open. */
	get clientId(): number {
		return this.ydoc.clientID;
	}

	/** Applies a v1 update. Throws when the bytes cannot be decoded; the document then keeps what it had. */
	apply(update: Uint8Array, origin: Origin): void {
		Y.applyUpdate(this.ydoc, update, origin);
	}

	applyV2(update: Uint8Array, origin: Origin): void {
		Y.applyUpdateV2(this.ydoc, update, origin);
	}

	onUpdate(listener: (update: DocumentUpdate) => void): Dispose {
		return this.#listen('update', listener);
	}

	onUpdateV2(listener: (update: DocumentUpdate) => void): Dispose {
		return this.#listen('updateV2', listener);
	}

	stateVector(): Uint8Array {
		return Y.encodeStateVector(this.ydoc);
	}

	/** What a peer with this state vector lacks (v1); without one, everything. Deletions are always included. */
	encodeDiff(stateVector?: Uint8Array): Uint8Array {
		return Y.encodeStateAsUpdate(this.ydoc, stateVector);
	}

	/** The whole document as one v2 update. */
	encodeState(): Uint8Array {
		return Y.encodeStateAsUpdateV2(this.ydoc);
	}

	/** Whether something arrived that waits for an update not here yet. */
	hasPending(): boolean {
		return this.ydoc.store.pendingStructs !== null || this.ydoc.store.pendingDs !== null;
	}

	destroy(): void {
		this.ydoc.destroy();
	}

	#listen(event: 'update' | 'updateV2', listener: (update: DocumentUpdate) => void): Dispose {
		const handler = (bytes: Uint8Array, origin: unknown) =>
			listener({ bytes, origin, local: isLocalOrigin(origin) });
		this.ydoc.on(event, handler);
		return () => this.ydoc.off(event, handler);
	}
}
