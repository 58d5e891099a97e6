import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import type { ProjectDocument } from '../doc/project.ts';
import type { ProjectEntry, ProjectPatch } from '../storage/ports.ts';
import type { ProjectBranches } from './project-branches.ts';
import type { ProjectDocuments } from './project-documents.ts';

const DELAY_MS = 1_000;

type Options = {
	readonly clock: Clock;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	/** What of the branches the server lacks counts as waiting, too. */
	readonly branches: Pick<ProjectBranches, 'unsent' | 'onChange'>;
	readonly entry: () => ProjectEntry;
	readonly update: (patch: ProjectPatch) => void;
};

/** Keeps what Home shows of an open project up to date, without a write for each edit. */
export class ProjectCatalogue {
	#options: Options;
	#disposer = new Disposer();
	#cancel: Dispose | null = null;
	#editedAt = 0;

	constructor(options: Options) {
		const { documents, branches, entry, clock } = options;
		this.#options = options;
		this.#disposer.add(
			documents.onEdit(() => {
				this.#editedAt = clock.now();
				this.#plan();
			}),
		);
		// Writing the list is told here too: only what it does not say yet is a reason to write it, or it never ends.
		for (const source of [documents, branches]) {
			this.#disposer.add(
				source.onChange(() => {
					if (this.#title !== entry().title || this.#waiting !== entry().waiting) this.#plan();
				}),
			);
		}
	}

	/** Writes what is planned, now. */
	close(): void {
		this.#write();
		this.#disposer.dispose();
	}

	/** What a branch is called inside is nothing Home shows; and a project that has not arrived has no title yet. */
	get #title(): string {
		const { documents, project, entry } = this.#options;
		const { title, documents: listed } = project.snapshot;
		return documents.branchId !== null || listed.length === 0 ? entry().title : title;
	}

	get #waiting(): number {
		const { documents, branches } = this.#options;
		return documents.state.waiting + branches.unsent;
	}

	#plan(): void {
		this.#cancel ??= this.#options.clock.after(DELAY_MS, () => this.#write());
	}

	#write(): void {
		if (!this.#cancel) return;
		this.#cancel();
		this.#cancel = null;
		const { documents, project, entry, update } = this.#options;
		const title = documents.branchId === null ? project.snapshot.title : entry().title;
		const changedAt = Math.max(entry().changedAt, this.#editedAt);
		update({ title, waiting: this.#waiting, changedAt });
	}
}
