import type { Clock } from '../base/clock.ts';
import { mintEntityId, type AssetHash, type DocumentId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { SceneDocument } from '../doc/scene.ts';
import type { PrefabSource, PrefabSources } from '../doc/prefabs/prefab-source.ts';
import type { ProjectDocument } from '../doc/project.ts';
import type { ExportNote } from '../engine/gltf-export/export-notes.ts';
import type { ExportRefusal } from '../engine/gltf-export/export-scene.ts';
import type { EntityTree } from '../engine/gltf-import/read-entities.ts';
import { m } from '../paraglide/messages.js';
import { latePart } from './late-part.ts';
import { createPause } from '../base/pause.ts';
import type { ProjectAssets } from './project-assets.svelte.ts';
import type { ProjectDocuments } from './project-documents.ts';
import type { SceneSession } from './scene-session.svelte.ts';

export type GltfFile = {
	readonly fileName: string;
	readonly blob: Blob;
	/** What other programs show otherwise, or not at all. */
	readonly notes: readonly ExportNote[];
};

export type GltfRefusal = ExportRefusal | 'cancelled';

type Options = {
	readonly clock: Clock;
	readonly assets: ProjectAssets;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
};

type ExportOptions = {
	readonly title: string;
	readonly signal: AbortSignal;
	readonly onProgress: (share: number) => void;
};

/** Ends an export that was given up. */
class Cancelled extends Error {}

/** What of a project leaves as glTF, and comes in as such. What does it is loaded when it is first asked for. */
export class SceneGltf {
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	async export(
		{ scene }: SceneSession,
		{ title, signal, onProgress }: ExportOptions,
	): Promise<Result<GltfFile, GltfRefusal>> {
		const { assets, clock } = this.#options;
		const [{ exportScene }, { loadTextPress }] = await Promise.all([
			import('../engine/gltf-export/export-scene.ts'),
			import('../engine/text-press.ts'),
		]);
		const prefabs = this.#openPrefabs();
		try {
			const written = await exportScene({
				scene: scene.snapshot,
				title,
				prefabs: prefabs.sources,
				assets,
				nameOf: (hash) => this.#nameOf(hash),
				loadPress: loadTextPress,
				pause: createStop(clock, signal),
				onProgress,
			});
			if (!written.ok) return written;
			const { parts, notes } = written.value;
			const blob = new Blob([...parts], { type: 'model/gltf-binary' });
			return ok({ fileName: `${fileNameOf(title)}.glb`, blob, notes });
		} catch (cause) {
			if (cause instanceof Cancelled) return err('cancelled');
			throw cause;
		} finally {
			prefabs.dispose();
		}
	}

	/** A model's bytes as entities. */
	async read(bytes: Uint8Array<ArrayBuffer>, fileName: string): Promise<Result<EntityTree, string>> {
		const part = await latePart(import('../engine/gltf-import/read-entities.ts'));
		if (!part) return err(m.commands_missing());
		const { assets: entries, documents } = this.#options.project.snapshot;
		return part.readEntities(bytes, fileName, {
			known: {
				asset: (hash) => entries.has(hash),
				document: (id) => documents.some((document) => document.id === id),
			},
			mintId: mintEntityId,
		});
	}

	#nameOf(hash: AssetHash): string {
		return this.#options.project.snapshot.assets.get(hash)?.name ?? hash.slice(0, 8);
	}

	/** The prefabs as they are now; each read when something shows it. */
	#openPrefabs(): { readonly sources: PrefabSources; dispose(): void } {
		const opened = new Map<DocumentId, SceneDocument>();
		const sources = (id: DocumentId): PrefabSource | undefined => {
			const found = this.#options.documents.find(id, 'prefab');
			if (!found) return undefined;
			const known = opened.get(id) ?? new SceneDocument(found.document);
			opened.set(id, known);
			return { snapshot: known.snapshot };
		};
		return {
			sources,
			dispose() {
				for (const document of opened.values()) document.dispose();
			},
		};
	}
}

/** The same as `createPause`; throws when it is given up. */
function createStop(clock: Clock, signal: AbortSignal): () => Promise<void> {
	const pause = createPause(clock);
	return () => {
		if (signal.aborted) throw new Cancelled();
		return pause();
	};
}

/** Without what file systems do not take. */
function fileNameOf(title: string): string {
	const name = title.replaceAll(/[\\/:*?"<>|\s\p{Cc}]+/gu, ' ').trim();
	return name === '' ? 'scene' : name;
}
