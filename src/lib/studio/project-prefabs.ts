import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { mintDocumentId, type DocumentId, type EntityId } from '../base/ids.ts';
import { err } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { PrefabSource } from '../doc/prefabs/prefab-source.ts';
import { lockWithin } from '../doc/locks.ts';
import { documentsInUse, type ProjectDocument, type ProjectSnapshot } from '../doc/project.ts';
import { SceneDocument, type SceneChanges } from '../doc/scene.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectDocuments } from './project-documents.ts';
import type { SceneSession } from './scene-session.svelte.ts';

/** A prefab came, or its title or place in the list changed; with `changes`, only what it holds did. */
export type PrefabChange = { readonly id: DocumentId; readonly changes?: SceneChanges };

/** The prefabs that scenes may hold instances of. */
export type Prefabs = {
	readonly find: (id: DocumentId) => PrefabSource | undefined;
	onChange(listener: (change: PrefabChange) => void): Dispose;
};

/** Of a scene that is open on its own. */
export const NO_PREFABS: Prefabs = { find: () => undefined, onChange: () => () => {} };

type Options = {
	readonly documents: Pick<ProjectDocuments, 'onOpen' | 'follow' | 'get' | 'trunk'>;
	readonly project: ProjectDocument;
};

/** The prefabs of a project that are here, as their instances read them; those deleted serve on. */
export class ProjectPrefabs implements Prefabs {
	#options: Options;
	#scenes = new Map<DocumentId, SceneDocument>();
	#listed: ProjectSnapshot;
	#changed = new Emitter<PrefabChange>();
	#disposer = new Disposer();

	constructor(options: Options) {
		const { documents, project } = options;
		this.#options = options;
		this.#listed = project.snapshot;
		this.#disposer.add(documents.onOpen(({ document }) => this.#take(document)));
		this.#disposer.add(project.onChange((snapshot) => this.#relist(snapshot)));
	}

	readonly find = (id: DocumentId): PrefabSource | undefined => {
		const document = this.#scenes.get(id);
		if (!document) return undefined;
		const entry = this.#options.project.snapshot.allDocuments.get(id);
		const listing = entry ? { title: entry.title, removed: entry.removed } : { removed: true };
		return { snapshot: document.snapshot, document, ...listing };
	};

	onChange(listener: (change: PrefabChange) => void): Dispose {
		return this.#changed.on(listener);
	}

	/**
	 * Copies the selection into a new prefab of this title, and puts an instance in its place; returns the instance. One
	 * gesture: the empty document is listed aside first, as documents open late, and comes forward with what it holds.
	 */
	async create(scene: SceneSession, title: string): Promise<CommandResult<EntityId>> {
		const { documents, project } = this.#options;
		const { whyNoPrefab } = scene.instances;
		if (whyNoPrefab) return err({ reason: 'invalid-value', message: whyNoPrefab });
		if (scene.readOnly) return err({ reason: 'read-only', message: m.studio_why_read_only() });
		// What it is made of is deleted: an instance in its place would be locked no more.
		const lock = lockWithin(scene.scene.snapshot, scene.selection.ids);
		if (lock) return err({ reason: 'locked', message: m.studio_why_locked({ name: lock.name }) });
		const { refusal } = documents.trunk.document;
		if (refusal) return err(refusal);
		const id = mintDocumentId();
		const listed = project.addAside([{ id, kind: 'prefab', title }]);
		if (!listed.ok) return listed;
		await documents.follow(documentsInUse(project.snapshot));
		documents.get(id)?.noteHere();
		const prefab = this.find(id)?.document;
		if (!prefab) return err({ reason: 'not-found', message: m.prefabs_not_opened({ title }) });
		return scene.instances.create(prefab, () => project.setDocumentRemoved(id, false));
	}

	dispose(): void {
		this.#disposer.dispose();
		for (const scene of this.#scenes.values()) scene.dispose();
		this.#changed.clear();
	}

	#take(document: LiveDocument): void {
		const { id, kind } = document;
		if (kind !== 'prefab' || this.#scenes.has(id)) return;
		const scene = new SceneDocument(document);
		this.#scenes.set(id, scene);
		scene.onChange((changes) => this.#changed.emit({ id, changes }));
		this.#changed.emit({ id });
	}

	#relist(snapshot: ProjectSnapshot): void {
		const before = this.#listed.allDocuments;
		this.#listed = snapshot;
		for (const id of this.#scenes.keys()) {
			const [was, is] = [before.get(id), snapshot.allDocuments.get(id)];
			if (was?.title !== is?.title || was?.removed !== is?.removed) this.#changed.emit({ id });
		}
	}
}
