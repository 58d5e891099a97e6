import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { AssetHash, DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { ProjectDocument, type ContentKind, type ProjectSnapshot } from '../doc/project.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { canEdit, type Role } from '../protocol/roles.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import type { Peer } from '../sync/presence.ts';
import type { ProjectAccess } from '../sync/project-access.ts';
import { Observed } from './observed.svelte.ts';
import { OpenDocument } from './open-document.ts';
import { PageSession } from './page-session.svelte.ts';
import type { StudioParts } from './parts.ts';
import { ProjectAssets } from './project-assets.svelte.ts';
import { ProjectSharing } from './project-sharing.svelte.ts';
import { saveState, type SaveState } from './save-state.ts';
import { SceneSession } from './scene-session.svelte.ts';

/** Why a project cannot be shown. */
export type OpenProblem =
	{ readonly kind: 'unknown' } | { readonly kind: 'unreadable'; readonly message: string };

/** How far the project's documents are: `arriving` means joined by link, and nothing came over the line yet. */
export type Readiness = 'arriving' | 'opening' | 'ready';

const CATALOGUE_DELAY_MS = 1_000;

/** One project, open: its index, all its documents, who is here, and what is saved where. */
export class ProjectSession {
	readonly id: ProjectId;
	readonly assets: ProjectAssets;
	readonly sharing: ProjectSharing;
	#parts: StudioParts;
	#index: OpenDocument;
	#project: ProjectDocument;
	#open = new Map<DocumentId, OpenDocument>();
	#scenes = new Map<DocumentId, SceneSession>();
	#pages = new Map<DocumentId, PageSession>();
	#changed = new Emitter<void>();
	#disposer = new Disposer();
	#entry = $state.raw() as ProjectEntry;
	#snapshot: Observed<ProjectSnapshot>;
	#saveState: Observed<SaveState>;
	#readiness: Observed<Readiness>;
	#access: Observed<ProjectAccess>;
	#people: Observed<readonly Peer[]>;
	#problem = $state.raw<string | null>(null);
	#cancelCatalogue: Dispose | null = null;
	#opening: Promise<void> = Promise.resolve();

	private constructor(parts: StudioParts, entry: ProjectEntry, index: OpenDocument) {
		this.id = entry.id;
		this.#parts = parts;
		this.#entry = entry;
		this.#index = index;
		this.#project = new ProjectDocument(index.document);
		this.assets = new ProjectAssets(parts, this.id, this.#project, () => this.role);
		this.sharing = new ProjectSharing(parts, this.id, {
			entry: () => this.#entry,
			update: (patch) => this.#patchEntry(patch),
			connect: () => this.#connect(),
		});
		const { connection } = parts;
		const onChanged = (changed: () => void) => this.#changed.on(changed);
		this.#snapshot = new Observed(
			(changed) => this.#project.onChange(changed),
			() => this.#project.snapshot,
		);
		this.#saveState = new Observed(onChanged, () => this.#computeSaveState());
		this.#readiness = new Observed(onChanged, () => this.#computeReadiness());
		this.#access = new Observed(
			(changed) => connection.onAccess(changed),
			() => connection.access(this.id),
		);
		this.#people = new Observed(
			(changed) => index.presence.onChange(changed),
			() => index.presence.peers(),
		);
		this.#listen();
	}

	/** Opens a project of this device. Its documents follow in the background. */
	static async open(parts: StudioParts, id: ProjectId): Promise<Result<ProjectSession, OpenProblem>> {
		const entry = await parts.storage.projects.get(id);
		if (!entry || entry.removedAt !== null) return err({ kind: 'unknown' });
		const index = await OpenDocument.open(parts, id, indexDocumentId(id), 'project');
		if (!index.ok) return err({ kind: 'unreadable', message: index.error.message });
		const session = new ProjectSession(parts, entry, index.value);
		await session.#openDocuments();
		if (entry.shared) session.#connect();
		return ok(session);
	}

	get title(): string {
		return this.#snapshot.current.title;
	}
	get documents() {
		return this.#snapshot.current.documents;
	}
	get assetEntries() {
		return this.#snapshot.current.assets;
	}
	get saveState(): SaveState {
		return this.#saveState.current;
	}
	get readiness(): Readiness {
		return this.#readiness.current;
	}
	/** What the server said of our link; `refused` leaves the local copy as it is. */
	get access(): ProjectAccess {
		return this.#access.current;
	}
	/** Everybody else in the project, one entry a tab. */
	get people(): readonly Peer[] {
		return this.#people.current;
	}
	get role(): Role {
		const access = this.#access.current;
		return access.kind === 'granted' ? access.role : this.#entry.role;
	}
	get canEdit(): boolean {
		return canEdit(this.role);
	}
	get shared(): boolean {
		return this.#entry.shared;
	}
	/** A document that could not be read, in words; null while all could. */
	get problem(): string | null {
		return this.#problem;
	}

	rename(title: string): CommandResult {
		return this.#guarded(() => this.#project.rename(title));
	}

	/** Creates a scene or page and returns its id once it is open. */
	async create(kind: ContentKind, title: string): Promise<CommandResult<DocumentId>> {
		const added = this.#guarded(() => this.#project.addDocument(kind, title, this.#parts.random));
		await this.#opening;
		return added;
	}

	renameDocument(id: DocumentId, title: string): CommandResult {
		return this.#guarded(() => this.#project.renameDocument(id, title));
	}

	/** Takes a document out of the project, or puts it back; its content is kept. */
	setDocumentRemoved(id: DocumentId, removed: boolean): CommandResult {
		return this.#guarded(() => this.#project.setDocumentRemoved(id, removed));
	}

	/** The scene, once its document is open; undefined before, and for what is no scene. */
	scene(id: DocumentId): SceneSession | undefined {
		return this.#session(id, 'scene', this.#scenes, (open) => new SceneSession(open, () => this.canEdit));
	}

	page(id: DocumentId): PageSession | undefined {
		return this.#session(id, 'page', this.#pages, (open) => new PageSession(open, () => this.canEdit));
	}

	/** Tells the others which document this person looks at. */
	showDocument(id: DocumentId | null): void {
		this.#index.presence.set({ document: id });
	}

	/** Takes the person's present name to all documents. */
	refreshUser(): void {
		for (const open of this.#all()) open.refreshUser();
	}

	/** Keeps a picture of the project for Home. */
	async setThumbnail(picture: Blob): Promise<void> {
		await this.#parts.storage.projects.patch(this.id, {
			thumbnail: new Uint8Array(await picture.arrayBuffer()),
		});
	}

	/** Resolves when every edit made so far is in this device's database; false while it cannot be. */
	async whenDurable(): Promise<boolean> {
		const durable = await Promise.all(this.#all().map(({ stored }) => stored.whenDurable()));
		return durable.every(Boolean);
	}

	async close(): Promise<void> {
		await this.#opening;
		this.#writeCatalogue();
		this.#disposer.dispose();
		for (const session of [...this.#scenes.values(), ...this.#pages.values()]) session.dispose();
		this.assets.dispose();
		this.#project.dispose();
		this.#changed.clear();
		await Promise.all(this.#all().map((open) => open.close()));
	}

	#all(): OpenDocument[] {
		return [this.#index, ...this.#open.values()];
	}

	#guarded<T>(run: () => CommandResult<T>): CommandResult<T> {
		if (this.canEdit) return run();
		return err({ reason: 'read-only', message: 'You can look at this project, but not change it.' });
	}

	#session<S>(
		id: DocumentId,
		kind: ContentKind,
		known: Map<DocumentId, S>,
		make: (open: OpenDocument) => S,
	): S | undefined {
		const existing = known.get(id);
		if (existing) return existing;
		const open = this.#open.get(id);
		if (!open || open.document.kind !== kind) return undefined;
		const session = make(open);
		known.set(id, session);
		return session;
	}

	#listen(): void {
		const { storage, connection } = this.#parts;
		this.#watch(this.#index);
		this.#disposer.add(storage.onHealth(() => this.#changed.emit()));
		this.#disposer.add(this.assets.onChange(() => this.#changed.emit()));
		this.#disposer.add(
			this.#project.onChange(() => {
				this.#opening = this.#opening.then(() => this.#openDocuments());
				this.#planCatalogue();
			}),
		);
		this.#disposer.add(
			connection.onAccess(({ projectId, access }) => {
				if (projectId !== this.id || access.kind !== 'granted') return;
				if (access.role !== this.#entry.role) this.#patchEntry({ role: access.role });
			}),
		);
	}

	#watch(open: OpenDocument): void {
		this.#disposer.add(
			open.onChange(() => {
				this.#changed.emit();
				this.#planCatalogue();
			}),
		);
	}

	async #openDocuments(): Promise<void> {
		for (const { id, kind } of this.#project.snapshot.documents) {
			if (this.#open.has(id) || this.#disposer.disposed) continue;
			const opened = await OpenDocument.open(this.#parts, this.id, id, kind);
			if (!opened.ok) {
				this.#problem = opened.error.message;
				continue;
			}
			this.#open.set(id, opened.value);
			this.#watch(opened.value);
			if (this.#entry.shared) opened.value.join();
			this.#changed.emit();
		}
	}

	#connect(): void {
		const { token } = this.#entry;
		if (token === null) return;
		this.#parts.connection.authorize(this.id, token);
		for (const open of this.#all()) open.join();
		this.assets.connect(token);
		this.#changed.emit();
	}

	#patchEntry(patch: Partial<Omit<ProjectEntry, 'id'>>): void {
		this.#entry = { ...this.#entry, ...patch };
		void this.#parts.storage.projects.patch(this.id, patch);
	}

	#planCatalogue(): void {
		this.#cancelCatalogue ??= this.#parts.clock.after(CATALOGUE_DELAY_MS, () => this.#writeCatalogue());
	}

	/** Keeps what Home shows of the project up to date, without a write for each edit. */
	#writeCatalogue(): void {
		if (!this.#cancelCatalogue) return;
		this.#cancelCatalogue();
		this.#cancelCatalogue = null;
		const waiting = this.#all().reduce((sum, { stored }) => sum + stored.waiting, 0);
		const { title } = this.#project.snapshot;
		this.#patchEntry({ title, waiting, changedAt: this.#parts.clock.now() });
	}

	#computeSaveState(): SaveState {
		const { health } = this.#parts.storage;
		const all = this.#all();
		const failed = all.some(({ stored }) => stored.state === 'failed');
		const problem = health.kind === 'failing' ? health.problem.message : null;
		return saveState({
			problem: problem ?? (failed ? 'this device did not take the last edits' : null),
			saving: all.filter(({ stored }) => stored.state === 'saving').length,
			shared: this.#entry.shared,
			sends: canEdit(this.role),
			unacknowledged: all.reduce((sum, { stored }) => sum + stored.waiting, 0),
			unsentAssets: this.assets.unsent,
			met: all.every(({ met }) => met),
		});
	}

	#computeReadiness(): Readiness {
		const { documents } = this.#project.snapshot;
		if (documents.some(({ id }) => !this.#open.has(id)) && this.#problem === null) return 'opening';
		if (documents.length > 0 || this.#entry.origin === 'mine' || this.#index.met) return 'ready';
		return 'arriving';
	}

	/** The bytes of one of the project's assets, from this device or, failing that, from the server. */
	loadAsset(hash: AssetHash) {
		return this.assets.load(hash);
	}
}
