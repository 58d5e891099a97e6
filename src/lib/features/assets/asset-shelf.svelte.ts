import type { AssetHash, DocumentId, FolderId } from '#lib/base/ids.ts';
import { pathTo, type FolderEntry } from '#lib/doc/asset-folders.ts';
import type { Shelved } from '#lib/doc/commands/edit-assets.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import {
	listShelf,
	SHELF_SORTS,
	type PlaceableItem,
	type ShelfItem,
	type ShelfKind,
	type ShelfSort,
} from './asset-list.ts';

export type ShelfView = 'grid' | 'list';

/** What a dialog is open for. */
export type ShelfQuestion =
	| { readonly kind: 'details'; readonly item: PlaceableItem }
	| { readonly kind: 'rename'; readonly item: ShelfItem }
	| { readonly kind: 'new-folder' }
	| { readonly kind: 'move'; readonly items: readonly ShelfItem[] }
	| { readonly kind: 'replace'; readonly asset: AssetEntry }
	| { readonly kind: 'delete'; readonly items: readonly ShelfItem[] };

type Held = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;

const VIEW_KEY = 'assets.view';

/** The assets of a project on screen: which folder, how they stand, what is searched for, which are selected. */
export class AssetShelf {
	readonly session: ProjectSession;
	#settings: SettingsStore;
	#search = $state.raw('');
	#folder = $state.raw<FolderId | null>(null);
	#unusedOnly = $state.raw(false);
	#kind = $state.raw<ShelfKind | null>(null);
	#view = $state.raw<ShelfView>('grid');
	#sort = $state.raw<ShelfSort>('name');
	#selected = $state.raw<ReadonlySet<string>>(new Set());
	#currentId = $state.raw<string | null>(null);
	#currentHint = $state.raw(0);
	#anchorId: string | null = null;
	#question = $state.raw<ShelfQuestion | null>(null);
	#prefabs = $derived.by(() => this.session.documents.filter(({ kind }) => kind === 'prefab'));
	#items = $derived.by(() =>
		listShelf(
			{
				assets: this.session.assetEntries.values(),
				prefabs: this.#prefabs,
				folders: this.session.folders,
			},
			{
				search: this.#search,
				folder: this.folder,
				only: this.#unusedOnly ? this.session.library.unused : null,
				kind: this.#kind,
				sort: this.#sort,
			},
		),
	);

	// Every cell in sight asks: found once for all of them.
	#currentIndex = $derived.by(() => {
		const index = this.#items.findIndex(({ id }) => id === this.#currentId);
		return index >= 0 ? index : Math.max(0, Math.min(this.#currentHint, this.#items.length - 1));
	});

	constructor(session: ProjectSession, settings: SettingsStore) {
		this.session = session;
		this.#settings = settings;
	}

	/** Takes up how they stood the last time. */
	async load(): Promise<void> {
		const kept = await this.#settings.get(VIEW_KEY);
		if (typeof kept !== 'object' || kept === null) return;
		const { view, sort } = kept as Record<string, unknown>;
		if (view === 'grid' || view === 'list') this.#view = view;
		if (SHELF_SORTS.includes(sort as ShelfSort)) this.#sort = sort as ShelfSort;
	}

	get items(): readonly ShelfItem[] {
		return this.#items;
	}
	get isEmpty(): boolean {
		const { assetEntries, folders } = this.session;
		return assetEntries.size + folders.entries.size + this.#prefabs.length === 0;
	}
	get search(): string {
		return this.#search;
	}
	set search(text: string) {
		this.#search = text;
	}
	get unusedOnly(): boolean {
		return this.#unusedOnly;
	}
	/** The only kind that is shown; null: every one. */
	get kind(): ShelfKind | null {
		return this.#kind;
	}
	get view(): ShelfView {
		return this.#view;
	}
	get sort(): ShelfSort {
		return this.#sort;
	}
	/** The folder that is open; the top when it was deleted meanwhile. */
	get folder(): FolderId | null {
		return this.#folder !== null && this.session.folders.entries.has(this.#folder) ? this.#folder : null;
	}
	/** From the top down to the open folder. */
	get path(): readonly FolderEntry[] {
		return pathTo(this.session.folders, this.folder);
	}
	get question(): ShelfQuestion | null {
		return this.#question;
	}

	/** The one that has, or would take, the focus. */
	get currentIndex(): number {
		return this.#currentIndex;
	}
	/** What is selected of what is in sight. */
	get selected(): readonly ShelfItem[] {
		return this.#items.filter(({ id }) => this.#selected.has(id));
	}
	/** The one asset or prefab that is selected; undefined for several, none, or a folder. */
	get selectedOne(): PlaceableItem | undefined {
		const [item, more] = this.selected;
		return item && item.kind !== 'folder' && !more ? item : undefined;
	}
	/** The one asset that is selected. */
	get selectedAsset(): AssetEntry | undefined {
		const item = this.selectedOne;
		return item?.kind === 'asset' ? item.asset : undefined;
	}
	isSelected(id: string): boolean {
		return this.#selected.has(id);
	}

	setView(view: ShelfView): void {
		this.#view = view;
		this.#keep();
	}
	setSort(sort: ShelfSort): void {
		this.#sort = sort;
		this.#keep();
	}
	toggleUnused(): void {
		this.#unusedOnly = !this.#unusedOnly;
		this.#currentHint = 0;
	}
	/** Only one kind, or all again. */
	toggleKind(kind: ShelfKind): void {
		this.#kind = this.#kind === kind ? null : kind;
		this.#currentHint = 0;
	}
	showAll(): void {
		this.#unusedOnly = false;
		this.#kind = null;
		this.#currentHint = 0;
	}
	open(folder: FolderId | null): void {
		const from = this.folder;
		this.#folder = folder;
		this.#search = '';
		this.#unusedOnly = false;
		this.#kind = null;
		// On the way up one stands where one came from.
		this.#currentId = from;
		this.#currentHint = 0;
		this.#selected = new Set();
	}
	up(): void {
		const { folder } = this;
		if (folder !== null) this.open(this.session.folders.parentOf.get(folder) ?? null);
	}
	ask(question: ShelfQuestion | null): void {
		this.#question = question;
	}

	/** A press on one, with what is held down. */
	press(id: string, held: Held): void {
		this.focus(id);
		if (held.shiftKey && this.#anchorId !== null) this.#selectTo(id);
		else if (held.ctrlKey || held.metaKey) this.#toggle(id);
		else this.select([id]);
	}

	/** The keys lead there: selected, or with Shift all from where one began. */
	go(index: number, extend: boolean): void {
		const item = this.#items[index];
		if (!item) return;
		this.focus(item.id);
		if (extend) this.#selectTo(item.id);
		else this.select([item.id]);
	}

	select(ids: readonly string[]): void {
		this.#selected = new Set(ids);
		this.#anchorId = ids[0] ?? null;
	}
	selectAll(): void {
		this.#selected = new Set(this.#items.map(({ id }) => id));
	}

	/** Selects one that was just made, and makes it the current one. */
	reveal(id: string): void {
		this.#currentId = id;
		this.select([id]);
	}

	/** The focus came to it from outside. */
	focus(id: string): void {
		this.#currentId = id;
		this.#currentHint = this.#items.findIndex((item) => item.id === id);
	}

	#selectTo(id: string): void {
		const index = (of: string | null) => this.#items.findIndex((item) => item.id === of);
		const [from, to] = [Math.max(0, index(this.#anchorId ?? id)), index(id)];
		const between = this.#items.slice(Math.min(from, to), Math.max(from, to) + 1);
		this.#selected = new Set(between.map((item) => item.id));
	}

	#toggle(id: string): void {
		const selected = new Set(this.#selected);
		if (!selected.delete(id)) selected.add(id);
		this.#selected = selected;
		this.#anchorId = id;
	}

	#keep(): void {
		void this.#settings.set(VIEW_KEY, { view: this.#view, sort: this.#sort });
	}
}

/** Items as commands take them. */
export function shelvedOf(items: readonly ShelfItem[]): Shelved & { readonly prefabs: DocumentId[] } {
	const [assets, folders, prefabs] = [[] as AssetHash[], [] as FolderId[], [] as DocumentId[]];
	for (const item of items) {
		if (item.kind === 'asset') assets.push(item.id);
		else if (item.kind === 'folder') folders.push(item.id);
		else prefabs.push(item.id);
	}
	return { assets, folders, prefabs };
}
