import type { Dispose } from '../base/disposer.ts';
import { isId, mintDocumentId, type BranchId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import {
	addBranch,
	addBranchCopy,
	checkBranchTitle,
	readBranches,
	renameBranch,
	setBranchRemoved,
	type BranchEntry,
} from '../doc/branches/branch-list.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { Edited, LiveDocument } from '../doc/live-document.ts';
import type { ProjectDocument } from '../doc/project.ts';
import type { History } from '../editor/history.ts';
import { BranchCourier, type Cargo } from './branch-courier.ts';
import {
	keepCopies,
	MAIN_PLACE,
	placeOf,
	readListing,
	readPlace,
	removeCopies,
	type BranchContents,
	type BranchPlace,
	type BranchProblem,
} from './branch-copies.ts';
import type { BranchPreview } from './branch-preview.ts';
import type * as branchesLater from './branches-later.ts';
import { forkPlace } from './fork-place.ts';
import { latePart } from './late-part.ts';
import type { BranchChoice, MergedDocuments } from './merge-place.ts';
import { Observed } from './observed.svelte.ts';
import type { StudioParts } from './parts.ts';
import type { ProjectDocuments } from './project-documents.ts';

type Options = {
	readonly parts: StudioParts;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly history: History;
	/** Keeps a version of a document before a merge. False: it is not safe on this device. */
	readonly keepBefore: (document: LiveDocument) => Promise<boolean>;
	readonly canEdit: () => boolean;
	readonly isShared: () => boolean;
};

/**
 * The branches of a project: the same documents under other ids, listed in the project's own index. One of them, or the
 * project itself, is what is open; the others are read as this device has them.
 */
export class ProjectBranches {
	readonly #options: Options;
	readonly #courier: BranchCourier;
	readonly #stopPlacing: Dispose;
	readonly #all: Observed<readonly BranchEntry[]>;

	constructor(options: Options) {
		const { parts, projectId, documents, canEdit } = options;
		const { document } = documents.trunk;
		this.#options = options;
		this.#courier = new BranchCourier({
			parts,
			projectId,
			openPlace: documents.branchId,
			canSend: canEdit,
		});
		this.#stopPlacing = documents.index.document.onEdited((edited) => this.#placeNew(edited));
		this.#all = new Observed(
			(changed) => document.onUpdate(changed),
			() => readBranches(document),
		);
	}

	/** Oldest first, without those that were deleted. */
	get list(): readonly BranchEntry[] {
		return this.#all.current.filter(({ removed }) => !removed);
	}
	/** Deleted ones, which can be had back. */
	get removed(): readonly BranchEntry[] {
		return this.#all.current.filter(({ removed }) => removed);
	}
	/** The one that is open, which somebody may have deleted meanwhile; null when it is the project itself. */
	get current(): BranchEntry | null {
		const { branchId } = this.#options.documents;
		return this.#all.current.find(({ id }) => id === branchId) ?? null;
	}
	/** How many branches hold something that the server of a shared project may not have. */
	get unsent(): number {
		return this.#courier.unsent;
	}

	/** Told when `unsent` changes. */
	onChange(listener: () => void) {
		return this.#courier.onChange(listener);
	}

	/** Begins a branch with all that is open here. It is listed once its copies are safe on this device. */
	async create(text: string): Promise<Result<BranchId, BranchProblem>> {
		const { parts, projectId, documents, project, canEdit } = this.#options;
		const trunk = documents.trunk.document;
		const title = checkBranchTitle(text);
		if (!title.ok) return title;
		if (!canEdit()) return err(READ_ONLY);
		if (trunk.refusal) return err(trunk.refusal);
		const forked = await forkPlace(parts.storage, documents, project);
		if (!forked.ok) return forked;
		const { copies, names } = forked.value;
		const kept = await keepCopies(parts.storage, projectId, copies);
		if (!kept.ok) return kept;
		const listed = addBranch(trunk, title.value, parts.clock.now(), names);
		if (!listed.ok) await removeCopies(parts.storage.documents, copies);
		else this.send();
		return listed;
	}

	rename(id: BranchId, title: string): CommandResult {
		return this.#guarded((trunk) => renameBranch(trunk, id, title));
	}

	/** Takes a branch out of the list; its documents stay, and so does everything else. */
	remove(id: BranchId): CommandResult {
		return this.#guarded((trunk) => setBranchRemoved(trunk, id, true));
	}

	/** Brings back a branch that was deleted. */
	restore(id: BranchId): CommandResult {
		return this.#guarded((trunk) => setBranchRemoved(trunk, id, false));
	}

	/** What taking in a branch (null: the project itself) would do here, as far as this device has it. */
	async preview(from: BranchId | null): Promise<Result<BranchPreview, BranchProblem>> {
		return this.#withPlace(from, async (branch, { previewBranch, readClosed }) => {
			const { parts, documents, project } = this.#options;
			const closed: LiveDocument[] = [];
			const ours = new Map<DocumentId, LiveDocument>();
			for (const theirs of branch.documents.values()) {
				const { id } = theirs;
				const open = documents.get(id)?.document;
				if (open) ours.set(id, open);
				else if (project.find(id)) {
					const read = await readClosed(documents, parts.storage, theirs);
					if (!read.ok) return read;
					closed.push(read.value);
					ours.set(id, read.value);
				}
			}
			const { snapshot } = project;
			const preview = previewBranch({ index: documents.index.document, snapshot, documents: ours }, branch);
			for (const document of closed) document.destroy();
			return ok(preview);
		});
	}

	/**
	 * Takes in a branch (null: the project itself), after keeping a version of every document it changes. One undo takes
	 * it back, except for texts. The branch stays, and can be merged again.
	 */
	async merge(
		from: BranchId | null,
		choices: readonly BranchChoice[] = [],
	): Promise<Result<MergedDocuments, BranchProblem>> {
		const { parts, canEdit, ...target } = this.#options;
		if (!canEdit()) return err(READ_ONLY);
		return this.#withPlace(from, (branch, { mergePlace }) =>
			mergePlace({ ...target, storage: parts.storage }, branch, choices),
		);
	}

	/** Takes what happened in the project since into the branch that is open. */
	update(choices: readonly BranchChoice[] = []): Promise<Result<MergedDocuments, BranchProblem>> {
		return this.merge(null, choices);
	}

	/** Brings the documents of a branch (null: the project itself) up to date with the server, both ways. */
	async fetch(from: BranchId | null): Promise<Result<void, BranchProblem>> {
		const { parts, isShared } = this.#options;
		const place = this.#place(from);
		if (!place.ok || !isShared()) return place.ok ? ok() : place;
		const { kind } = parts.connection.state;
		if (kind !== 'online' && kind !== 'connecting') return err(OFFLINE);
		const { value } = place;
		const hasIndex = await this.#courier.exchange(value, this.#indexOf(value));
		const isWhole = hasIndex && (await this.#courier.exchange(value, await this.#listedIn(value)));
		return isWhole ? ok() : err(OFFLINE);
	}

	/** Sends what no server has of the places that are not open. For shared projects, once the line is there. */
	send(): void {
		if (!this.#options.isShared()) return;
		const branches = readBranches(this.#options.documents.trunk.document).filter(({ removed }) => !removed);
		this.#courier.send([MAIN_PLACE, ...branches.map(placeOf)], (place) => this.#hereOf(place));
	}

	close(): Promise<void> {
		this.#stopPlacing();
		return this.#courier.close();
	}

	/** Gives documents that were listed here on the branch their places on it. */
	#placeNew({ changes }: Edited): void {
		const { documents } = this.#options;
		for (const { table, row } of changes) {
			if (table !== 'documents' || documents.branchId === null || !isId(row)) continue;
			const id = row as DocumentId;
			if (documents.storedAs(id) !== undefined) continue;
			addBranchCopy(documents.trunk.document, documents.branchId, id, mintDocumentId());
		}
	}

	#place(id: BranchId | null): Result<BranchPlace, BranchProblem> {
		const { branchId, trunk } = this.#options.documents;
		if (id === branchId) return err(ITSELF);
		if (id === null) return ok(MAIN_PLACE);
		const branch = readBranches(trunk.document).find((one) => one.id === id && !one.removed);
		return branch ? ok(placeOf(branch)) : err(UNKNOWN);
	}

	async #withPlace<T>(
		id: BranchId | null,
		run: (branch: BranchContents, late: BranchesLater) => Promise<Result<T, BranchProblem>>,
	): Promise<Result<T, BranchProblem>> {
		const { parts, projectId } = this.#options;
		const place = this.#place(id);
		if (!place.ok) return place;
		const late = await latePart(import('./branches-later.ts'));
		if (!late) return err(NOT_HERE);
		const read = await readPlace(parts.storage, projectId, place.value);
		if (!read.ok) return read;
		try {
			return await run(read.value, late);
		} finally {
			read.value.dispose();
		}
	}

	/** Of the project itself it is open, on a branch as well. */
	#indexOf({ branchId }: BranchPlace): readonly Cargo[] {
		return branchId === null ? [] : [{ id: this.#options.documents.index.id, kind: 'project' }];
	}

	async #listedIn(place: BranchPlace): Promise<readonly Cargo[]> {
		const { parts, projectId } = this.#options;
		return (await readListing(parts.storage, projectId, place)) ?? [];
	}

	async #hereOf(place: BranchPlace): Promise<readonly Cargo[]> {
		const { parts, projectId } = this.#options;
		const here = new Set((await parts.storage.documents.list(projectId)).map(({ id }) => id));
		const all = [...this.#indexOf(place), ...(await this.#listedIn(place))];
		return all.filter(({ id }) => here.has(place.storedAs(id) ?? id));
	}

	#guarded(run: (trunk: LiveDocument) => CommandResult): CommandResult {
		const { documents, canEdit } = this.#options;
		return canEdit() ? run(documents.trunk.document) : err(READ_ONLY);
	}
}

type BranchesLater = typeof branchesLater;

const READ_ONLY = {
	reason: 'read-only',
	message: 'You can look at this project and its branches, but not change them.',
} as const;
const UNKNOWN = {
	reason: 'unknown-branch',
	message: 'That branch is not in this project any more, or has not arrived on this device yet.',
} as const;
const ITSELF = {
	reason: 'nothing-to-do',
	message: 'A branch cannot be merged into itself. Open what it shall be merged into first.',
} as const;
const OFFLINE = {
	reason: 'not-arrived',
	message:
		'The server could not be reached, so not all of this branch is on this device. Connect, then try again.',
} as const;
const NOT_HERE = {
	reason: 'not-arrived',
	message:
		'The part of the studio that merges branches is not on this device yet. Connect to the server once, then try again.',
} as const;
