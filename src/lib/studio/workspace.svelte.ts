import type { DocumentId, EntityId } from '../base/ids.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { AssetEntry, DocumentEntry } from '../doc/project.ts';
import type { Selected } from '../editor/gesture.ts';
import type { HistoryStep } from '../editor/history.ts';
import { TextClipboard } from '../editor/text-clipboard.ts';
import type {
	Viewport,
	ViewportProjection,
	ViewportShading,
	ViewportSnap,
	ViewportTool,
	ViewportView,
} from '../engine/viewport-port.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { ImportTask } from './import-task.svelte.ts';
import type { ImportProblem } from './project-assets.svelte.ts';
import { placeAsset, placeFiles, type PlacedFiles } from './place-entities.ts';
import { placeOfStep } from './place-of-step.ts';
import type { PageSession } from './page-session.svelte.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import type { SceneProblems } from './scene-problems.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import { ViewBookmarks } from './view-bookmarks.svelte.ts';

type Point = readonly [number, number, number];

/** Sizes of the panels as shares of the window, in per cent; the device remembers them. */
export type PanelSizes = { readonly start: number; readonly end: number; readonly bottom: number };

/** Which bottom sheet a phone shows over the viewport. */
export type PhoneTab = 'tree' | 'inspect' | 'add' | 'assets' | 'people';

/** What the panel below the picture shows. */
export type BottomTab = 'assets' | 'problems';

const PANELS_KEY = 'workspace.panels';
export const DEFAULT_PANELS: PanelSizes = { start: 18.3, end: 20.9, bottom: 18.6 };
const LAST_DOCUMENT_KEY = 'workspace.document.';
const BOOKMARKS_KEY = 'workspace.views.';
/** Metres between things imported together. */
const ROW_STEP = 2;

/** What one person has on screen of a project: which document, which tool, how the panels stand. Device scope. */
export class Workspace {
	readonly session: ProjectSession;
	/** Views to come back to. */
	readonly bookmarks: ViewBookmarks;
	/** Files on their way into the project. */
	readonly imports = new ImportTask();
	/** What is copied in one panel is pasted in another, or in another scene. */
	readonly clipboard = new TextClipboard(() => navigator.clipboard);
	#storage: DeviceStorage;
	#activeId = $state.raw<DocumentId | null>(null);
	#tool = $state.raw<ViewportTool>('move');
	#snap = $state.raw<ViewportSnap>({ on: false, step: 0.25, to: 'steps', align: false });
	#grid = $state.raw(true);
	#shading = $state.raw<ViewportShading>('lit');
	#projection = $state.raw<ViewportProjection>('perspective');
	#panels = $state.raw<PanelSizes>(DEFAULT_PANELS);
	#viewport = $state.raw<Viewport | null>(null);
	/** From where prefabs were opened, one out of another. */
	#way: Selected[] = [];
	#views = new Map<DocumentId, ViewportView>();
	#phoneTab = $state.raw<PhoneTab | null>(null);
	#bottom = $state.raw<{ readonly shown: boolean; readonly tab: BottomTab }>({ shown: true, tab: 'assets' });

	private constructor(session: ProjectSession, storage: DeviceStorage, bookmarks: ViewBookmarks) {
		this.session = session;
		this.bookmarks = bookmarks;
		this.#storage = storage;
	}

	/** The workspace as this device left it the last time. */
	static async open(session: ProjectSession, storage: DeviceStorage): Promise<Workspace> {
		const bookmarks = await ViewBookmarks.open(storage.settings, BOOKMARKS_KEY + session.id);
		const workspace = new Workspace(session, storage, bookmarks);
		const panels = await storage.settings.get(PANELS_KEY);
		if (isPanelSizes(panels)) workspace.#panels = panels;
		const last = await storage.settings.get(LAST_DOCUMENT_KEY + session.id);
		if (session.documents.some(({ id }) => id === last)) workspace.#activeId = last as DocumentId;
		return workspace;
	}

