import { Disposer, type Dispose } from '../base/disposer.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectEntry } from '../storage/ports.ts';
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
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly assets: Pick<ProjectAssets, 'unsent' | 'unsendable' | 'onChange'>;
	readonly branches: Pick<ProjectBranches, 'unsent' | 'onChange'>;
	readonly entry: () => ProjectEntry;
	readonly canEdit: () => boolean;
};

/** How far an open project is: read from this device, saved on it, and sent. */
export class ProjectProgress {
	#options: Options;
	#saveState: Observed<SaveState>;
	#readiness: Observed<Readiness>;
	#problem: Observed<string | null>;
	#damaged: Observed<boolean>;

	constructor(options: Options) {
		this.#options = options;
		const subscribe = (changed: () => void) => this.#subscribe(changed);
		this.#saveState = new Observed(subscribe, () => this.#computeSaveState());
		this.#readiness = new Observed(subscribe, () => this.#computeReadiness());
		this.#damaged = new Observed(subscribe, () => options.documents.state.setAside > 0);
		this.#problem = new Observed(subscribe, () => options.documents.problem?.message ?? null);
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

	#subscribe(changed: () => void): Dispose {
		const { parts, documents, project, assets, branches } = this.#options;
		const stops = new Disposer();
		for (const source of [documents, project, assets, branches]) stops.add(source.onChange(changed));
		stops.add(parts.storage.onHealth(changed));
		stops.add(parts.connection.onAccess(changed));
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
			unsendableAssets: assets.unsendable,
			met,
		});
	}

	#computeReadiness(): Readiness {
		const { documents, project, entry } = this.#options;
		const { documents: listed, createdAt } = project.snapshot;
		const isOpening = listed.some(({ id }) => !documents.has(id) && !documents.isAwaited(id));
		if (isOpening && documents.problem === null) return 'opening';
		// A branch may have been begun on another device, and a project of one's own be fetched back from its server.
		const isOwn = documents.branchId === null && entry().origin === 'mine' && !entry().shared;
		const isHere = isOwn || createdAt > 0;
		return listed.length > 0 || isHere || documents.index.met ? 'ready' : 'arriving';
	}
}
