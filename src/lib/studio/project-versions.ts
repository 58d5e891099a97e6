import type { Dispose } from '../base/disposer.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { DocumentDiff } from '../doc/diff/diff-documents.ts';
import { readDocument, type DocumentSnapshot } from '../doc/diff/document-snapshot.ts';
import type { OpenVersion } from '../doc/diff/open-version.ts';
import type { ContentKind, LiveDocument } from '../doc/live-document.ts';
import { m } from '../paraglide/messages.js';
import type { VersionInfo } from '../storage/ports.ts';
import { versionsOf } from './branch-versions.ts';
import { latePart } from './late-part.ts';
import type { DeviceParts } from './parts.ts';
import type { ProjectDocuments } from './project-documents.ts';
import { VersionKeeper } from './version-keeper.ts';
import { migrateKept } from './version-migration.ts';
import type { RestoredPart, VersionFailure } from './version-restore.ts';

type Options = {
	readonly parts: DeviceParts;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly canEdit: () => boolean;
	/** Lists a new document and opens it. */
	readonly create: (kind: ContentKind, title: string) => Promise<CommandResult<DocumentId>>;
};

/** A document as a version has it, and as it is now. */
export type VersionComparison = {
	readonly then: DocumentSnapshot;
	readonly now: DocumentSnapshot;
	readonly diff: DocumentDiff;
};

/** Earlier states of a project's documents, as this device keeps them: kept, shown and restored. */
export class ProjectVersions {
	/** Keeps, names and lists them. */
	readonly keeper: VersionKeeper;
	#options: Options;
	#stopWatching: Dispose;

	constructor(options: Options) {
		const { parts, projectId, documents, canEdit } = options;
		const { storage, clock, identity } = parts;
		this.#options = options;
		this.keeper = new VersionKeeper({
			projectId,
			storage: {
				versions: versionsOf(storage.versions, documents),
				get health() {
					return storage.health;
				},
			},
			clock,
			author: () => ({ id: identity.id, name: identity.name }),
		});
		this.#stopWatching = documents.onOpen(({ document }) => {
			this.keeper.watch(document);
			void migrateKept(this.keeper, document, canEdit);
		});
	}

	/** Opens a version to look at. `document.destroy()` it when done. */
	async open(version: VersionInfo): Promise<Result<OpenVersion, VersionFailure>> {
		const late = await later();
		return late ? late.readVersion(this.#options.parts.storage.versions, version) : err(missing());
	}

	/** What is different now, or in another version of the same document; changes nothing. */
	async compare(
		version: VersionInfo,
		against: VersionInfo | null = null,
	): Promise<Result<VersionComparison, VersionFailure>> {
		const then = await this.#read(version);
		if (!then.ok) return then;
		const now = against ? await this.#read(against) : this.#readNow(version);
		if (!now.ok) return now;
		const late = await later();
		if (!late) return err(missing());
		return ok({ then: then.value, now: now.value, diff: late.diffDocuments(then.value, now.value) });
	}

	async #read(version: VersionInfo): Promise<Result<VersionComparison['then'], VersionFailure>> {
		const opened = await this.open(version);
		if (!opened.ok) return opened;
		opened.value.document.destroy();
		return ok(opened.value.content);
	}

	#readNow(version: VersionInfo): Result<VersionComparison['now'], VersionFailure> {
		const live = this.#find(version);
		return live ? ok(readDocument(live)) : err(NOT_OPEN);
	}

	/** Makes a document, or one entity of it, what it was; what it is now is kept before, and undo takes it back. */
	async restore(version: VersionInfo, part?: RestoredPart): Promise<Result<void, VersionFailure>> {
		if (!this.#options.canEdit()) return err(READ_ONLY);
		const opened = await this.open(version);
		if (!opened.ok) return opened;
		const { document, content } = opened.value;
		document.destroy();
		const late = await later();
		if (!late) return err(missing());
		const now = this.#find(version);
		return now ? late.restoreVersion(this.keeper, now, content, part) : err(NOT_OPEN);
	}

	/**
	 * Makes a new document of what a version holds: how to go on from one that can only be looked at any more.
	 * An index cannot be had twice.
	 */
	async copyOut(version: VersionInfo, title: string): Promise<Result<DocumentId, VersionFailure>> {
		const { documents, create } = this.#options;
		if (version.kind === 'project') {
			const message = 'The list of a project’s documents cannot be copied. Choose a version of one of them.';
			return err({ reason: 'invalid-value', message });
		}
		const opened = await this.open(version);
		if (!opened.ok) return opened;
		const state = opened.value.document.encodeArrived();
		opened.value.document.destroy();
		const created = await create(version.kind, title);
		if (!created.ok) return created;
		const copy = documents.get(created.value)?.document;
		copy?.apply(state, 'import');
		const message = `“${title}” could not be opened on this device, so it is empty. Delete it and try again.`;
		return copy ? created : err({ reason: 'not-found', message });
	}

	close(): Promise<void> {
		this.#stopWatching();
		return this.keeper.close();
	}

	#find({ documentId }: VersionInfo): LiveDocument | undefined {
		return this.#options.documents.get(documentId)?.document;
	}
}

const later = () => latePart(import('./versions-later.ts'));
/** Nothing was changed; asking again fetches it again. */
const missing = () => ({ reason: 'not-found', message: m.commands_missing() }) as const;
const READ_ONLY = {
	reason: 'read-only',
	message: 'You can look at this project, but not change it.',
} as const;
const NOT_OPEN = {
	reason: 'not-found',
	message: 'The document of this version is not open. Put it back into the project first.',
} as const;
