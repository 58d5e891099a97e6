import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { BranchId, DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { readBranches, type BranchEntry } from '../doc/branches/branch-list.ts';
import type { DocumentKind, LiveDocument } from '../doc/live-document.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { StorageProblem } from '../storage/ports.ts';
import type { TroubledDocument } from './line-trouble.ts';
import { OpenDocument } from './open-document.ts';
import type { StudioParts } from './parts.ts';

/** How the documents of a project are, added up. */
export type DocumentsState = {
	/** Edits on their way into this device's database. */
	readonly saving: number;
	/** Whether this device did not take some edits. */
	readonly failed: boolean;
	/** Changes no server has acknowledged. */
	readonly waiting: number;
	/** Whether each of them met the server's copy since it was opened. */
	readonly met: boolean;
	/** Rows that were damaged when they were read, and are set aside now. */
	readonly setAside: number;
	/** Those that something stands between and the server, by the ids the project knows them by. */
	readonly troubled: readonly TroubledDocument[];
};

/** The project lists no such branch, or not any more. */
export type UnknownBranch = { readonly reason: 'unknown-branch'; readonly message: string };

const UNKNOWN_BRANCH: UnknownBranch = {
	reason: 'unknown-branch',
	message:
		'This project has no such branch on this device. It may have been deleted, or not have arrived yet.',
};

const findBranch = ({ document }: OpenDocument, id: BranchId): BranchEntry | undefined =>
	readBranches(document).find((branch) => branch.id === id);

type Listed = Pick<LiveDocument, 'id' | 'kind'>;

/**
 * All documents of one project, open: its index first, the others as the index lists them. On a branch they are its
 * copies, by the ids the project knows them by.
 */
export class ProjectDocuments {
	/** The index of what is open: on a branch, the branch's own. */
	readonly index: OpenDocument;
	/** The project's own index, which lists the branches; outside of branches the same as `index`. */
	readonly trunk: OpenDocument;
	readonly branchId: BranchId | null;
	#parts: StudioParts;
	#projectId: ProjectId;
	#open = new Map<DocumentId, OpenDocument>();
	#joined = false;
	#changed = new Emitter<void>();
	#edited = new Emitter<void>();
	#opened = new Emitter<OpenDocument>();
	#unreadable = new Set<DocumentId>();
	/** Listed on the branch before the news of its copy arrived. */
	#awaited = new Map<DocumentId, Listed>();
	#disposer = new Disposer();
	#opening: Promise<void> = Promise.resolve();
	#problem: StorageProblem | null = null;

	private constructor(
		parts: StudioParts,
		trunk: OpenDocument,
		index: OpenDocument,
		branchId: BranchId | null,
	) {
		this.#parts = parts;
		this.#projectId = trunk.projectId;
		this.trunk = trunk;
		this.index = index;
		this.branchId = branchId;
		for (const open of this.#all()) this.#watch(open);
		this.#disposer.add(trunk.document.onUpdate(() => this.#followAwaited()));
	}

	static async open(
		parts: StudioParts,
		projectId: ProjectId,
		branchId: BranchId | null = null,
	): Promise<Result<ProjectDocuments, StorageProblem | UnknownBranch>> {
		const id = indexDocumentId(projectId);
		const opened = await OpenDocument.open(parts, projectId, id, 'project');
		if (!opened.ok) return opened;
		const { value: trunk } = opened;
		if (branchId === null) return ok(new ProjectDocuments(parts, trunk, trunk, null));
		const branch = findBranch(trunk, branchId);
		const copyId = branch?.removed ? undefined : branch?.copies.get(id);
		const index = copyId && (await OpenDocument.open(parts, projectId, id, 'project', copyId));
		if (index?.ok) return ok(new ProjectDocuments(parts, trunk, index.value, branchId));
		await trunk.close();
		return index ?? err(UNKNOWN_BRANCH);
	}

	/** The branch that is open, which somebody may delete meanwhile; null when it is the project itself. */
	get branch(): BranchEntry | null {
		return this.branchId && (findBranch(this.trunk, this.branchId) ?? null);
	}

	/** The id a document is kept under here; undefined while the branch has no copy of it. */
	storedAs(id: DocumentId): DocumentId | undefined {
		return this.branchId === null ? id : this.branch?.copies.get(id);
	}

	/** Why a listed document could not be read; null while all could. */
	get problem(): StorageProblem | null {
		return this.#problem;
	}

	get state(): DocumentsState {
		const all = this.#all();
		return {
			saving: all.filter(({ stored }) => stored.state === 'saving').length,
			failed: all.some(({ stored }) => stored.state === 'failed'),
			waiting: all.reduce((sum, { stored }) => sum + stored.waiting, 0),
			met: all.every(({ met }) => met),
			setAside: all.reduce((sum, { stored }) => sum + stored.quarantined, 0),
			troubled: all.flatMap(({ id, trouble }) => (trouble ? [{ id, trouble }] : [])),
		};
	}

	has(id: DocumentId): boolean {
		return this.#open.has(id);
	}

	/** Any open document, the index included. */
	get(id: DocumentId): OpenDocument | undefined {
		return id === this.index.id ? this.index : this.#open.get(id);
	}

	/** Whether the document is listed on this branch, and its copy is not known here yet. */
	isAwaited(id: DocumentId): boolean {
		return this.#awaited.has(id);
	}

	/** Whether the document could not be read from this device. */
	isUnreadable(id: DocumentId): boolean {
		return this.#unreadable.has(id);
	}

	/** The document, if it is open and of this kind. */
	find(id: DocumentId, kind: DocumentKind): OpenDocument | undefined {
		const open = this.#open.get(id);
		return open?.document.kind === kind ? open : undefined;
	}

	/** Told when a document was opened, edited, saved or synced. */
	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Told when the content of a document changed: edited here or elsewhere, not read from this device. */
	onEdit(listener: () => void): Dispose {
		return this.#edited.on(listener);
	}

	/** Told of every document: those that are open, and each that opens. Not of the trunk of a branch. */
	onOpen(listener: (open: OpenDocument) => void): Dispose {
		for (const open of [this.index, ...this.#open.values()]) listener(open);
		return this.#opened.on(listener);
	}

	/** Opens what is listed and not open yet, one after the other; on a branch, what it has copies of. */
	follow(entries: readonly Listed[]): Promise<void> {
		this.#opening = this.#opening.then(() => this.#openAll(entries));
		return this.#opening;
	}

	/** Resolves when all that was listed so far is open, or could not be read. */
	whenFollowed(): Promise<void> {
		return this.#opening;
	}

	/** Writes all that is open to this device again. */
	keepWhole(): void {
		for (const { stored } of this.#all()) stored.keepWhole();
	}

	/** Keeps all of them, and those to come, equal to the server's. */
	join(): void {
		this.#joined = true;
		for (const open of this.#all()) open.join();
	}

	refreshUser(): void {
		for (const open of this.#all()) open.refreshUser();
	}

	/** Resolves when every edit made so far is in this device's database; false while it cannot be. */
	async whenDurable(): Promise<boolean> {
		const durable = await Promise.all(this.#all().map(({ stored }) => stored.whenDurable()));
		return durable.every(Boolean);
	}

	async close(): Promise<void> {
		this.#disposer.dispose();
		await this.#opening;
		this.#changed.clear();
		this.#opened.clear();
		await Promise.all(this.#all().map((open) => open.close()));
	}

	#all(): OpenDocument[] {
		const first = this.trunk === this.index ? [this.index] : [this.trunk, this.index];
		return [...first, ...this.#open.values()];
	}

	#watch(open: OpenDocument): void {
		this.#disposer.add(open.onChange(() => this.#changed.emit()));
		this.#disposer.add(
			open.document.onUpdate(({ origin }) => {
				if (origin !== 'storage') this.#edited.emit();
			}),
		);
	}

	#followAwaited(): void {
		const arrived = [...this.#awaited.values()].filter(({ id }) => this.storedAs(id) !== undefined);
		if (arrived.length > 0) void this.follow(arrived);
	}

	async #openAll(entries: readonly Listed[]): Promise<void> {
		for (const { id, kind } of entries) {
			if (this.#open.has(id) || this.#disposer.disposed) continue;
			const storedAs = this.storedAs(id);
			if (storedAs === undefined) {
				this.#awaited.set(id, { id, kind });
				continue;
			}
			this.#awaited.delete(id);
			const opened = await OpenDocument.open(this.#parts, this.#projectId, id, kind, storedAs);
			if (opened.ok) {
				this.#open.set(id, opened.value);
				this.#watch(opened.value);
				this.#opened.emit(opened.value);
				if (this.#joined) opened.value.join();
			} else {
				this.#unreadable.add(id);
				this.#problem = opened.error;
			}
			this.#changed.emit();
		}
	}
}