	/** The document on screen: the chosen one, or the first scene or page there is. */
	get document(): DocumentEntry | undefined {
		const shown = this.#shown;
		return shown.find(({ id }) => id === this.#activeId) ?? shown.find(({ kind }) => kind !== 'prefab');
	}
	/** The scene or prefab on screen. */
	get scene(): SceneSession | undefined {
		const { document } = this;
		return document && document.kind !== 'page' && this.session.readiness === 'ready'
			? this.session.scene(document.id)
			: undefined;
	}
	get page(): PageSession | undefined {
		const { document } = this;
		return document?.kind === 'page' && this.session.readiness === 'ready'
			? this.session.page(document.id)
			: undefined;
	}
	/** Whether a newer version made what is on screen, or the project itself: it can only be looked at here. */
	get newer(): boolean {
		return this.session.newer || (this.scene?.newer ?? false) || (this.page?.newer ?? false);
	}
	get tool(): ViewportTool {
		return this.#tool;
	}
	get snap(): ViewportSnap {
		return this.#snap;
	}
	get grid(): boolean {
		return this.#grid;
	}
	get shading(): ViewportShading {
		return this.#shading;
	}
	get projection(): ViewportProjection {
		return this.#projection;
	}
	get panels(): PanelSizes {
		return this.#panels;
	}
	/** The picture on screen; null while there is none, or no WebGL. */
	get viewport(): Viewport | null {
		return this.#viewport;
	}
	/** The panel below the picture; on a phone it is a sheet. */
	get bottom(): { readonly shown: boolean; readonly tab: BottomTab } {
		return this.#bottom;
	}
	/** What is wrong in the scene on screen. */
	get problems(): SceneProblems | undefined {
		return this.scene && this.session.problems(this.scene.id);
	}
	get phoneTab(): PhoneTab | null {
		return this.#phoneTab;
	}

	/** What can be on screen. */
	get #shown(): readonly DocumentEntry[] {
		return this.session.documents.filter(({ kind }) => kind !== 'script');
	}

	show(id: DocumentId): void {
		this.#activeId = id;
		this.session.showDocument(id);
		void this.#storage.settings.set(LAST_DOCUMENT_KEY + this.session.id, id);
	}

	/** Opens a prefab in place of what is on screen, to which `leavePrefab` leads back. */
	enterPrefab(id: DocumentId, at?: EntityId): void {
		const { document, scene } = this;
		if (!document || document.id === id) return;
		this.#way.push({ documentId: document.id, ids: scene?.selection.ids ?? [] });
		this.show(id);
		if (at) this.session.scene(id)?.select([at]);
	}

	/** Where a way back from the prefab on screen leads; undefined when none is. */
	get back(): DocumentEntry | undefined {
		if (this.document?.kind !== 'prefab') return undefined;
		const shown = this.#shown;
		const from = this.#way.findLast(({ documentId }) => shown.some(({ id }) => id === documentId));
		return shown.find(({ id }) => id === from?.documentId) ?? shown.find(({ kind }) => kind === 'scene');
	}

	/** Goes back to where the prefab on screen was opened from, with what was selected there. */
	leavePrefab(): void {
		const { back } = this;
		if (!back) return;
		const step = this.#way.findLast(({ documentId }) => documentId === back.id);
		this.#way = step ? this.#way.slice(0, this.#way.lastIndexOf(step)) : [];
		this.show(back.id);
		if (step) this.session.scene(back.id)?.select(step.ids);
	}

	/** Takes back this person's last gesture, and shows where. */
	undo(): CommandResult<HistoryStep | undefined> {
		return this.#step(this.session.history.undo());
	}

	redo(): CommandResult<HistoryStep | undefined> {
		return this.#step(this.session.history.redo());
	}

	setTool(tool: ViewportTool): void {
		this.#tool = tool;
	}

	toggleSnap(): void {
		this.#snap = { ...this.#snap, on: !this.#snap.on };
	}

	/** Chooses what drags keep to, or how; asked for, it is on. */
	setSnap(snap: Partial<Omit<ViewportSnap, 'on'>>): void {
		this.#snap = { ...this.#snap, ...snap, on: true };
	}

	toggleGrid(): void {
		this.#grid = !this.#grid;
	}

	setShading(shading: ViewportShading): void {
		this.#shading = shading;
	}

