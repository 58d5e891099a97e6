import type { DocumentId } from '../base/ids.ts';
import type { ContentKind } from '../doc/live-document.ts';
import type { History } from '../editor/history.ts';
import type { ProjectDocument } from '../doc/project.ts';
import type { OpenDocument } from './open-document.ts';
import { PageSession } from './page-session.svelte.ts';
import type { ProjectDocuments } from './project-documents.ts';
import type { Prefabs } from './project-prefabs.ts';
import { SceneProblems } from './scene-problems.svelte.ts';
import { SceneSession } from './scene-session.svelte.ts';
import { ScriptSession } from './script-session.svelte.ts';

type Options = {
	readonly documents: ProjectDocuments;
	readonly history: History;
	readonly canEdit: () => boolean;
	readonly prefabs: Prefabs;
	readonly project: ProjectDocument;
};

/** What screens use a project's documents by: one session a document, made when it is first asked for. */
export class DocumentSessions {
	#options: Options;
	#scenes = new Map<DocumentId, SceneSession>();
	#problems = new Map<DocumentId, SceneProblems>();
	#pages = new Map<DocumentId, PageSession>();
	#scripts = new Map<DocumentId, ScriptSession>();

	constructor(options: Options) {
		this.#options = options;
	}

	/** The scene or prefab, once its document is open; undefined before, and for what is neither. */
	scene(id: DocumentId): SceneSession | undefined {
		const { canEdit, history, prefabs } = this.#options;
		const make = (open: OpenDocument) => new SceneSession(open, canEdit, history, prefabs);
		return this.#session(id, 'scene', this.#scenes, make) ?? this.#session(id, 'prefab', this.#scenes, make);
	}

	/** What is wrong in a scene that is open. */
	problems(id: DocumentId): SceneProblems | undefined {
		const scene = this.scene(id);
		const known = this.#problems.get(id) ?? (scene && new SceneProblems(scene, this.#options.project));
		if (known) this.#problems.set(id, known);
		return known;
	}

	page(id: DocumentId): PageSession | undefined {
		return this.#session(id, 'page', this.#pages, (open) => new PageSession(open, this.#options.canEdit));
	}

	script(id: DocumentId): ScriptSession | undefined {
		const make = (open: OpenDocument) => new ScriptSession(open, this.#options.canEdit);
		return this.#session(id, 'script', this.#scripts, make);
	}

	/** Lets go of a document that no screen shows; the document itself stays open. */
	release(id: DocumentId): void {
		const scene = this.#scenes.get(id);
		// The others see nothing of it selected any more.
		scene?.select([]);
		scene?.dispose();
		this.#pages.get(id)?.dispose();
		this.#scripts.get(id)?.dispose();
		for (const sessions of [this.#scenes, this.#pages, this.#scripts, this.#problems]) sessions.delete(id);
	}

	dispose(): void {
		for (const sessions of [this.#scenes, this.#pages, this.#scripts])
			for (const session of sessions.values()) session.dispose();
	}

	#session<S>(
		id: DocumentId,
		kind: ContentKind,
		known: Map<DocumentId, S>,
		make: (open: OpenDocument) => S,
	): S | undefined {
		const existing = known.get(id);
		if (existing) return existing;
		const open = this.#options.documents.find(id, kind);
		if (!open) return undefined;
		const session = make(open);
		known.set(id, session);
		return session;
	}
}
