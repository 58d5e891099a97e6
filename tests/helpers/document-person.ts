import type * as Y from 'yjs';
import type { DocumentId } from '#lib/base/ids.ts';
import { isRemoved } from '#lib/doc/entity.ts';
import type { DocumentKind } from '#lib/doc/live-document.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { PrefabExpansion } from '#lib/doc/prefabs/prefab-expansion.ts';
import type { PrefabSources } from '#lib/doc/prefabs/prefab-source.ts';
import { SceneDocument, type SceneChanges } from '#lib/doc/scene.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import { History, type HistoryWrite, type Stacks, type StackName } from '#lib/editor/history.ts';
import type { Station } from './document-network.ts';
import type { DocumentWorld } from './document-world.ts';

type Reader = ProjectDocument | SceneDocument | ScriptDocument;

const NO_STACKS: Stacks = { undo: [], redo: [] };

/** A device's memory: what a reload begins with. */
export type Disk = { readonly states: ReadonlyMap<DocumentId, Uint8Array>; readonly stacks: string };

/** Someone with a replica of every document of the project and an undo of their own. */
export class Person implements Station {
	readonly name: string;
	readonly documents = new Map<DocumentId, LiveDocument>();
	/** Every replica they ever wrote with. */
	readonly clients = new Set<number>();
	/** The writes that their merges brought in: document and stamp. */
	readonly merged = new Set<string>();
	history: History;
	/** The lists of the history, as the device keeps them. */
	stacks: Stacks = NO_STACKS;
	online = true;
	/** What the device kept while away; a crash falls back to it. */
	disk: Disk | undefined;
	readonly #world: DocumentWorld;
	readonly #readers = new Map<DocumentId, Reader>();
	readonly #expansions = new Map<DocumentId, PrefabExpansion>();
	#receiving = false;

	constructor(world: DocumentWorld, name: string) {
		this.#world = world;
		this.name = name;
		this.history = this.#openHistory(NO_STACKS);
	}