	toggleProjection(): void {
		this.#projection = this.#projection === 'perspective' ? 'orthographic' : 'perspective';
	}

	setPanels(panels: Partial<PanelSizes>): void {
		this.#panels = { ...this.#panels, ...panels };
		void this.#storage.settings.set(PANELS_KEY, this.#panels);
	}

	setPhoneTab(tab: PhoneTab | null): void {
		this.#phoneTab = tab;
	}

	setBottom(bottom: Partial<Workspace['bottom']>): void {
		this.#bottom = { ...this.#bottom, ...bottom };
	}

	/** The viewport feature says what it drew; null when it goes. */
	attachViewport(viewport: Viewport | null): void {
		this.#viewport = viewport;
	}

	/** Brings the selection, or everything, into view. */
	focusSelection(): void {
		const selected = this.scene?.selection.ids ?? [];
		this.#viewport?.focus(selected.length > 0 ? selected : 'all');
	}

	/** Where this person looked at a scene from when they left it; null: not in this visit. */
	viewOf(id: DocumentId): ViewportView | null {
		return this.#views.get(id) ?? null;
	}

	keepView(id: DocumentId, view: ViewportView): void {
		this.#views.set(id, view);
	}

	/** Where new things go: where the camera looks, on the ground. */
	get placingPoint(): Point {
		const target = this.#viewport?.view.target;
		return target ? [round(target[0]), 0, round(target[2])] : [0, 0, 0];
	}

	/** Imports files and puts what came of them into the scene; returns what could not be imported. */
	async importFiles(
		files: readonly File[],
		at: Point = this.placingPoint,
	): Promise<readonly ImportProblem[]> {
		return this.imports.run(files.length, async (options) => {
			const { assets, problems } = await this.session.assets.importFiles(files, options);
			const { scene } = this;
			if (scene && assets.length > 0)
				await this.session.versions.keeper.keepBefore('import', scene.scene.document);
			// Several stand in a row, so that none hides in another; and go together.
			scene?.history.join('import', () =>
				assets.forEach((asset, i) => scene.addAsset(asset, [at[0] + i * ROW_STEP, at[1], at[2]])),
			);
			return problems;
		});
	}

	/** Puts the nodes of a model into the scene, each as an entity. */
	async placeAsEntities(asset: AssetEntry, at: Point = this.placingPoint): Promise<PlacedFiles> {
		const { scene, session } = this;
		if (!scene) return { placed: [], problems: [] };
		return this.imports.run(1, async () => {
			const placed = await placeAsset(asset, { session, scene, at });
			if (placed.ok) return { placed: [placed.value], problems: [] };
			return { placed: [], problems: [{ fileName: asset.name, message: placed.error }] };
		});
	}

	/** Imports glTF files and puts their nodes into the scene, each as an entity. */
	async importAsEntities(files: readonly File[], at: Point = this.placingPoint): Promise<PlacedFiles> {
		const { scene, session } = this;
		if (!scene) return { placed: [], problems: [] };
		return this.imports.run(files.length, ({ signal }) => placeFiles(files, { session, scene, at }, signal));
	}

	/** Brings what undo or redo changed on screen, selected as it was. */
	#step(step: CommandResult<HistoryStep | undefined>): CommandResult<HistoryStep | undefined> {
		if (!step.ok || !step.value) return step;
		const place = placeOfStep(step.value, {
			shown: this.document?.id,
			listed: this.#shown.map(({ id }) => id),
		});
		// What was on screen may have gone: the others are told what is there instead.
		const next = place ?? this.document?.id;
		if (next !== undefined && next !== this.#activeId) this.show(next);
		const { selected } = step.value;
		const scene = selected ? this.session.scene(selected.documentId) : undefined;
		if (selected && scene) scene.select(selected.ids);
		return step;
	}
}

const round = (n: number): number => Math.round(n * 4) / 4;

function isPanelSizes(value: unknown): value is PanelSizes {
	if (typeof value !== 'object' || value === null) return false;
	const { start, end, bottom } = value as Record<string, unknown>;
	return [start, end, bottom].every((size) => typeof size === 'number' && size >= 5 && size <= 80);
}
