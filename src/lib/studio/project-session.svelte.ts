import { Disposer, type Dispose } from '../base/disposer.ts';
import type { BranchId, DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { BranchEntry } from '../doc/branches/branch-list.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { setProjectSettings } from '../doc/commands/set-project-settings.ts';
import type { ContentKind, LiveDocument } from '../doc/live-document.ts';
import type { ProjectSettings } from '../doc/project-settings.ts';
import { documentsInUse, ProjectDocument, type DocumentEntry, type ProjectSnapshot } from '../doc/project.ts';
import { mayInProject, type ProjectRole } from '../protocol/permissions.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import type { Peer } from '../sync/presence.ts';
import type { ProjectAccess } from '../sync/project-access.ts';
import { AssetLibrary } from './asset-library.svelte.ts';
import { DeletedElsewhere } from './deleted-elsewhere.ts';
import { DocumentSessions } from './document-sessions.ts';
import type { LineTrouble } from './line-trouble.ts';
import { Observed } from './observed.svelte.ts';
import type { PageSession } from './page-session.svelte.ts';
import type { StudioParts } from './parts.ts';
import { ProjectBranches } from './project-branches.ts';
import { ProjectCatalogue } from './project-catalogue.ts';
import type { ProblemContext } from '../doc/problems/reference-problems.ts';
import { ProjectClipboard } from './project-clipboard.ts';
import { ProjectDocuments } from './project-documents.ts';
import { DocumentTransfer } from './project-files/document-transfer.ts';
import { ProjectLine } from './project-line.ts';
import type { ProjectPass } from './project-pass.ts';
import { ProjectHistory } from './project-history.svelte.ts';
import { ProjectAssets } from './project-assets.svelte.ts';
import { ProjectPrefabs } from './project-prefabs.ts';
import { ProjectProgress, type Readiness } from './project-progress.ts';
import { ProjectSharing } from './project-sharing.svelte.ts';
import { ProjectVersions } from './project-versions.ts';
import type { SaveState } from './save-state.ts';
import { SceneGltf } from './scene-gltf.ts';
import type { SceneProblems } from './scene-problems.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import type { ScriptSession } from './script-session.svelte.ts';

/** Why a project cannot be shown. */
export type OpenProblem =
	| { readonly kind: 'unknown' }
	| { readonly kind: 'unknown-branch' }
	| { readonly kind: 'unreadable'; readonly message: string };

/** One project, open: its index, all its documents, who is here, and what is saved where. */
export class ProjectSession {
	readonly id: ProjectId;
	readonly assets: ProjectAssets;
	/** Assets as people keep them: folders, names, uses. */
	readonly library: AssetLibrary;
	readonly gltf: SceneGltf;
	readonly sharing: ProjectSharing;
	readonly history: ProjectHistory;
	readonly branches: ProjectBranches;
	readonly versions: ProjectVersions;
	readonly prefabs: ProjectPrefabs;
	/** Entities on their way from and to other scenes and projects. */
	readonly clipboard: ProjectClipboard;
	/** Scenes and prefabs as files. */
	readonly transfer: DocumentTransfer;
	/** Brings it back when another tab deletes it while it is open here. */
	readonly deletedElsewhere: DeletedElsewhere;
	#parts: StudioParts;
	#documents: ProjectDocuments;
	#project: ProjectDocument;
	#sessions: DocumentSessions;
	#disposer = new Disposer();
	/** Others may delete the project for good from then on. */
	#letGo: Dispose = () => {};
	#entry = $state.raw() as ProjectEntry;
	#snapshot: Observed<ProjectSnapshot>;
	#access: Observed<ProjectAccess>;
	#people: Observed<readonly Peer[]>;
	#newer: Observed<boolean>;
	#progress: ProjectProgress;
	#catalogue: ProjectCatalogue;
	#line: ProjectLine;
	// Derived, so that who asks for it is not told of every other change of the entry.
	#role = $derived.by(() => {
		const access = this.#access.current;
		return access.kind === 'granted' ? access.role : this.#entry.role;
	});

	private constructor(parts: StudioParts, entry: ProjectEntry, documents: ProjectDocuments) {
		this.id = entry.id;
		this.#parts = parts;
		this.#entry = entry;
		this.#documents = documents;
		const project = (this.#project = new ProjectDocument(documents.index.document));
		const common = { parts, projectId: this.id, documents, project, canEdit: () => this.canEdit };
		this.history = new ProjectHistory({ ...common, gestures: parts.storage.gestures });
		const { history } = this.history;
		this.prefabs = new ProjectPrefabs(common);
		this.#sessions = new DocumentSessions({ ...common, history, prefabs: this.prefabs });
		this.versions = new ProjectVersions({ ...common, create: (kind, title) => this.create(kind, title) });
		this.transfer = new DocumentTransfer({ ...common, history });
		this.branches = new ProjectBranches({
			...common,
			history,
			keepBefore: (document) => this.versions.keeper.keepBefore('merge', document),
			isShared: () => this.#entry.shared,
		});
		this.assets = new ProjectAssets(parts, this.id, project, () => this.role);
		const { prefabs, assets } = this;
		this.clipboard = new ProjectClipboard({ ...common, prefabs, assets, session: this });
		this.library = new AssetLibrary({ ...common, history, assets: this.assets });
		this.gltf = new SceneGltf({ clock: parts.clock, assets: this.assets, documents, project });
		this.sharing = new ProjectSharing(parts, this.id, {
			entry: () => this.#entry,
			update: (patch) => this.#patchEntry(patch),
			token: () => this.#line.pass.token(),
			connect: () => this.#line.connect(),
		});
		this.#snapshot = new Observed(
			(changed) => this.#project.onChange(changed),
			() => this.#project.snapshot,
		);
		const { presence, document: index } = documents.index;
		this.#newer = new Observed(
			(changed) => index.onRefusal(changed),
			() => index.refusal !== undefined,
		);
		this.#access = new Observed(
			(changed) => parts.connection.onAccess(changed),
			() => parts.connection.access(this.id),
		);
		this.#people = new Observed(
			(changed) => presence.onChange(changed),
			() => presence.peers(),
		);
		this.#progress = new ProjectProgress({
			...common,
			assets: this.assets,
			branches: this.branches,
			entry: () => this.#entry,
		});
		this.#catalogue = new ProjectCatalogue({
			clock: parts.clock,
			documents,
			project: this.#project,
			branches: this.branches,
			entry: () => this.#entry,
			update: (patch) => this.#patchEntry(patch),
			isSent: () => this.saveState.kind === 'server',
			isSignedIn: (account) => parts.membership.isSignedIn(account),
		});
		this.#line = new ProjectLine({
			parts,
			projectId: this.id,
			entry: () => this.#entry,
			adopt: (way) => void (this.#entry = { ...this.#entry, ...way }),
			settle: (way) => this.#patchEntry(way),
			join: (pass) => this.#join(pass),
		});
		this.deletedElsewhere = new DeletedElsewhere({
			storage: parts.storage,
			documents,
			entry: () => this.#entry,
		});
		this.#listen();
	}

	/** Opens a project of this device, or a branch of it. Its documents follow in the background. */
	static async open(
		parts: StudioParts,
		id: ProjectId,
		branchId: BranchId | null = null,
	): Promise<Result<ProjectSession, OpenProblem>> {
		// Before it is read: what is open is not deleted for good, and what is being deleted is gone then.
		const letGo = await parts.storage.projects.keepOpen(id);
		const opened = await openDocuments(parts, id, branchId);
		if (!opened.ok) {
			letGo();
			return opened;
		}
		const { entry, documents } = opened.value;
		const session = new ProjectSession(parts, entry, documents);
		session.#letGo = letGo;
		await documents.follow(documentsInUse(session.#project.snapshot));
		if (entry.shared) session.#line.connect();
		return ok(session);
	}

	/** The branch that is open; null when it is the project itself. */
	get branch(): BranchEntry | null {
		return this.branches.current;
	}
	get title(): string {
		return this.#snapshot.current.title;
	}
	get documents() {
		return this.#snapshot.current.documents;
	}
	get assetEntries() {
		return this.#snapshot.current.listedAssets;
	}
	/** What scenes can refer to; what else they name is a problem of theirs. */
	get problemContext(): ProblemContext {
		return this.#snapshot.current;
	}
	/** Folders of assets, and what lies in them. */
	get folders() {
		return this.#snapshot.current.folders;
	}
	/** What holds for everybody in the project. */
	get settings(): ProjectSettings {
		return this.#snapshot.current.settings;
	}
	get saveState(): SaveState {
		return this.#progress.saveState;
	}
	get readiness(): Readiness {
		return this.#progress.readiness;
	}
	/** What the server said of our link; `refused` leaves the local copy as it is. */
	get access(): ProjectAccess {
		return this.#access.current;
	}
	/** What stands between the project and its server; null: nothing that is known. */
	get trouble(): LineTrouble | null {
		return this.#progress.trouble;
	}
	/** Told when its members, invitations or requests may be others than before. */
	onMembers(listener: () => void): Dispose {
		return this.#parts.connection.onMembers((projectId) => {
			if (projectId === this.id) listener();
		});
	}
	/** Tries the server again, whatever it refused. */
	retryLine(): void {
		this.#parts.connection.retry();
	}
	/** Sends what was changed here while its person was signed out: they say so. */
	sendHeld(): void {
		this.#line.sendHeld();
	}
	/** Everybody else in the project, one entry a tab. */
	get people(): readonly Peer[] {
		return this.#people.current;
	}
	get role(): ProjectRole {
		return this.#role;
	}
	/** Whether a newer version made the project's index: then its documents can be edited at most, not listed anew. */
	get newer(): boolean {
		return this.#newer.current;
	}
	get canEdit(): boolean {
		return mayInProject(this.role, 'game.entity.modify');
	}
	get shared(): boolean {
		return this.#entry.shared;
	}
	/** A document that could not be read, in words; null while all could. */
	get problem(): string | null {
		return this.#progress.problem;
	}

	/** Whether a part of it was found damaged on this device and set aside. */
	get damaged(): boolean {
		return this.#progress.damaged;
	}

	/** A document of the index, removed ones included. */
	findDocument(id: DocumentId): DocumentEntry | undefined {
		return this.#project.find(id);
	}

	/** A document while it is open: those of the project all are, as soon as they arrived. */
	liveDocument(id: DocumentId): LiveDocument | undefined {
		return this.#documents.get(id)?.document;
	}

	/** The id a document is kept and shared under. */
	storedAs(id: DocumentId): DocumentId | undefined {
		return this.#documents.get(id)?.storedAs;
	}

	rename(title: string): CommandResult {
		return this.#guarded(() => this.#project.rename(title));
	}

	changeSettings(patch: Partial<Pick<ProjectSettings, 'firstScene' | 'gridStep'>>): CommandResult {
		return this.#guarded(() => setProjectSettings(this.#project, patch));
	}

	/** Creates a scene or page and returns its id once it is open. */
	async create(kind: ContentKind, title: string): Promise<CommandResult<DocumentId>> {
		const { refusal } = this.#documents.trunk.document;
		if (refusal) return err(refusal);
		const added = this.#guarded(() => this.#project.addDocument(kind, title, this.#parts.random));
		await this.#documents.follow(documentsInUse(this.#project.snapshot));
		if (added.ok) this.#documents.get(added.value)?.noteHere();
		return added;
	}

	/** Edits the index as the caller does, and resolves once all that it lists is open. */
	async editIndex(edit: (project: ProjectDocument) => CommandResult): Promise<CommandResult> {
		const edited = this.#guarded(() => edit(this.#project));
		await this.#documents.follow(documentsInUse(this.#project.snapshot));
		return edited;
	}

	/** Opens a document of the index, also one that was deleted. */
	openDocument(entry: Pick<DocumentEntry, 'id' | 'kind'>): Promise<void> {
		return this.#documents.follow([entry]);
	}

	renameDocument(id: DocumentId, title: string): CommandResult {
		return this.#guarded(() => this.#project.renameDocument(id, title));
	}

	/** Takes a document out of the project, or puts it back; its content is kept. */
	setDocumentRemoved(id: DocumentId, removed: boolean): CommandResult {
		return this.#guarded(() => this.#project.setDocumentRemoved(id, removed));
	}

	/** The scene or prefab, once its document is open; undefined before, and for what is neither. */
	scene(id: DocumentId): SceneSession | undefined {
		return this.#sessions.scene(id);
	}

	/** What is wrong in a scene that is open. */
	problems(id: DocumentId): SceneProblems | undefined {
		return this.#sessions.problems(id);
	}

	page(id: DocumentId): PageSession | undefined {
		return this.#sessions.page(id);
	}

	script(id: DocumentId): ScriptSession | undefined {
		return this.#sessions.script(id);
	}

	/** Forgets what screens used a document by, which none shows any more; asked for again, it is made anew. */
	releaseDocument(id: DocumentId): void {
		this.#sessions.release(id);
	}

	/** Tells the others which document this person looks at. */
	showDocument(id: DocumentId | null): void {
		this.#documents.index.presence.set({ document: id });
	}

	/** Takes the person's present name to all documents. */
	refreshUser(): void {
		this.#documents.refreshUser();
	}

	get hasThumbnail(): boolean {
		return this.#entry.thumbnail !== null;
	}

	/** Keeps a picture of the project for Home, which shows no branches. */
	async setThumbnail(picture: Blob): Promise<void> {
		if (this.#documents.branchId !== null) return;
		await this.#parts.storage.projects.patch(this.id, {
			thumbnail: new Uint8Array(await picture.arrayBuffer()),
		});
	}

	/** Resolves when every edit made so far is in this device's database; false while it cannot be. */
	whenDurable(): Promise<boolean> {
		return this.#documents.whenDurable();
	}

	/** Told when how far it is saved and sent may have changed. */
	onProgress(listener: () => void): Dispose {
		return this.#progress.onChange(listener);
	}

	async close(): Promise<void> {
		this.deletedElsewhere.dispose();
		this.#line.dispose();
		this.#catalogue.close();
		this.#disposer.dispose();
		this.#sessions.dispose();
		this.prefabs.dispose();
		this.assets.dispose();
		this.#project.dispose();
		await this.branches.close();
		await Promise.all([this.#documents.close(), this.history.close(), this.versions.close()]);
		this.#letGo();
	}

	#guarded<T>(run: () => CommandResult<T>): CommandResult<T> {
		if (this.canEdit) return run();
		return err({ reason: 'read-only', message: 'You can look at this project, but not change it.' });
	}

	#listen(): void {
		this.#disposer.add(this.#parts.storage.projects.hold(() => this.#entry));
		this.#disposer.add(
			this.#project.onChange((snapshot) => void this.#documents.follow(documentsInUse(snapshot))),
		);
		this.#disposer.add(
			this.#parts.connection.onAccess(({ projectId, access }) => {
				if (projectId !== this.id || access.kind !== 'granted') return;
				if (access.role !== this.#entry.role) this.#patchEntry({ role: access.role });
			}),
		);
	}

	#join(pass: ProjectPass): void {
		this.#documents.join();
		this.assets.connect(() => pass.token());
		this.branches.send();
	}

	#patchEntry(patch: Partial<Omit<ProjectEntry, 'id'>>): void {
		this.#entry = { ...this.#entry, ...patch };
		void this.#parts.storage.projects.patch(this.id, patch);
	}
}

async function openDocuments(
	parts: StudioParts,
	id: ProjectId,
	branchId: BranchId | null,
): Promise<Result<{ readonly entry: ProjectEntry; readonly documents: ProjectDocuments }, OpenProblem>> {
	const entry = await parts.storage.projects.get(id);
	if (!entry || entry.removedAt !== null) return err({ kind: 'unknown' });
	const documents = await ProjectDocuments.open(parts, id, branchId);
	if (documents.ok) return ok({ entry, documents: documents.value });
	const { reason, message } = documents.error;
	return err(reason === 'unknown-branch' ? { kind: reason } : { kind: 'unreadable', message });
}
