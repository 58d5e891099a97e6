import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import type { StorageProblem } from '../storage/ports.ts';
import { openStoredDocument, type StoredDocument } from '../storage/stored-document.ts';
import { openTabChannel } from '../storage/broadcast-channel-adapter.ts';
import type { DocumentChannel } from '../sync/document-channel.ts';
import { DragPreviews } from '../sync/drag-previews.ts';
import type { EpochKeeper } from '../sync/epoch-keeper.ts';
import { createPresence, type Presence } from '../sync/presence.ts';
import { peerColor } from '../sync/presence-state.ts';
import { Signals } from '../sync/signals.ts';
import { nextTrouble, type DocumentTrouble } from './line-trouble.ts';
import type { StudioParts } from './parts.ts';

/** One document as this tab has it: in memory, kept on this device, and on the line while the project is shared. */
export class OpenDocument {
	readonly projectId: ProjectId;
	/** Goes by the id that the project knows it by, on a branch as well. */
	readonly document: LiveDocument;
	/** The id it is kept and shared under: of a branch, its own copy's. */
	readonly storedAs: DocumentId;
	readonly stored: StoredDocument;
	readonly presence: Presence;
	/** What people drag in it, seen before it is written. */
	readonly drags: DragPreviews;
	readonly #signals: Signals;
	#parts: StudioParts;
	#channel: DocumentChannel | null = null;
	#met = false;
	#trouble: DocumentTrouble | null = null;
	#changed = new Emitter<void>();
	#stops: Dispose[] = [];

	private constructor(
		parts: StudioParts,
		projectId: ProjectId,
		storedAs: DocumentId,
		stored: StoredDocument,
	) {
		this.#parts = parts;
		this.projectId = projectId;
		this.storedAs = storedAs;
		this.document = stored.document;
		this.document.author = authorOf(parts);
		this.stored = stored;
		this.presence = createPresence({
			document: stored.document,
			user: userOf(parts),
			clock: parts.clock,
		});
		this.#signals = new Signals(parts.clock);
		this.drags = this.#createDrags();
		this.#stops.push(stored.onChange(() => this.#changed.emit()));
	}

	/** Reads the document from this device. Fails when what is stored cannot be read; nothing is written then. */
	static async open(
		parts: StudioParts,
		projectId: ProjectId,
		id: DocumentId,
		kind: DocumentKind,
		storedAs = id,
	): Promise<Result<OpenDocument, StorageProblem>> {
		const document = new LiveDocument(id, kind);
		const tabs = openTabChannel(`document.${projectId}.${storedAs}`);
		const { storage, clock } = parts;
		const stored = await openStoredDocument(storage, {
			projectId,
			document,
			storedAs,
			clock,
			...(tabs ? { tabs } : {}),
		});
		if (!stored.ok) {
			tabs?.close();
			document.destroy();
			return stored;
		}
		return ok(new OpenDocument(parts, projectId, storedAs, stored.value));
	}

	get id(): DocumentId {
		return this.document.id;
	}

	/** Whether both sides had everything of each other at some moment since this was opened. */
	get met(): boolean {
		return this.#met;
	}

	get channel(): DocumentChannel | null {
		return this.#channel;
	}

	/** What stands between it and the server's copy; null: nothing that is known. */
	get trouble(): DocumentTrouble | null {
		return this.#trouble;
	}

	/** Told when how far it is saved or synced changes. */
	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Keeps it equal to the server's from now on. */
	join(): void {
		if (this.#channel) return;
		const channel = this.#parts.connection.join({
			address: { projectId: this.projectId, documentId: this.storedAs },
			document: this.document,
			changes: this.stored,
			presence: this.presence,
			signals: this.#signals,
			epoch: epochOf(this.stored),
		});
		this.#channel = channel;
		this.#stops.push(
			channel.onChange((state) => {
				this.#trouble = nextTrouble(this.#trouble, state);
				if (state.kind === 'synced' && !this.#met) {
					this.#met = true;
					this.noteHere();
				}
				this.#changed.emit();
			}),
		);
	}

	/** Keeps in mind that an empty document is here: one that has not arrived is something else. */
	noteHere(): void {
		const { document, projectId, storedAs: id } = this;
		const isEmpty = document.stateVector().every((byte) => byte === 0);
		if (!isEmpty) return;
		void this.#parts.storage.documents.append({ id, projectId, kind: document.kind, update: null });
	}

	/** Shows the person's present name to the others, now and in what is edited from now on. */
	refreshUser(): void {
		this.document.author = authorOf(this.#parts);
		this.presence.set({ user: userOf(this.#parts) });
	}

	/** Leaves the line, then waits until everything is kept on this device. */
	async close(): Promise<void> {
		for (const stop of this.#stops) stop();
		this.#changed.clear();
		this.#channel?.leave();
		this.drags.dispose();
		this.#signals.dispose();
		this.presence.dispose();
		await this.stored.close();
		this.document.destroy();
	}

	#createDrags(): DragPreviews {
		const { presence } = this;
		const drags = new DragPreviews({
			port: this.#signals,
			clock: this.#parts.clock,
			isAlone: () => presence.peers().length === 0,
			isSending: () => this.#channel?.isSending ?? false,
		});
		const isHere = (clientId: number) => presence.peers().some((peer) => peer.clientId === clientId);
		this.#stops.push(presence.onChange(() => drags.forget(isHere)));
		return drags;
	}
}

const epochOf = (stored: StoredDocument): EpochKeeper => ({
	get current() {
		return stored.epoch;
	},
	adopt: (epoch) => stored.adoptEpoch(epoch),
});

/** Guests without a name sign nothing. */
const authorOf = ({ identity }: StudioParts): string | null => identity.name || null;

const userOf = ({ identity }: StudioParts) => ({
	id: identity.id,
	name: identity.name,
	color: peerColor(identity.id),
});
