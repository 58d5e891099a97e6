import { tick } from 'svelte';
import { systemClock } from '../base/clock.ts';
import type { DocumentId, EntityId } from '../base/ids.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { AssetEntry, DocumentEntry } from '../doc/project.ts';
import type { Selected } from '../editor/gesture.ts';
import type { HistoryStep } from '../editor/history.ts';
import { TextClipboard } from '../editor/text-clipboard.ts';
import type {
	Viewport,
	ViewportHandles,
	ViewportProjection,
	ViewportShading,
	ViewportSnap,
	ViewportTool,
	ViewportView,
} from '../engine/viewport-port.ts';
import { createPageAround } from '../storage/page-adapter.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { addImported } from './add-imported.ts';
import { ImportTask } from './import-task.svelte.ts';
import { KeptControls } from './kept-controls.svelte.ts';
import { neighbourOf, OpenTabs } from './open-tabs.svelte.ts';
import type { ImportProblem } from './project-assets.svelte.ts';
import { Placing } from './placing.svelte.ts';
import type { SavePlace } from './game-saves.ts';
import { Playing } from './playing.svelte.ts';
import { PanelArrangement } from './panel-arrangement.svelte.ts';
import { placeAsset, placeFiles, type PlacedFiles } from './place-entities.ts';
import { placeOfStep } from './place-of-step.ts';
import type { PageSession } from './page-session.svelte.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import type { SceneProblems } from './scene-problems.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import type { ScriptSession } from './script-session.svelte.ts';
import { ViewBookmarks } from './view-bookmarks.svelte.ts';

type Point = readonly [number, number, number];

/** Which bottom sheet a phone shows over the viewport. */
export type PhoneTab = 'tree' | 'inspect' | 'add' | 'assets' | 'people';

/** What the panel of the assets shows. */
export type BottomTab = 'assets' | 'problems' | 'console';

const LAST_DOCUMENT_KEY = 'workspace.document.';
const BOOKMARKS_KEY = 'workspace.views.';
const TABS_KEY = 'workspace.tabs.';
/** What the device remembers of it. */
type Kept = {
	readonly bookmarks: ViewBookmarks;
	readonly tabs: OpenTabs;
	readonly panels: PanelArrangement;
};