	/** The document, opened if it was not. */
	open(id: DocumentId, state?: Uint8Array): LiveDocument {
		const known = this.documents.get(id);
		if (known) return known;
		const document = new LiveDocument(id, this.#world.kindOf(id));
		document.ydoc.clientID = this.#world.mintClient();
		document.author = this.name;
		this.clients.add(document.clientId);
		if (state) document.applyV2(state, 'storage');
		document.onUpdate(({ bytes, local }) => {
			if (!local) return;
			if (this.#receiving) throw new Error(`${this.name} wrote into ${id} because something arrived.`);
			this.#world.network.send(this.name, id, bytes);
		});
		document.onEdited((edited) => this.#world.ledger.note(this.name, edited, document));
		this.documents.set(id, document);
		const reader = readerOf(document);
		this.#readers.set(id, reader);
		if (reader instanceof SceneDocument) this.#expand(reader);
		else if (reader instanceof ProjectDocument) reader.onChange(() => this.#reconsiderPrefabs());
		this.history.watch(document);
		return document;
	}

	get project(): ProjectDocument {
		return this.#reader(this.#world.projectId, ProjectDocument);
	}

	scene(id: DocumentId): SceneDocument {
		return this.#reader(id, SceneDocument);
	}

	/** A scene or prefab with what its instances show, kept up with bit by bit. */
	expansion(id: DocumentId): PrefabExpansion {
		this.open(id);
		return this.#expansions.get(id) as PrefabExpansion;
	}

	script(id: DocumentId): ScriptDocument {
		return this.#reader(id, ScriptDocument);
	}

	/** Whether the document was taken off the project's list. */
	isGone(id: DocumentId): boolean {
		const rows = this.open(this.#world.projectId).ydoc.getMap<Y.Map<unknown>>('documents');
		return isRemoved(rows.get(id)?.get('removed'));
	}

	receive(documentId: DocumentId, bytes: Uint8Array): void {
		const document = this.open(documentId);
		this.#receiving = true;
		try {
			document.apply(bytes, 'network');
		} finally {
			this.#receiving = false;
		}
		this.#world.ledger.count('deliveries');
		if (document.hasPending()) this.#world.ledger.count('pending');
	}

	states(): ReadonlyMap<DocumentId, Uint8Array> {
		return new Map([...this.documents].map(([id, document]) => [id, document.stateVector()]));
	}

	answer(states: ReadonlyMap<DocumentId, Uint8Array>): ReadonlyMap<DocumentId, Uint8Array> {
		return new Map([...this.documents].map(([id, document]) => [id, document.encodeDiff(states.get(id))]));
	}

	save(): Disk {
		const states = [...this.documents].map(([id, document]) => [id, document.encodeState()] as const);
		return { states: new Map(states), stacks: JSON.stringify(this.stacks) };
	}

	/** The page is gone; another one opens what the device kept, as a new replica. */
	reload({ states, stacks } = this.save()): void {
		this.close();
		this.history = this.#openHistory(JSON.parse(stacks) as Stacks);
		for (const [id, state] of states) this.open(id, state);
	}

	close(): void {
		this.history.dispose();
		for (const reader of this.#readers.values()) reader.dispose();
		for (const document of this.documents.values()) document.destroy();
		this.#readers.clear();
		this.#expansions.clear();
		this.documents.clear();
	}

	readonly sources: PrefabSources = (id) => {
		const reader = this.#readers.get(id);
		if (!(reader instanceof SceneDocument) || reader.document.kind !== 'prefab') return undefined;
		return { snapshot: reader.snapshot, document: reader, removed: this.isGone(id) };
	};

	#expand(scene: SceneDocument): void {
		const { id, kind } = scene.document;
		const expansion = new PrefabExpansion(
			scene.snapshot,
			this.sources,
			kind === 'prefab' ? { self: id } : {},
		);
		const tellOthers = (changes?: SceneChanges) => {
			if (kind !== 'prefab') return;
			for (const [at, other] of this.#expansions) if (at !== id) other.sourceChanged(id, changes);
		};
		this.#expansions.set(id, expansion);
		tellOthers();
		scene.onChange((changes) => {
			if (changes.hierarchy) this.#world.ledger.noteHealed(changes.snapshot.hierarchy);
			expansion.sceneChanged(changes);
			tellOthers(changes);
		});
	}

	#reconsiderPrefabs(): void {
		for (const id of this.#world.documentsOf('prefab')) {
			for (const expansion of this.#expansions.values()) expansion.sourceChanged(id);
		}
	}

	#openHistory(stacks: Stacks): History {
		const isGone = (id: DocumentId) => this.isGone(id);
		const history = new History({ find: (id) => this.documents.get(id), isGone });
		this.stacks = stacks;
		history.load(stacks);
		history.onWrite((write) => (this.stacks = writeStacks(this.stacks, write)));
		return history;
	}

	#reader<R extends Reader>(id: DocumentId, kind: new (document: LiveDocument) => R): R {
		this.open(id);
		const reader = this.#readers.get(id);
		if (reader instanceof kind) return reader;
		throw new Error(`${this.name} has ${id} open as something else.`);
	}
}

function writeStacks(stacks: Stacks, { truncate, dropBefore, put }: HistoryWrite): Stacks {
	const write = (stack: StackName) => {
		const kept = stacks[stack].filter(
			({ index }) => index < (truncate[stack] ?? Infinity) && index >= (dropBefore[stack] ?? 0),
		);
		const rows = new Map(kept.map((row) => [row.index, row]));
		for (const { stack: to, ...row } of put) if (to === stack) rows.set(row.index, row);
		return [...rows.values()].sort((a, b) => a.index - b.index);
	};
	return { undo: write('undo'), redo: write('redo') };
}

/** A reader made anew. */
export function readerOf(document: LiveDocument): Reader {
	const KINDS: Readonly<Record<DocumentKind, new (document: LiveDocument) => Reader>> = {
		project: ProjectDocument,
		scene: SceneDocument,
		prefab: SceneDocument,
		script: ScriptDocument,
		page: ScriptDocument,
	};
	return new KINDS[document.kind](document);
}
