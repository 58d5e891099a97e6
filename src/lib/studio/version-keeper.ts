import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId, ProjectId, VersionId } from '../base/ids.ts';
import { ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { assetsOf } from '../doc/diff/assets-of.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import { checkTitle } from '../doc/project.ts';
import type { AddVersionOptions, DeviceStorage, VersionInfo, VersionReason } from '../storage/ports.ts';
import { versionsToRemove } from '../storage/versions/thin-out.ts';

/** How long edits go on until they are kept as a version. */
export const VERSION_INTERVAL_MS = 10 * 60_000;

export type VersionKeeperOptions = {
	readonly projectId: ProjectId;
	readonly storage: Pick<DeviceStorage, 'versions' | 'health'>;
	readonly clock: Clock;
	/** Who is here, for the versions kept from now on. */
	readonly author: () => { readonly id: string; readonly name: string };
};

/** A version that this device did not take, or only into memory so far. */
export type VersionNotKept = { readonly documentId: DocumentId; readonly message: string };

/** What a named version consists of: one of each document. `durable`: all of them are safe on this device. */
export type NamedVersion = { readonly versions: readonly VersionInfo[]; readonly durable: boolean };

type Watched = {
	readonly document: LiveDocument;
	readonly stopListening: Dispose;
	/** Until the first edit of this visit: waits to keep what it was when it was opened. */
	stopWaiting: Dispose | null;
	/** Runs while there are edits that no version has. */
	stopClock: Dispose | null;
	/** When this tab began to watch it, and when it last was edited through this tab. */
	readonly since: number;
	editedAt: number;
};

type Keeping = { readonly reason: VersionReason; readonly label: string | null; readonly createdAt: number };

/**
 * Keeps versions of the documents of one project: as they were found when the first edit of a visit comes, every ten
 * minutes of edits, before what changes much at once, and when somebody names one. Never throws into an edit.
 */
export class VersionKeeper {
	readonly #options: VersionKeeperOptions;
	readonly #watched = new Map<DocumentId, Watched>();
	readonly #running = new Set<Promise<unknown>>();
	readonly #changed = new Emitter<DocumentId>();
	readonly #notKept = new Emitter<VersionNotKept>();
	#closed = false;

	constructor(options: VersionKeeperOptions) {
		this.#options = options;
	}

	/** Keeps versions of a document from now on. */
	watch(document: LiveDocument): void {
		if (this.#closed || this.#watched.has(document.id)) return;
		const stopListening = document.onUpdateV2(({ origin }) => {
			// What another tab wrote is kept by that tab.
			// Another tab was the first to edit in this visit, and kept what both had found.
			if (origin === 'tab') stopWaitingFor(watched);
			if (origin === 'storage' || origin === 'tab') return;
			watched.editedAt = this.#options.clock.now();
			this.#startClock(watched, VERSION_INTERVAL_MS);
		});
		const stopWaiting = document.onceBeforeEdit(() => this.#keepFound(watched));
		const since = this.#options.clock.now();
		const watched: Watched = {
			...{ document, stopListening, stopWaiting, stopClock: null, since, editedAt: since },
		};
		this.#watched.set(document.id, watched);
	}

	/** Keeps a document before something changes much of it. False: it is not safe on this device, for now. */
	async keepBefore(
		reason: Exclude<VersionReason, 'timed' | 'named'>,
		document: LiveDocument,
	): Promise<boolean> {
		const kept = await this.#keep(document, this.#automatic(reason));
		return kept?.durable ?? false;
	}

	/** Keeps all documents of the project for ever, by a name for this moment. */
	async keepNamed(text: string): Promise<CommandResult<NamedVersion>> {
		const label = checkTitle(text, 'version');
		if (!label.ok) return label;
		const keeping: Keeping = { ...this.#automatic('named'), label: label.value };
		const documents = [...this.#watched.values()].map(({ document }) => document);
		const kept = await Promise.all(documents.map((document) => this.#keep(document, keeping)));
		const versions = kept.flatMap((added) => added?.version ?? []);
		return ok({ versions, durable: kept.every((added) => added?.durable) });
	}

	/** All versions of a document, newest first. */
	list(documentId: DocumentId): Promise<readonly VersionInfo[]> {
		return this.#options.storage.versions.list(documentId);
	}

	/** Names a version, or, with null, lets it go with time again. */
	async rename({ id, documentId }: VersionInfo, text: string | null): Promise<CommandResult> {
		const label = text === null ? ok(null) : checkTitle(text, 'version');
		if (!label.ok) return label;
		await this.#options.storage.versions.rename(id, label.value);
		this.#changed.emit(documentId);
		return ok();
	}

	async remove({
		id,
		documentId,
	}: {
		readonly id: VersionId;
		readonly documentId: DocumentId;
	}): Promise<void> {
		await this.#options.storage.versions.remove(id);
		this.#changed.emit(documentId);
	}

	/** Told of a document whose list of versions changed on this page. */
	onChange(listener: (documentId: DocumentId) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Told of every version that is not safe on this device. */
	onNotKept(listener: (notKept: VersionNotKept) => void): Dispose {
		return this.#notKept.on(listener);
	}

	/** Resolves when every version begun so far was written, or refused. */
	async whenKept(): Promise<void> {
		await Promise.all(this.#running);
	}

	/** Stops, once what was begun is done. */
	async close(): Promise<void> {
		this.#closed = true;
		for (const watched of this.#watched.values()) {
			watched.stopListening();
			settle(watched);
		}
		this.#watched.clear();
		await this.whenKept();
		this.#changed.clear();
		this.#notKept.clear();
	}

	#startClock(watched: Watched, ms: number): void {
		watched.stopClock ??= this.#options.clock.after(ms, () => void this.#keepTimed(watched));
	}

	/** Once for all tabs that have the document open: the first keeps it, and the others go by its version. */
	async #keepTimed(watched: Watched): Promise<void> {
		const now = this.#options.clock.now();
		const unlessSince = now - VERSION_INTERVAL_MS;
		const added = await this.#keep(watched.document, this.#automatic('timed'), { unlessSince });
		const keptAt = added?.version.createdAt ?? now;
		const rest = keptAt + VERSION_INTERVAL_MS - this.#options.clock.now();
		const hasMore = keptAt < now && watched.editedAt >= keptAt && rest > 0;
		if (hasMore && this.#watched.get(watched.document.id) === watched) this.#startClock(watched, rest);
	}

	// Most visits are shorter than the interval: what one leaves is kept when the next begins to change it. Where
	// tabs cannot talk, those that were open when another did so go by its version.
	#keepFound({ document, since }: Watched): void {
		const isEmpty = document.stateVector().every((byte) => byte === 0);
		if (!isEmpty) void this.#keep(document, this.#automatic('timed'), { unlessSince: since });
	}

	#automatic(reason: VersionReason): Keeping {
		return { reason, label: null, createdAt: this.#options.clock.now() };
	}

	#keep(document: LiveDocument, keeping: Keeping, options: AddVersionOptions = {}) {
		const watched = this.#watched.get(document.id);
		if (watched) settle(watched);
		const running = this.#add(document, keeping, options);
		this.#running.add(running);
		return running.finally(() => this.#running.delete(running));
	}

	/** Takes the state at once, then writes it; null when it could not be taken. Never rejects. */
	async #add(document: LiveDocument, keeping: Keeping, options: AddVersionOptions) {
		const { id: documentId, kind, schema } = document;
		const { projectId, storage, author } = this.#options;
		try {
			const state = document.encodeState();
			const version = {
				projectId,
				documentId,
				kind,
				schema,
				author: author(),
				assets: assetsOf(document),
				...keeping,
			};
			const added = await storage.versions.add(version, state, options);
			if (!added.durable) this.#report(document, this.#healthMessage());
			await this.#thinOut(documentId);
			this.#changed.emit(documentId);
			return added;
		} catch (thrown) {
			this.#report(document, thrown instanceof Error ? thrown.message : String(thrown));
			return null;
		}
	}

	async #thinOut(documentId: DocumentId): Promise<void> {
		const { storage, clock } = this.#options;
		const gone = versionsToRemove(await storage.versions.list(documentId), clock.now());
		await storage.versions.removeMany(gone);
	}

	#healthMessage(): string {
		const { health } = this.#options.storage;
		return health.kind === 'failing' ? health.problem.message : 'It is in memory only, and tried again.';
	}

	#report({ id, kind }: LiveDocument, why: string): void {
		this.#notKept.emit({ documentId: id, message: `A version of this ${kind} could not be kept. ${why}` });
	}
}

/** All there is goes into a version now: nothing is left to wait for. */
function settle(watched: Watched): void {
	stopWaitingFor(watched);
	watched.stopClock?.();
	watched.stopClock = null;
}

function stopWaitingFor(watched: Watched): void {
	watched.stopWaiting?.();
	watched.stopWaiting = null;
}