/** What one person has on screen of a project: which document, which tool, how the panels stand. Device scope. */
export class Workspace {
	readonly session: ProjectSession;
	/** Views to come back to. */
	readonly bookmarks: ViewBookmarks;
	/** Where the panels stand around the picture. */
	readonly panels: PanelArrangement;
	/** Files on their way into the project. */
	readonly imports = new ImportTask();
	/** What a click in the picture puts into the scene. */
	readonly placing = new Placing();
	/** The game that the scene on screen is played as. */
	readonly playing = new Playing();
	/** How its games are played on this device. */
	readonly controls: KeptControls;
	/** What is copied in one panel is pasted in another, or in another scene. */
	readonly clipboard = new TextClipboard(() => navigator.clipboard);
	#storage: DeviceStorage;
	#tabs: OpenTabs;
	#activeId = $state.raw<DocumentId | null>(null);
	#tool = $state.raw<ViewportTool>('move');
	/** Without a step of one's own, it is the project's. */
	#snap = $state.raw<Omit<ViewportSnap, 'step'> & { readonly step: number | null }>({
		on: false,
		step: null,
		turn: 15,
		scale: 0.1,
		to: 'steps',
		align: false,
	});
	#handles = $state.raw<ViewportHandles>({ space: 'world', pivot: 'median' });
	#grid = $state.raw(true);
	#shading = $state.raw<ViewportShading>('lit');
	#projection = $state.raw<ViewportProjection>('perspective');
	#viewport = $state.raw<Viewport | null>(null);
	/** From where prefabs were opened, one out of another. */
	#way: Selected[] = [];
	#views = new Map<DocumentId, ViewportView>();
	#phoneTab = $state.raw<PhoneTab | null>(null);
	#bottomTab = $state.raw<BottomTab>('assets');

	private constructor(session: ProjectSession, storage: DeviceStorage, { bookmarks, tabs, panels }: Kept) {
		this.session = session;
		this.controls = new KeptControls(storage.settings, session.id);
		this.bookmarks = bookmarks;
		this.#tabs = tabs;
		this.panels = panels;
		this.#storage = storage;
	}

	/** Where the games of the project keep what they save. */
	get saving(): SavePlace {
		const [{ settings }, { id }] = [this.#storage, this.session];
		return { settings, projectId: id, clock: systemClock, locks: createPageAround() };
	}

	/** The workspace as this device left it the last time. */
	static async open(session: ProjectSession, storage: DeviceStorage): Promise<Workspace> {
		const bookmarks = await ViewBookmarks.open(storage.settings, BOOKMARKS_KEY + session.id);
		const tabs = await OpenTabs.open(storage.settings, TABS_KEY + session.id);
		const panels = await PanelArrangement.open(storage.settings);
		const workspace = new Workspace(session, storage, { bookmarks, tabs, panels });
		const last = await storage.settings.get(LAST_DOCUMENT_KEY + session.id);
		if (session.documents.some(({ id }) => id === last)) workspace.#activeId = last as DocumentId;
		return workspace;
	}

	/** The document on screen: the chosen one, else another that is open, else the first scene or page there is. */
	get document(): DocumentEntry | undefined {
		const [shown, active] = [this.#shown, this.#activeId];
		const find = (wanted?: DocumentId | null) => shown.find(({ id }) => id === wanted);
		const canShow = (id: DocumentId) => find(id) !== undefined;
		return (
			find(active) ??
			find(active && neighbourOf(this.#tabs.ids, active, canShow)) ??
			find(this.session.settings.firstScene) ??
			shown.find(({ kind }) => kind === 'scene' || kind === 'page')
		);
	}
	/** What is open, in this person's order; with what was deleted meanwhile, until they close it. */
	get tabs(): readonly DocumentEntry[] {
		const { allDocuments } = this.session.problemContext;
		return this.#openIds.flatMap((id) => allDocuments.get(id) ?? []);
	}
	/** What this person was looking at until it was deleted; undefined while it is there. */
	get lost(): DocumentEntry | undefined {
		const chosen = this.#activeId && this.session.problemContext.allDocuments.get(this.#activeId);
		return chosen && chosen.removed ? chosen : undefined;
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
	get script(): ScriptSession | undefined {
		const { document } = this;
		return document?.kind === 'script' && this.session.readiness === 'ready'
			? this.session.script(document.id)
			: undefined;
	}
	/** What is read and written on screen, instead of a picture. */
	get text(): PageSession | ScriptSession | undefined {
		return this.page ?? this.script;
	}
	/** Whether a newer version made what is on screen, or the project itself: it can only be looked at here. */
	get newer(): boolean {
		return this.session.newer || (this.scene?.newer ?? false) || (this.text?.newer ?? false);
	}
	get tool(): ViewportTool {
		return this.#tool;
	}
	get snap(): ViewportSnap {
		return { ...this.#snap, step: this.#snap.step ?? this.session.settings.gridStep };
	}
	get handles(): ViewportHandles {
		return this.#handles;
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
	/** The picture on screen; null while there is none, or no WebGL. */
	get viewport(): Viewport | null {
		return this.#viewport;
	}
	/** The panel of the assets; on a phone it is a sheet. */
	get bottom(): { readonly shown: boolean; readonly tab: BottomTab } {
		return { shown: this.panels.isShown('assets'), tab: this.#bottomTab };
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
		return this.session.documents;
	}

	/** What is on screen is open, whether it was chosen or is there because nothing was. */
	get #openIds(): readonly DocumentId[] {
		const { ids } = this.#tabs;
		const shown = this.document?.id;
		return shown === undefined || ids.includes(shown) ? ids : [...ids, shown];
	}

	show(id: DocumentId): void {
		const before = this.document?.id;
		if (before !== undefined) this.#tabs.open(before);
		this.#tabs.open(id, before);
		this.#activeId = id;
		this.placing.end();
		this.playing.stop();
		this.session.showDocument(id);
		void this.#storage.settings.set(LAST_DOCUMENT_KEY + this.session.id, id);
	}

	/** Shows what is open before or after what is on screen, and from the last the first. */
	showNext(step: 1 | -1): void {
		const open = this.tabs.filter(({ removed }) => !removed).map(({ id }) => id);
		const at = open.indexOf(this.document?.id as DocumentId);
		const next = open[(at + step + open.length) % open.length];
		if (next !== undefined && next !== this.document?.id) this.show(next);
	}

	/** Puts an open document at a place among the others. */
	moveTab(id: DocumentId, to: number): void {
		for (const open of this.#openIds) this.#tabs.open(open);
		this.#tabs.move(id, to);
	}

	/** Closes what is open; what it took of memory is given back, and what was selected in it forgotten. */
	closeTabs(ids: readonly DocumentId[]): void {
		const shown = this.document?.id;
		const open = this.#openIds;
		const canStay = (id: DocumentId) => !ids.includes(id) && this.#shown.some((entry) => entry.id === id);
		const next = shown && (canStay(shown) ? shown : neighbourOf(open, shown, canStay));
		if (next && next !== this.#activeId) this.show(next);
		else if (!next) this.#activeId = null;
		this.#tabs.close(ids);
		// Not before the screen has let go of them.
		void tick().then(() => {
			for (const id of ids.filter((closed) => closed !== this.document?.id)) {
				this.session.releaseDocument(id);
				this.#views.delete(id);
			}
		});
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

	/** Chooses along whose axes handles stand, or what they turn and scale around. */
	setHandles(handles: Partial<ViewportHandles>): void {
		this.#handles = { ...this.#handles, ...handles };
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

	setPhoneTab(tab: PhoneTab | null): void {
		this.#phoneTab = tab;
	}

	setBottom({ shown, tab }: Partial<Workspace['bottom']>): void {
		if (tab) this.#bottomTab = tab;
		if (shown !== undefined) this.panels.setShown('assets', shown);
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

	/** Whether what is added waits for a click that says where. */
	get waitsForClick(): boolean {
		return this.placing.byClick && this.#viewport !== null;
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
			// A sound is heard all the time once it stands there: that is asked for by itself.
			const seen = assets.filter(({ type }) => type !== 'audio');
			if (scene && seen.length > 0)
				await this.session.versions.keeper.keepBefore('import', scene.scene.document);
			scene?.history.join('import', () => addImported(scene, seen, at));
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
