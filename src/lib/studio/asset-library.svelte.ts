import { createSubscriber } from 'svelte/reactivity';
import { Disposer } from '../base/disposer.ts';
import type { AssetHash, DocumentId, FolderId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { AssetUses, type AssetUse, type Named } from '../doc/asset-uses.ts';
import { moveToFolder, renameAsset, type Shelved } from '../doc/commands/edit-assets.ts';
import {
	addFolder,
	contentsOf,
	dissolveFolder,
	removeShelved,
	renameFolder,
} from '../doc/commands/edit-folders.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { documentsInUse, type AssetEntry, type DocumentEntry, type ProjectDocument } from '../doc/project.ts';
import type { History } from '../editor/history.ts';
import { m } from '../paraglide/messages.js';
import { latePart } from './late-part.ts';
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

/** Where in one document an asset is named, or a prefab placed. */
export type DocumentUses = {
	readonly document: Pick<DocumentEntry, 'id' | 'kind' | 'title'>;
	readonly uses: readonly AssetUse[];
};

/** The project's assets as a person keeps them: in folders, by name, with what uses them. */
export class AssetLibrary {
	readonly options: LibraryOptions;
	/** What documents use, kept up to date while somebody looks. */
	#found = new Map<DocumentId, AssetUses>();
	#changed: (() => void) | null = null;
	#follow = createSubscriber((changed) => {
		const { documents, project } = this.options;
		const watching = new Disposer();
		watching.add(project.onChange(changed));
		watching.add(documents.onOpen(() => this.#changed?.()));
		this.#changed = changed;
		return () => {
			watching.dispose();
			this.#changed = null;
			for (const uses of this.#found.values()) uses.dispose();
			this.#found.clear();
		};
	});

	constructor(options: LibraryOptions) {
		this.options = options;
	}

	/** Where an asset is named or a prefab placed, by document, as they are listed. */
	usesOf(id: Named): readonly DocumentUses[] {
		this.#follow();
		return this.#documents().flatMap((entry) => {
			const uses = this.#usesIn(entry.id)?.of(id) ?? [];
			return uses.length > 0 ? [{ document: entry, uses }] : [];
		});
	}

	/** The assets and prefabs that nothing names. */
	get unused(): ReadonlySet<Named> {
		this.#follow();
		const used = new Set(this.#documents().flatMap(({ id }) => [...(this.#usesIn(id)?.named ?? [])]));
		const { listedAssets, documents } = this.options.project.snapshot;
		const prefabs = documents.filter(({ kind }) => kind === 'prefab').map(({ id }) => id);
		return new Set<Named>([...listedAssets.keys(), ...prefabs].filter((id) => !used.has(id)));
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

	/** Folders go with all that is in them; prefabs beside them in the same gesture. */
	remove(things: Shelved, prefabs: readonly DocumentId[] = []): CommandResult {
		return this.options.history.join('delete', () =>
			this.#edit((project) => {
				const removed =
					things.assets.length + things.folders.length > 0 ? removeShelved(project, things) : ok();
				return prefabs.reduce(
					(result, id) => (result.ok ? project.setDocumentRemoved(id, true) : result),
					removed,
				);
			}),
		);
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
		const part = await latePart(import('./replace-asset.ts'));
		if (!part) return err({ fileName: asset.name, message: m.commands_missing() });
		await this.options.documents.whenFollowed();
		return part.replaceWithFile(
			asset,
			files,
			{ ...this.options, listed: () => this.#documents() },
			importing,
		);
	}

	#documents(): readonly DocumentEntry[] {
		return documentsInUse(this.options.project.snapshot);
	}

	#usesIn(id: DocumentId): AssetUses | undefined {
		const known = this.#found.get(id);
		if (known) return known;
		const document = this.options.documents.get(id)?.document;
		if (document?.kind !== 'scene' && document?.kind !== 'prefab') return undefined;
		const uses = new AssetUses(document);
		if (!this.#changed) {
			uses.dispose();
			return uses;
		}
		uses.onChange(this.#changed);
		this.#found.set(id, uses);
		return uses;
	}

	#edit<T>(run: (project: ProjectDocument) => CommandResult<T>): CommandResult<T> {
		if (!this.options.canEdit()) return err({ reason: 'read-only', message: m.projects_read_only() });
		return run(this.options.project);
	}
}
