import { systemClock, type Clock } from '../../base/clock.ts';
import { hashAsset, type AssetHash } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import { statesInPlace, type WholeStates } from '../whole-states.ts';
import { Breather } from './breather.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import {
	MANIFEST_NAME,
	parseManifest,
	statePath,
	type ListedAsset,
	type ListedDocument,
	type Manifest,
} from './manifest.ts';
import {
	PROJECT_FILE_LIMITS,
	type ProjectFileDocument,
	type ProjectFileProblem,
	type ProjectFileVersion,
} from './project-file.ts';
import { asResult, damaged, notAProject, tooLarge, unsafe } from './project-file-refusal.ts';
import { openZipEntry, readZipEntry } from './read-zip-entry.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type ReadOptions = {
	readonly clock?: Clock;
	readonly signal?: AbortSignal | undefined;
	/** Who looks at documents before they are handed out; here and now when not given. */
	readonly states?: WholeStates;
};

/**
 * Opens a `.rastudio` file: its directory and its table of contents are checked whole, nothing else is read yet. What
 * is read from it later is as it was written, or the error says what is wrong.
 */
export function openProjectFile(
	file: Blob | Bytes | ByteSource,
	{ clock = systemClock, signal, states = statesInPlace }: ReadOptions = {},
): Promise<Result<OpenProjectFile, ProjectFileProblem>> {
	return asResult(async () => {
		const source = 'read' in file ? file : openByteSource(file);
		const breather = new Breather(clock);
		const entries = await readZipDirectory(source, breather, { signal });
		const entry = entries.get(MANIFEST_NAME);
		if (!entry) throw notAProject();
		checkSize(entry, PROJECT_FILE_LIMITS.manifest);
		const bytes = await readZipEntry(source, entry, breather);
		const manifest = parseManifest(bytes);
		checkContents(manifest, entries);
		return new OpenProjectFile(manifest, await hashAsset(bytes), {
			source,
			entries,
			breather,
			signal,
			states,
		});
	});
}

type Opened = {
	readonly source: ByteSource;
	readonly entries: ReadonlyMap<string, ZipEntry>;
	readonly breather: Breather;
	readonly signal: AbortSignal | undefined;
	readonly states: WholeStates;
};

/** A project file whose parts are read one at a time. */
export class OpenProjectFile {
	readonly manifest: Manifest;
	/** The sha-256 of its table of contents, which names every byte: equal files have equal keys. */
	readonly key: string;
	readonly #opened: Opened;

	constructor(manifest: Manifest, key: string, opened: Opened) {
		this.manifest = manifest;
		this.key = key;
		this.#opened = opened;
	}

	/** One document, which Yjs can read. */
	readDocument({
		id,
		kind,
		title,
		path,
		sha256,
	}: ListedDocument): Promise<Result<ProjectFileDocument, ProjectFileProblem>> {
		return asResult(async () => {
			const state = await this.#readHashed(path, sha256);
			await this.#judge(path, kind, state);
			return { id, kind, title, state };
		});
	}

	/** The bytes of an asset. Their hash is not compared yet: the asset store does, while it takes them in. */
	openAsset({ path }: ListedAsset): Promise<Result<Blob, ProjectFileProblem>> {
		const { source, breather, signal } = this.#opened;
		return asResult(() => openZipEntry(source, this.#entry(path), breather, signal));
	}

	/** What to say when its hash turned out to be another's. */
	refuseAsset({ path }: ListedAsset): ProjectFileProblem {
		return damaged(`${path} is not what its table of contents says`).problem;
	}

	readThumbnail(): Promise<Result<Bytes | null, ProjectFileProblem>> {
		const { thumbnail } = this.manifest;
		return asResult(async () => thumbnail && (await this.#readHashed(thumbnail.path, thumbnail.sha256)));
	}

	/** The versions of its history. */
	get versions(): readonly ProjectFileVersion[] {
		const listed = this.manifest.history?.versions ?? [];
		return listed.map(({ document, state, ...version }) => ({
			...version,
			documentId: document,
			hash: state,
		}));
	}

	/** The state of a version by its hash, which Yjs can read. */
	readState(hash: string, kind: DocumentKind): Promise<Result<Bytes, ProjectFileProblem>> {
		return asResult(async () => {
			const path = statePath(hash);
			const state = await this.#readHashed(path, hash as AssetHash);
			await this.#judge(path, kind, state);
			return state;
		});
	}

	async #readHashed(path: string, hash: AssetHash): Promise<Bytes> {
		const { source, breather } = this.#opened;
		const bytes = await readZipEntry(source, this.#entry(path), breather);
		if ((await hashAsset(bytes)) !== hash) throw damaged(`${path} is not what its table of contents says`);
		return bytes;
	}

	// A document may wait for a part that its device lost: refusing it would take the rest of the work along.
	async #judge(path: string, kind: DocumentKind, state: Bytes): Promise<void> {
		const verdict = await this.#opened.states.judge(kind, state, PROJECT_FILE_LIMITS.structs);
		if (verdict === 'too-large') throw tooLarge(`${path} spells too many parts`);
		if (verdict === 'unreadable') throw damaged(`the document ${path} cannot be read`);
	}

	#entry(path: string): ZipEntry {
		const entry = this.#opened.entries.get(path);
		if (!entry) throw damaged(`${path} is missing`);
		return entry;
	}
}

/** Before anything large is unpacked: exactly what is listed is there, in the listed size, within the limits. */
function checkContents(manifest: Manifest, entries: ReadonlyMap<string, ZipEntry>): void {
	const { documents, assets, thumbnail, history } = manifest;
	const { document, asset, thumbnail: picture } = PROJECT_FILE_LIMITS;
	const checkListed = (path: string, bytes: number, limit: number) => {
		const entry = entries.get(path);
		if (!entry) throw damaged(`${path} is missing`);
		if (entry.size !== bytes) throw damaged(`${path} has ${entry.size} bytes instead of ${bytes}`);
		checkSize(entry, limit);
	};
	const states = history?.states ?? [];
	for (const { path, bytes } of [...documents, ...states]) checkListed(path, bytes, document);
	for (const { path, bytes } of assets) checkListed(path, bytes, asset);
	if (thumbnail) checkListed(thumbnail.path, thumbnail.bytes, picture);
	const listed = 1 + documents.length + assets.length + states.length + (thumbnail ? 1 : 0);
	if (entries.size !== listed) throw unsafe('it contains parts that its table of contents does not list');
}

function checkSize({ name, size }: ZipEntry, limit: number): void {
	if (size > limit) throw tooLarge(`${name} has ${size} bytes, at most ${limit} are allowed`);
}
