import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { clipText } from '../base/clip-text.ts';
import { Emitter } from '../base/emitter.ts';
import { isId, mintDocumentId, type AssetHash, type DocumentId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import {
	compareOrder,
	isOrderKey,
	orderKeyBetween,
	orderKeysBetween,
	type OrderKey,
} from '../base/order-key.ts';
import { systemRandom, type Random } from '../base/random.ts';
import { err, ok } from '../base/result.ts';
import { FOLDERS, readFolders, type AssetFolders } from './asset-folders.ts';
import {
	assetFact,
	assetRegister,
	ASSETS,
	parseAssetName,
	readAssetEntry,
	readAssets,
	type AssetEntry,
} from './asset-list.ts';
import { nameOfAuthor } from './authors.ts';
import { quote, refuse } from './commands/check.ts';
import type { CommandResult } from './commands/command.ts';
import { isRemoved } from './entity.ts';
import {
	CONTENT_KINDS,
	isContentKind,
	type ContentKind,
	type EditLabel,
	type LiveDocument,
} from './live-document.ts';
import { readProjectSettings, type ProjectSettings } from './project-settings.ts';
import { authorOf, readStamp, type RegisterEdit } from './registers.ts';
import { renameDocuments } from './rename-documents.ts';

export type { AssetEntry } from './asset-list.ts';

/** A document of the project as its index lists it. */
export type DocumentEntry = {
	readonly id: DocumentId;
	readonly kind: ContentKind;
	readonly title: string;
	readonly order: OrderKey;
	readonly removed: boolean;
};

export type ProjectSnapshot = {
	readonly title: string;
	readonly createdAt: number;
	/** Without the removed ones, in order. */
	readonly documents: readonly DocumentEntry[];
	/** By id, with those that were taken out of the list and can be put back. */
	readonly allDocuments: ReadonlyMap<DocumentId, DocumentEntry>;
	/** All that scenes may name, with those that were taken off the list. */
	readonly assets: ReadonlyMap<AssetHash, AssetEntry>;
	/** Those people choose from. */
	readonly listedAssets: ReadonlyMap<AssetHash, AssetEntry>;
	readonly folders: AssetFolders;
	readonly settings: ProjectSettings;
};

const SETTINGS = 'settings';
const DOCUMENTS = 'documents';

export const MAX_TITLE_LENGTH = 120;
const DEFAULT_TITLE = 'Untitled project';
const DEFAULT_TITLES: Readonly<Record<ContentKind, string>> = {
	scene: 'Scene',
	prefab: 'Prefab',
	script: 'Script',
	page: 'Page',
};

type EntryMap = Y.Map<JsonValue>;

/** A project's index: its title, which documents it has, which assets they use. */
export class ProjectDocument {
	readonly document: LiveDocument;
	#settings: Y.Map<JsonValue>;
	#documents: Y.Map<EntryMap>;
	#assets: Y.Map<JsonValue>;
	#folders: Y.Map<EntryMap>;
	#snapshot: ProjectSnapshot;
	#changed = new Emitter<ProjectSnapshot>();
	#disposer = new Disposer();

	constructor(document: LiveDocument) {
		this.document = document;
		this.#settings = document.ydoc.getMap<JsonValue>(SETTINGS);
		this.#documents = document.ydoc.getMap<EntryMap>(DOCUMENTS);
		this.#assets = document.ydoc.getMap<JsonValue>(ASSETS);
		this.#folders = document.ydoc.getMap<EntryMap>(FOLDERS);
		this.#snapshot = this.#read();
		const refresh = () => {
			this.#snapshot = this.#read();
			this.#changed.emit(this.#snapshot);
		};
		document.ydoc.on('afterTransaction', refresh);
		this.#disposer.add(() => document.ydoc.off('afterTransaction', refresh));
	}

	get snapshot(): ProjectSnapshot {
		return this.#snapshot;
	}

	/** Any document the index knows, removed ones included. */
	find(id: DocumentId): DocumentEntry | undefined {
		return readDocumentEntry(id, this.#documents.get(id));
	}

	/** The name a person gave an asset; undefined while it goes by its file's. */
	givenName(hash: AssetHash): string | undefined {
		return parseAssetName(this.#assets.get(assetFact(hash, 'name').key));
	}

	/** Who brought an asset in, by the name they called themselves; undefined where nobody said. */
	importerOf(hash: AssetHash): string | undefined {
		const { ydoc } = this.document;
		const author = authorOf(readStamp(this.#assets, hash));
		return author === null ? undefined : nameOfAuthor(ydoc, author);
	}

	onChange(listener: (snapshot: ProjectSnapshot) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Writes what a new project begins with. Only whoever mints the project's id may call this. */
	create(title: string, createdAt: number): void {
		this.document.edit('create', 'import', (edit) => {
			edit.set(setting('title'), parseTitle(title) ?? DEFAULT_TITLE);
			edit.set(setting('createdAt'), createdAt);
		});
	}

	rename(text: string): CommandResult {
		const title = checkTitle(text, 'project');
		if (!title.ok) return title;
		return this.#edit('rename', (edit) => edit.set(setting('title'), title.value));
	}

	/** Lists a new document at the end and returns its id; its content is the caller's to write. */
	addDocument(kind: ContentKind, text: string, random: Random = systemRandom): CommandResult<DocumentId> {
		if (!isContentKind(kind)) {
			const message = `A document is one of ${CONTENT_KINDS.join(', ')}, but this was to be ${quote(kind)}.`;
			return err({ reason: 'invalid-value', message });
		}
		const title = checkTitle(text, kind);
		if (!title.ok) return title;
		const id = mintDocumentId();
		const order = orderKeyBetween(this.#snapshot.documents.at(-1)?.order ?? null, null, random);
		const edited = this.#edit('add', (edit) => {
			edit.create(DOCUMENTS, id, { kind, title: title.value, order });
		});
		return edited.ok ? ok(id) : edited;
	}

	/**
	 * Lists documents that come from elsewhere at the end, as deleted: they are put back when their content is here.
	 * Nobody's gesture, and nothing to be seen yet.
	 */
	addAside(
		documents: readonly Pick<DocumentEntry, 'id' | 'kind' | 'title'>[],
		random: Random = systemRandom,
	): CommandResult {
		const last = this.#snapshot.documents.at(-1)?.order ?? null;
		const orders = orderKeysBetween(last, null, documents.length, random);
		const edited = this.document.edit('import', 'import', (edit) => {
			documents.forEach(({ id, kind, title }, at) => {
				const order = orders[at] ?? 'a0';
				edit.create(DOCUMENTS, id, { kind, title: title.toWellFormed(), order, removed: true });
			});
		});
		return edited.ok ? ok() : edited;
	}

	renameDocument(id: DocumentId, text: string): CommandResult {
		const title = checkTitle(text, 'document');
		return title.ok ? this.#setInEntry('rename', id, 'title', title.value) : title;
	}

	/** Takes a document out of the list, or puts it back; its content stays either way. */
	setDocumentRemoved(id: DocumentId, removed: boolean): CommandResult {
		if (typeof removed !== 'boolean')
			return err(refuse(`A document is removed (true) or not (false), but this was ${quote(removed)}.`));
		return this.#setInEntry(removed ? 'delete' : 'put-back', id, 'removed', removed || undefined);
	}

	/** Lists every document under a new id, wherever the index names it: a copy shares nothing with its original. */
	rekeyDocuments(ids: ReadonlyMap<DocumentId, DocumentId>): CommandResult {
		const { refusal } = this.document;
		if (refusal) return err(refusal);
		renameDocuments(this.document, ids);
		return ok();
	}

	addAsset(asset: AssetEntry): CommandResult {
		const entry = readAssetEntry(asset?.hash, asset);
		if (!entry) {
			const rule = 'an asset has the hash of its bytes, a name, a type (model or image) and a size';
			return err(refuse(`This cannot be listed, as ${rule}, but was ${quote(asset)}.`));
		}
		const { hash, ...facts } = entry;
		const name = clipText(entry.name, MAX_TITLE_LENGTH).toWellFormed();
		// No gesture of a person: undoing what was made with it must not take it from others who use it by now.
		const edited = this.document.edit('add-asset', 'import', (edit) => {
			edit.set(assetRegister(hash), { ...facts, name });
			edit.set(assetFact(hash, 'removed'), undefined);
		});
		return edited.ok ? ok() : edited;
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#edit(label: EditLabel, recipe: (edit: RegisterEdit) => void): CommandResult {
		const edited = this.document.edit(label, 'edit', recipe);
		return edited.ok ? ok() : edited;
	}

	#setInEntry(label: EditLabel, id: DocumentId, key: string, value: JsonValue | undefined): CommandResult {
		if (!((this.#documents.get(id) as unknown) instanceof Y.Map))
			return err({ reason: 'not-found', message: 'That document is not in this project any more.' });
		return this.#edit(label, (edit) => edit.set({ table: DOCUMENTS, row: id, key }, value));
	}

	#read(): ProjectSnapshot {
		const entries: DocumentEntry[] = [];
		for (const [id, map] of this.#documents) {
			const entry = readDocumentEntry(id, map);
			if (entry) entries.push(entry);
		}
		entries.sort((a, b) => compareOrder(a.order, a.id, b.order, b.id));
		const assets = readAssets(this.#assets);
		const listedAssets = new Map([...assets].filter(([, { removed }]) => !removed));
		const createdAt = this.#settings.get('createdAt');
		return Object.freeze({
			title: parseTitle(this.#settings.get('title')) ?? DEFAULT_TITLE,
			createdAt: typeof createdAt === 'number' ? createdAt : 0,
			documents: Object.freeze(entries.filter(({ removed }) => !removed)),
			allDocuments: new Map(entries.map((entry) => [entry.id, entry])),
			assets,
			listedAssets,
			settings: readProjectSettings(this.#settings),
			folders: readFolders(this.#folders, this.#assets, listedAssets.values()),
		});
	}
}

/** The documents that are to be open: those listed, and deleted prefabs, which still serve their instances. */
export function documentsInUse({ documents, allDocuments }: ProjectSnapshot): readonly DocumentEntry[] {
	const prefabs = [...allDocuments.values()].filter(({ kind, removed }) => kind === 'prefab' && removed);
	return [...documents, ...prefabs];
}

export function parseTitle(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const title = clipText(value.trim(), MAX_TITLE_LENGTH);
	return title === '' ? undefined : title;
}

/** A title as it will be written: of a project, a document, a version. */
export function checkTitle(text: string, what: string): CommandResult<string> {
	const title = parseTitle(text);
	const no = (message: string) => err(refuse(message));
	if (title === undefined) return no(`The title of a ${what} needs at least one visible character.`);
	const { length } = text.trim();
	if (!title.isWellFormed())
		return no(`The title of a ${what} must consist of whole characters, but ${quote(text)} has half of one.`);
	if (length <= MAX_TITLE_LENGTH) return ok(title);
	return no(`The title of a ${what} has at most ${MAX_TITLE_LENGTH} characters, but this has ${length}.`);
}

const setting = (key: string) => ({ table: SETTINGS, row: '', key });

function readDocumentEntry(id: string, map: unknown): DocumentEntry | undefined {
	if (!isId(id) || !(map instanceof Y.Map)) return undefined;
	const kind: unknown = map.get('kind');
	if (!isContentKind(kind)) return undefined;
	const order: unknown = map.get('order');
	return Object.freeze({
		id: id as DocumentId,
		kind,
		title: parseTitle(map.get('title')) ?? DEFAULT_TITLES[kind],
		order: isOrderKey(order) ? order : 'a0',
		removed: isRemoved(map.get('removed')),
	});
}
