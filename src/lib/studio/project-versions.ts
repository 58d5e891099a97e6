import type { Dispose } from '../base/disposer.ts';
import type { ProjectId } from '../base/ids.ts';
import { err, type Result } from '../base/result.ts';
import type { OpenVersion } from '../doc/diff/open-version.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { VersionInfo } from '../storage/ports.ts';
import { versionsOf } from './branch-versions.ts';
import type { DeviceParts } from './parts.ts';
import type { ProjectDocuments } from './project-documents.ts';
import { VersionKeeper } from './version-keeper.ts';
import { migrateKept } from './version-migration.ts';
import { readVersion, restoreVersion, type RestoredPart, type VersionFailure } from './version-restore.ts';

type Options = {
	readonly parts: DeviceParts;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly canEdit: () => boolean;
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
	open(version: VersionInfo): Promise<Result<OpenVersion, VersionFailure>> {
		return readVersion(this.#options.parts.storage.versions, version);
	}

	/** Makes a document, or one entity of it, what it was; what it is now is kept before, and undo takes it back. */
	async restore(version: VersionInfo, part?: RestoredPart): Promise<Result<void, VersionFailure>> {
		if (!this.#options.canEdit()) return err(READ_ONLY);
		const opened = await this.open(version);
		if (!opened.ok) return opened;
		const { document, content } = opened.value;
		document.destroy();
		const now = this.#find(version);
		if (now) return restoreVersion(this.keeper, now, content, part);
		const message = 'The document of this version is not open. Put it back into the project first.';
		return err({ reason: 'not-found', message });
	}

	close(): Promise<void> {
		this.#stopWatching();
		return this.keeper.close();
	}

	#find({ documentId }: VersionInfo): LiveDocument | undefined {
		return this.#options.documents.get(documentId)?.document;
	}
}

const READ_ONLY = {
	reason: 'read-only',
	message: 'You can look at this project, but not change it.',
} as const;
