import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { FileVerbs, FileVerbsOptions } from '#lib/studio/project-files/file-verbs.ts';
import { RunningTransfer } from '#lib/studio/project-files/running-transfer.svelte.ts';
import type { ToastInput, Toasts } from '#lib/ui/toasts.svelte.ts';
import { byteSize } from '#lib/ui/byte-size.ts';
import { HomeImports, type IncomingFile } from './home-imports.svelte.ts';
import type { HomePort, LostProject, ProjectCard } from './home-port.ts';
import { ProjectDrag } from './project-drag.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

export interface HomeParts {
	port: HomePort;
	toasts: Pick<Toasts, 'show'>;
	/** Goes to a project's studio. */
	open: (id: ProjectId) => void;
	/** Hands a file to the person. */
	save: (fileName: string, content: Blob) => void;
	/** Asks where to save a file; missing where the browser only downloads. */
	pick?: FileVerbsOptions['pick'];
	clock?: Clock;
}

export type HomeView = 'all' | 'shared';
/** Where one can be without a project: what the sidebar leads to. */
export type HomePlace = HomeView | 'storage' | 'account' | 'admin';
export type Busy = 'creating' | 'importing';

const CLOCK_TICK_MS = 30_000;

/** The home screen: which projects are seen, and what is done with them, with a word about each outcome. */
export class Home {
	#parts: HomeParts;
	#clock: Clock;
	#now = $state(0);
	#view = $state.raw<HomeView>('all');
	#search = $state('');
	#renaming = $state.raw<ProjectId | null>(null);
	#busy = $state.raw<Busy | null>(null);
	#exporting = $state.raw<ProjectCard | null>(null);
	#asks: ((project: ProjectCard) => boolean) | null = null;
	#loadVerbs: () => Promise<FileVerbs>;
	/** The file on its way in or out. */
	readonly running: RunningTransfer;
	readonly imports: HomeImports;
	readonly drag: ProjectDrag;
	#seen = $derived.by(() => this.#filter());

	constructor(parts: HomeParts) {
		this.#parts = parts;
		this.#clock = parts.clock ?? systemClock;
		this.#now = this.#clock.now();
		const { port, toasts, open, save: download, pick } = parts;
		const show = (toast: ToastInput) => toasts.show(toast);
		const files = () => port.files;
		this.running = new RunningTransfer(this.#clock);
		// Nobody needs it to see their projects.
		this.#loadVerbs = async () => {
			const { FileVerbs } = await import('#lib/studio/project-files/file-verbs.ts');
			return new FileVerbs({ files, running: this.running, pick, download, notify: show });
		};
		this.imports = new HomeImports({ files, running: this.running, show, open });
		this.drag = new ProjectDrag(files);
	}

	/** Keeps "2 minutes ago" true until disposed. */
	start(): Dispose {
		let stop: Dispose;
		const tick = () => {
			this.#now = this.#clock.now();
			stop = this.#clock.after(CLOCK_TICK_MS, tick);
		};
		tick();
		return () => stop();
	}

	get port(): HomePort {
		return this.#parts.port;
	}
	/** The projects that fit view and search, the last changed first; null while loading. */
	get seen(): readonly ProjectCard[] | null {
		return this.#seen;
	}
	get isEmpty(): boolean {
		return this.port.projects?.length === 0;
	}
	get view(): HomeView {
		return this.#view;
	}
	get search(): string {
		return this.#search;
	}
	get busy(): Busy | null {
		return this.#busy;
	}
	/** The project whose export is asked about. */
	get exporting(): ProjectCard | null {
		return this.#exporting;
	}
	get renaming(): ProjectId | null {
		return this.#renaming;
	}

	/** Goes to a project's studio. */
	open(id: ProjectId): void {
		this.#parts.open(id);
	}
	show(view: HomeView): void {
		this.#view = view;
	}
	searchFor(text: string): void {
		this.#search = text;
	}

	/** "2 minutes ago", and how it is shared when it is. */
	describe(project: ProjectCard): string {
		const when = this.ago(project.changedAt);
		const how = sharing(project);
		return how ? m.home_when_and_how({ when, how }) : when;
	}

