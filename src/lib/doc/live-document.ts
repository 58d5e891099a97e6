import * as Y from 'yjs';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import { signEdit } from './authors.ts';
import type { CommandError, CommandResult } from './commands/command.ts';
import { flattenDeletion } from './flat-deletion.ts';
import { recordEdit, type RegisterChange, type RegisterEdit } from './registers.ts';
import { isNewer, readSchema, SCHEMAS, stampSchema, watchSchema } from './schema.ts';
import { loadState } from './state/load-state.ts';

/** What a project's documents hold; the index of the project itself is a document as well. */
export const CONTENT_KINDS = ['scene', 'prefab', 'script', 'page'] as const;
export const DOCUMENT_KINDS = ['project', ...CONTENT_KINDS] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const isContentKind = (value: unknown): value is ContentKind =>
	(CONTENT_KINDS as readonly unknown[]).includes(value);

/**
 * Where a change came from. Those from `edit` to `import` were made here and must reach disk and server; the others
 * only arrived here. Unknown origins (a text editor's own) count as edits made here.
 */
export type Origin =
	'edit' | 'undo' | 'restore' | 'merge' | 'migration' | 'import' | 'storage' | 'network' | 'tab';

const ARRIVED = new Set<unknown>(['storage', 'network', 'tab'] satisfies Origin[]);

export const isLocalOrigin = (origin: unknown): boolean => !ARRIVED.has(origin);

export type DocumentUpdate = {
	/** Yjs v1 for `onUpdate`, v2 for `onUpdateV2`. */
	readonly bytes: Uint8Array;
	readonly origin: unknown;
	/** Whether it was made on this page rather than received. */
	readonly local: boolean;
};

/** Names an edit for the history: `move`, `add` … */
export type EditLabel = string;

/** An edit made here, with what it takes to undo it. */
export type Edited = {
	readonly documentId: DocumentId;
	readonly label: EditLabel;
	readonly origin: Origin;
	readonly changes: readonly RegisterChange[];
};

// Before any document exists.
flattenDeletion();

/** One Yjs document in memory: bytes in, bytes out. What they mean is the business of scene, project and page. */
export class LiveDocument {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	/** Only `lib/doc`, and the text editor's binding, reach inside. */
	readonly ydoc: Y.Doc;
	/** Who edits here, as others shall read it; null: nobody says. */
	author: string | null = null;
	#edited = new Emitter<Edited>();

	constructor(id: DocumentId, kind: DocumentKind) {
		this.id = id;
		this.kind = kind;
		this.ydoc = new Y.Doc();
	}

	/** This replica's number: differs in every tab and on every open. */
	get clientId(): number {
		return this.ydoc.clientID;
	}

	/** The shape the document was written in; above `SCHEMAS` it can only be looked at. */
	get schema(): number {
		return readSchema(this.ydoc, this.kind);
	}

	/** Why this version may not write into the document; undefined when it may. */
	get refusal(): CommandError | undefined {
		if (!isNewer(this.ydoc, this.kind)) return undefined;
		const message =
			`This ${this.kind} was made by a newer RaStudios (its format is ${this.schema}, this version knows up to ` +
			`${SCHEMAS[this.kind]}). You can look at it; to change it, update RaStudios, or go on from ` +
			'an earlier version of it.';
		return { reason: 'newer', message };
	}

	/** Told whenever `refusal` may have changed: an update can turn a document that is open into a newer one. */
	onRefusal(listener: () => void): Dispose {
		return watchSchema(this.ydoc, this.kind, listener);
	}

	/** Runs one edit as one transaction. Commands call this after they validated everything. */
	edit(
		label: EditLabel,
		origin: Origin,
		recipe: (edit: RegisterEdit) => void,
	): CommandResult<readonly RegisterChange[]> {
		const { refusal, ydoc } = this;
		if (refusal) return err(refusal);
		const changes = ydoc.transact((transaction) => {
			const made = recordEdit(ydoc, recipe);
			if (transaction.changed.size > 0) {
				stampSchema(ydoc, this.kind);
				signEdit(ydoc, this.author);
			}
			return made;
		}, origin);
		if (changes.length > 0) this.#edited.emit({ documentId: this.id, label, origin, changes });
		return ok(changes);
	}

	/** Hears of every edit made here. */
	onEdited(listener: (edited: Edited) => void): Dispose {
		return this.#edited.on(listener);
	}

	/** Calls back once, when the first edit made here is about to be: the document still is what it was. */
	onceBeforeEdit(listener: () => void): Dispose {
		const handler = ({ origin }: Y.Transaction) => {
			if (!isLocalOrigin(origin)) return;
			stop();
			listener();
		};
		const stop = () => this.ydoc.off('beforeTransaction', handler);
		this.ydoc.on('beforeTransaction', handler);
		return stop;
	}

	/** Applies a v1 update. Throws when the bytes cannot be decoded; the document then keeps what it had. */
	apply(update: Uint8Array, origin: Origin): void {
		Y.applyUpdate(this.ydoc, update, origin);
	}

	applyV2(update: Uint8Array, origin: Origin): void {
		if (!loadState(this.ydoc, update, origin)) Y.applyUpdateV2(this.ydoc, update, origin);
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

	/** Whether everything that a peer with this (decoded) state vector has is here, deletions apart. */
	holds(stateVector: ReadonlyMap<number, number>): boolean {
		const { store } = this.ydoc;
		return [...stateVector].every(([author, end]) => Y.getState(store, author) >= end);
	}

	/** What a peer with this state vector lacks (v1); without one, everything. Deletions are always included. */
	encodeDiff(stateVector?: Uint8Array): Uint8Array {
		return Y.encodeStateAsUpdate(this.ydoc, stateVector);
	}

	/**
	 * Like `encodeDiff`, without what waits for an update that is not here yet: under another id that one would never
	 * come.
	 */
	encodeArrived(stateVector?: Uint8Array): Uint8Array {
		const { store } = this.ydoc;
		const { pendingStructs, pendingDs } = store;
		Object.assign(store, { pendingStructs: null, pendingDs: null });
		try {
			return this.encodeDiff(stateVector);
		} finally {
			Object.assign(store, { pendingStructs, pendingDs });
		}
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
		this.#edited.clear();
		this.ydoc.destroy();
	}

	#listen(event: 'update' | 'updateV2', listener: (update: DocumentUpdate) => void): Dispose {
		const handler = (bytes: Uint8Array, origin: unknown) =>
			listener({ bytes, origin, local: isLocalOrigin(origin) });
		this.ydoc.on(event, handler);
		return () => this.ydoc.off(event, handler);
	}
}
