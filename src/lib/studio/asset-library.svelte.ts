import { createSubscriber } from 'svelte/reactivity';
import { Disposer } from '../base/disposer.ts';
import type { AssetHash, DocumentId, FolderId } from '../base/ids.ts';
import { err, type Result } from '../base/result.ts';
import { assetUsesIn, type AssetUse } from '../doc/asset-uses.ts';
import { moveToFolder, renameAsset, type Shelved } from '../doc/commands/edit-assets.ts';
import {
	addFolder,
	contentsOf,
	dissolveFolder,
	removeShelved,
	renameFolder,
} from '../doc/commands/edit-folders.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { AssetEntry, DocumentEntry, ProjectDocument } from '../doc/project.ts';
import type { History } from '../editor/history.ts';
import { m } from '../paraglide/messages.js';
import type { OpenDocument } from './open-document.ts';
import type { ImportOptions, ImportProblem, ProjectAssets } from './project-assets.svelte.ts';
import type { ProjectDocuments } from './project-documents.ts';
import type { Replaced } from './replace-asset.ts';

export type LibraryOptions = {
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly history: History;
	readonly assets: ProjectAssets;
	readonly canEdit: () => boolean;
};

/** Where in one document an asset is named. */
export type DocumentUses = {
	readonly document: Pick<DocumentEntry, 'id' | 'kind' | 'title'>;
	readonly uses: readonly AssetUse[];
};

type Uses = ReadonlyMap<AssetHash, readonly AssetUse[]>;

/** The project's assets as a person keeps them: in folders, by name, with what uses them. */
export class AssetLibrary {
	readonly options: LibraryOptions;
	/** What was found in each document, until it changes; only while somebody looks. */
	#found = new Map<DocumentId, Uses>();
	#watched = false;
	#follow = createSubscriber((changed) => {
		const watching = new Disposer();
		const drop = (id: DocumentId) => {
			this.#found.delete(id);
			changed();
		};
		const watch = ({ id, document }: OpenDocument) => {
			watching.add(document.onUpdateV2(() => drop(id)));
			if (this.#watched) drop(id);
		};
		watching.add(this.options.documents.onOpen(watch));
		this.#watched = true;
		return () => {
			watching.dispose();
			this.#watched = false;
			this.#found.clear();
		};
	});

	constructor(options: LibraryOptions) {
		this.options = options;
	}

	/** Where an asset is named, by document, as they are listed. */
	usesOf(hash: AssetHash): readonly DocumentUses[] {
		this.#follow();
		return this.#documents().flatMap((entry) => {
			const uses = this.#usesIn(entry.id).get(hash);
			return uses ? [{ document: entry, uses }] : [];
		});
	}

	/** The assets that nothing names. */
	get unused(): ReadonlySet<AssetHash> {
		this.#follow();
		const used = new Set(this.#documents().flatMap(({ id }) => [...this.#usesIn(id).keys()]));
		const { listedAssets } = this.options.project.snapshot;
		return new Set([...listedAssets.keys()].filter((hash) => !used.has(hash)));
	}

	importerOf(hash: AssetHash): string | undefined {
		return this.options.project.importerOf(hash);
	}

	/** All that goes with these. */
	contentsOf({ assets, folders }: Shelved): Shelved {
		const inside = contentsOf(this.options.project, folders);
		return { assets: [...new Set([...assets, ...inside.assets])], folders: inside.folders };
	}

	rename(hash: AssetHash, name: string): CommandResult {
		return this.#edit((project) => renameAsset(project, hash, name));
	}

	renameFolder(id: FolderId, name: string): CommandResult {
		return this.#edit((project) => renameFolder(project, id, name));
	}

	addFolder(name: string, parent: FolderId | null): CommandResult<FolderId> {
		return this.#edit((project) => addFolder(project, name, parent));
	}

	/** Makes a folder and puts things into it, as one gesture. */
	gather(name: string, parent: FolderId | null, things: Shelved): CommandResult<FolderId> {
		return this.options.history.join('add', () => {
			const added = this.addFolder(name, parent);
			if (!added.ok) return added;
			const moved = this.move(things, added.value);
			return moved.ok ? added : moved;
		});
	}

	move(things: Shelved, to: FolderId | null): CommandResult {
		return this.#edit((project) => moveToFolder(project, things, to));
	}

	/** Folders go with all that is in them. */
	remove(things: Shelved): CommandResult {
		return this.#edit((project) => removeShelved(project, things));
	}

	/** The folder goes; what is in it comes to where it was. */
	dissolve(id: FolderId): CommandResult {
		return this.#edit((project) => dissolveFolder(project, id));
	}

	/** Lets everything that names an asset name a file instead. */
	async replace(
		asset: AssetEntry,
		files: readonly File[],
		importing: ImportOptions = {},
	): Promise<Result<Replaced, ImportProblem>> {
		const { replaceWithFile } = await import('./replace-asset.ts');
		await this.options.documents.whenFollowed();
		return replaceWithFile(asset, files, { ...this.options, listed: this.#documents() }, importing);
	}

	/** Prefabs that were deleted count: they still serve their instances. */
	#documents(): readonly DocumentEntry[] {
		const { documents, allDocuments } = this.options.project.snapshot;
		const gone = [...allDocuments.values()].filter(({ kind, removed }) => kind === 'prefab' && removed);
		return [...documents, ...gone];
	}

	#usesIn(id: DocumentId): Uses {
		const known = this.#found.get(id);
		if (known) return known;
		const open = this.options.documents.get(id);
		const uses: Uses = open ? assetUsesIn(open.document) : new Map();
		if (open && this.#watched) this.#found.set(id, uses);
		return uses;
	}

	#edit<T>(run: (project: ProjectDocument) => CommandResult<T>): CommandResult<T> {
		if (!this.options.canEdit()) return err({ reason: 'read-only', message: m.projects_read_only() });
		return run(this.options.project);
	}
}
