import { Disposer, type Dispose } from '../base/disposer.ts';
import type { ProjectId } from '../base/ids.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectEntry } from '../storage/ports.ts';
import { lineTrouble, type LineTrouble } from './line-trouble.ts';
import { Observed } from './observed.svelte.ts';
import type { StudioParts } from './parts.ts';
import type { ProjectAssets } from './project-assets.svelte.ts';
import type { ProjectBranches } from './project-branches.ts';
import type { ProjectDocuments } from './project-documents.ts';
import { saveState, type SaveState } from './save-state.ts';

/** How far the project's documents are: `arriving` means that they are made elsewhere, and none came over the line yet. */
export type Readiness = 'arriving' | 'opening' | 'ready';

type Options = {
	readonly parts: Pick<StudioParts, 'storage' | 'connection'>;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly assets: Pick<ProjectAssets, 'unsent' | 'refused' | 'held' | 'unsendable' | 'onChange'>;
	readonly branches: Pick<ProjectBranches, 'unsent' | 'onChange'>;
	readonly entry: () => ProjectEntry;
	readonly canEdit: () => boolean;
};

/** How far an open project is: read from this device, saved on it, and sent. */
export class ProjectProgress {
	#options: Options;
	#saveState: Observed<SaveState>;
	#readiness: Observed<Readiness>;
	#wasReady = false;
	#problem: Observed<string | null>;
	#damaged: Observed<boolean>;
	#trouble: Observed<LineTrouble | null>;

	constructor(options: Options) {
		this.#options = options;
		const subscribe = (changed: () => void) => this.#subscribe(changed);
		this.#saveState = new Observed(subscribe, () => this.#computeSaveState());
		this.#readiness = new Observed(subscribe, () => this.#computeReadiness());
		this.#damaged = new Observed(subscribe, () => options.documents.state.setAside > 0);
		this.#trouble = new Observed(subscribe, () => this.#findTrouble());
		this.#problem = new Observed(subscribe, () => options.documents.problem?.message ?? null);
	}

	onChange(listener: () => void): Dispose {
		return this.#subscribe(listener);
	}

	get saveState(): SaveState {
		return this.#saveState.current;
	}
	get readiness(): Readiness {
		return this.#readiness.current;
	}
	/** A document that could not be read, in words; null while all could. */
	get problem(): string | null {
		return this.#problem.current;
	}

	/** Whether a part of it was found damaged and set aside. */
	get damaged(): boolean {
		return this.#damaged.current;
	}

	/** What stands between the project and its server, if it is shared; null: nothing that is known. */
	get trouble(): LineTrouble | null {
		return this.#trouble.current;
	}

	#findTrouble(): LineTrouble | null {
		const { parts, documents, projectId, entry } = this.#options;
		if (!entry().shared) return null;
		const { connection } = parts;
		return lineTrouble({
			access: connection.access(projectId),
			connection: connection.state,
			documents: documents.state.troubled,
		});
	}

	#subscribe(changed: () => void): Dispose {
		const { parts, documents, project, assets, branches } = this.#options;
		const stops = new Disposer();
		for (const source of [documents, project, assets, branches]) stops.add(source.onChange(changed));
		stops.add(parts.storage.onHealth(changed));
		stops.add(parts.connection.onAccess(changed));
		stops.add(parts.connection.onChange(changed));
		return () => stops.dispose();
	}

	#computeSaveState(): SaveState {
		const { parts, documents, assets, branches, entry, canEdit } = this.#options;
		const { health } = parts.storage;
		const { saving, failed, waiting, met } = documents.state;
		const problem = health.kind === 'failing' ? health.problem.message : null;
		return saveState({
			problem: problem ?? (failed ? m.projects_edits_refused() : null),
			saving,
			shared: entry().shared,
			sends: canEdit(),
			unacknowledged: waiting + branches.unsent,
			unsentAssets: assets.unsent,
			refusedAssets: assets.refused,
			heldAsset: assets.held,
			unsendableAssets: assets.unsendable,
			met,
			trouble: this.#findTrouble()?.kind ?? null,
		});
	}

	#computeReadiness(): Readiness {
		const { documents, project, entry } = this.#options;
		const { documents: listed, createdAt } = project.snapshot;
		const isOpening = listed.some(({ id }) => !documents.has(id) && !documents.isAwaited(id));
		// What comes later opens beside what is shown: nothing on screen begins anew for it.
		if (isOpening && documents.problem === null && !this.#wasReady) return 'opening';
		// A branch may have been begun on another device, and a project of one's own be fetched back from its server.
		const isOwn = documents.branchId === null && entry().origin === 'mine' && !entry().shared;
		const isHere = isOwn || createdAt > 0;
		const isReady = listed.length > 0 || isHere || documents.index.met;
		this.#wasReady ||= isReady;
		return isReady ? 'ready' : 'arriving';
	}
}
