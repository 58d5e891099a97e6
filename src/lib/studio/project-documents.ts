import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { DocumentKind } from '../doc/live-document.ts';
import type { DocumentEntry } from '../doc/project.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { StorageProblem } from '../storage/ports.ts';
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
};

type Listed = Pick<DocumentEntry, 'id' | 'kind'>;

/** All documents of one project, open: its index first, the others as the index lists them. */
export class ProjectDocuments {
	readonly index: OpenDocument;
	#parts: StudioParts;
	#projectId: ProjectId;
	#open = new Map<DocumentId, OpenDocument>();
	#joined = false;
	#changed = new Emitter<void>();
	#edited = new Emitter<void>();
	#opened = new Emitter<OpenDocument>();
	#unreadable = new Set<DocumentId>();
	#disposer = new Disposer();
	#opening: Promise<void> = Promise.resolve();
	#problem: StorageProblem | null = null;

	private constructor(parts: StudioParts, projectId: ProjectId, index: OpenDocument) {
		this.#parts = parts;
		this.#projectId = projectId;
		this.index = index;
		this.#watch(index);
	}

	static async open(
		parts: StudioParts,
		projectId: ProjectId,
	): Promise<Result<ProjectDocuments, StorageProblem>> {
		const index = await OpenDocument.open(parts, projectId, indexDocumentId(projectId), 'project');
		return index.ok ? ok(new ProjectDocuments(parts, projectId, index.value)) : index;
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
		};
	}

	has(id: DocumentId): boolean {
		return this.#open.has(id);
	}

	/** Any open document, the index included. */
	get(id: DocumentId): OpenDocument | undefined {
		return id === this.index.id ? this.index : this.#open.get(id);
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

	/** Told of every document: those that are open, and each that opens. */
	onOpen(listener: (open: OpenDocument) => void): Dispose {
		for (const open of this.#all()) listener(open);
		return this.#opened.on(listener);
	}

	/** Opens what is listed and not open yet, one after the other. */
	follow(entries: readonly Listed[]): Promise<void> {
		this.#opening = this.#opening.then(() => this.#openAll(entries));
		return this.#opening;
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
		return [this.index, ...this.#open.values()];
	}

	#watch(open: OpenDocument): void {
		this.#disposer.add(open.onChange(() => this.#changed.emit()));
		this.#disposer.add(
			open.document.onUpdate(({ origin }) => {
				if (origin !== 'storage') this.#edited.emit();
			}),
		);
	}

	async #openAll(entries: readonly Listed[]): Promise<void> {
		for (const { id, kind } of entries) {
			if (this.#open.has(id) || this.#disposer.disposed) continue;
			const opened = await OpenDocument.open(this.#parts, this.#projectId, id, kind);
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
