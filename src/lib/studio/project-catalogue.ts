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
	/** Whether the server has all of it. */
	readonly isSent: () => boolean;
	readonly isSignedIn: (account: string) => Promise<boolean>;
};

/** Keeps what Home shows of an open project up to date, without a write for each edit. */
export class ProjectCatalogue {
	#options: Options;
	#disposer = new Disposer();
	#cancel: Dispose | null = null;
	#editedAt = 0;
	/** The account that was signed in here when last looked. */
	#person: string | null = null;

	constructor(options: Options) {
		const { documents, branches, entry, clock } = options;
		this.#options = options;
		void this.#isTheirs();
		this.#disposer.add(
			documents.onEdit(() => {
				this.#editedAt = clock.now();
				// Now: a page that is left at once says nothing more, and what nobody has open is sent by this mark.
				this.#noteUnsent(true);
				void this.#noteWhose();
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

	#noteUnsent(unsent: boolean): void {
		const { account, unsent: before = false, held = false } = this.#options.entry();
		if (account?.kind !== 'on') return;
		if (!unsent && held) this.#options.update({ unsent, held: false });
		else if (before !== unsent) this.#options.update({ unsent });
	}

	/** Who works here while its person is signed out may be somebody else. */
	async #noteWhose(): Promise<void> {
		const { entry, update } = this.#options;
		const { account, held = false } = entry();
		if (account?.kind !== 'on' || held) return;
		// Held before it is asked: a page that is left at once hears no answer.
		const isGuess = this.#person !== account.userId;
		if (isGuess) update({ held: true });
		const isTheirs = await this.#isTheirs();
		if (isGuess === isTheirs) update({ held: !isTheirs });
	}

	async #isTheirs(): Promise<boolean> {
		const { account } = this.#options.entry();
		if (account?.kind !== 'on') return false;
		// Its code could not be had: then nobody knows whose it is, either.
		const isTheirs = await this.#options.isSignedIn(account.userId).catch(() => false);
		this.#person = isTheirs ? account.userId : null;
		return isTheirs;
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
		if (this.#options.isSent()) this.#noteUnsent(false);
	}
}