	/** "2 minutes ago". */
	ago(time: number): string {
		return relativeTime(time, this.#now, { locale: getLocale(), justNow: m.home_just_now() });
	}

	get usedSpace(): string {
		return byteSize(this.port.storage.usedBytes, getLocale());
	}
	/** How full the device's share is, 0 to 1; null where the browser does not say. */
	get fullness(): number | null {
		const { usedBytes, quotaBytes } = this.port.storage;
		return quotaBytes ? Math.min(1, usedBytes / quotaBytes) : null;
	}

	/** A project of a starter; of the first scene when none is named. */
	async create(starter = 'first'): Promise<void> {
		if (this.#busy) return;
		this.#busy = 'creating';
		try {
			const created = await this.port.createProject({ starter });
			if (created.ok) this.#parts.open(created.value);
			else this.#fail(m.home_create_failed({ reason: created.error }));
		} finally {
			this.#busy = null;
		}
	}

	startRename(id: ProjectId): void {
		this.#renaming = id;
	}

	async endRename(project: ProjectCard, text: string | null): Promise<void> {
		this.#renaming = null;
		const title = text?.trim();
		if (!title || title === project.title) return;
		const renamed = await this.port.renameProject(project.id, title);
		if (!renamed.ok) this.#fail(m.home_rename_failed({ title: project.title, reason: renamed.error }));
	}

	async duplicate(project: ProjectCard): Promise<void> {
		const copied = await this.port.duplicateProject(project.id);
		if (copied.ok) this.#say(m.home_duplicated({ title: project.title }), copied.value);
		else this.#fail(m.home_duplicate_failed({ title: project.title, reason: copied.error }));
	}

	/** Asks what the project's file shall hold. */
	startExport(project: ProjectCard): void {
		this.#exporting = project;
	}

	async endExport(history: boolean | null): Promise<void> {
		const project = this.#exporting;
		this.#exporting = null;
		if (!project || history === null) return;
		const verbs = await this.#loadVerbs();
		await verbs.exportProject(project, { history });
	}

	/** From now on this is asked before a project is deleted: true when it asks the person itself. */
	askFirst(asks: (project: ProjectCard) => boolean): Dispose {
		this.#asks = asks;
		return () => (this.#asks = null);
	}

	/** Puts it in the bin; `asked`: its person said so; `said`: what became of it is told them already. */
	async remove(project: ProjectCard, how?: 'asked' | 'said'): Promise<void> {
		if (!how && this.#asks?.(project)) return;
		const { id, title } = project;
		const removed = await this.port.removeProject(id);
		if (!removed.ok) return this.#fail(m.home_delete_failed({ title, reason: removed.error }));
		if (how === 'said') return;
		const undo = { label: m.home_undo(), run: () => void this.#restore(project) };
		this.#parts.toasts.show({ kind: 'info', text: m.home_deleted({ title }), action: undo });
	}

	/** Takes each `.rastudio` file as a project; says which file was refused, and why. */
	async importFiles(files: readonly (File | IncomingFile)[]): Promise<void> {
		if (this.#busy) return;
		this.#busy = 'importing';
		try {
			await this.imports.take(files.map((file) => (file instanceof File ? { file } : file)));
		} finally {
			this.#busy = null;
		}
	}

	/** Fetches what the server has of a project that the browser lost. */
	async bringBack({ id, title }: LostProject): Promise<void> {
		const back = await this.port.lost.bringBack(id);
		if (back.ok) this.#parts.open(back.value);
		else this.#fail(m.home_restore_failed({ title, reason: back.error }));
	}

	/** Takes a file in place of a project that the browser lost. The way to a server is kept until the person says so. */
	async openInstead(lost: LostProject, file: File): Promise<void> {
		const isTaken = await this.imports.take([{ file }]);
		if (isTaken && !lost.onServer) await this.port.lost.forget([lost.id]);
	}

	/** They are not missed any more. */
	forget(lost: readonly LostProject[]): Promise<void> {
		return this.port.lost.forget(lost.map(({ id }) => id));
	}

	async #restore({ id, title }: ProjectCard): Promise<void> {
		const restored = await this.port.restoreProject(id);
		if (!restored.ok) this.#fail(m.home_restore_failed({ title, reason: restored.error }));
	}

	#filter(): readonly ProjectCard[] | null {
		const query = this.#search.trim().toLocaleLowerCase();
		const fits = (project: ProjectCard) =>
			(this.#view === 'all' || project.origin === 'joined') &&
			project.title.toLocaleLowerCase().includes(query);
		return this.port.projects?.filter(fits).sort((a, b) => b.changedAt - a.changedAt) ?? null;
	}

	#say(text: string, open: ProjectId): void {
		const action = { label: m.home_open(), run: () => this.#parts.open(open) };
		this.#parts.toasts.show({ kind: 'success', text, action });
	}

	#fail(text: string): void {
		this.#parts.toasts.show({ kind: 'error', text });
	}
}

function sharing({ origin, role, shared }: ProjectCard): string | null {
	if (origin === 'joined') {
		return mayInProject(role, 'game.entity.modify') ? m.home_joined_editor() : m.home_joined_viewer();
	}
	return shared ? m.home_shared() : null;
}
