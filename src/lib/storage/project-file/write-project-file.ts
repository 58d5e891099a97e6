import { systemClock, type Clock } from '../../base/clock.ts';
import { hashAsset, type AssetHash } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import { Breather } from './breather.ts';
import { BlobSink, type ByteSink } from './byte-sink.ts';
import {
	assetPath,
	documentPath,
	MANIFEST_FORMAT,
	MANIFEST_NAME,
	MANIFEST_VERSION,
	statePath,
	THUMBNAIL_PATH,
	type ListedAsset,
	type ListedDocument,
	type ListedHistory,
	type WrittenManifest,
} from './manifest.ts';
import {
	MAX_FILE_TITLE,
	PROJECT_FILE_LIMITS,
	PROJECT_FILE_TYPE,
	VERSION_1_LIMITS,
	type AssetToWrite,
	type DocumentToWrite,
	type ProjectFileContents,
	type ProjectFileProblem,
	type ProjectFileVersion,
	type TransferOptions,
	type WrittenProjectFile,
} from './project-file.ts';
import { asResult, excess, ProjectFileRefusal } from './project-file-refusal.ts';
import { writing, ZipWriter } from './zip-writer.ts';
import { FULL_32 } from './zip-layout.ts';

export type WriteOptions = TransferOptions & {
	readonly clock?: Clock;
	/** From this place on, places in the file are written in 64 bits. */
	readonly full?: number;
	/** Documents (ids), assets and states (hashes) without which nothing is written. */
	readonly needed?: ReadonlySet<string>;
};

/**
 * Writes a `.rastudio` file (docs/format.md), one document or piece of an asset in memory at a time. Refuses what no
 * reader would open again: a file that cannot be imported is no copy. When it fails, the sink keeps nothing.
 */
export async function writeProjectFile(
	contents: ProjectFileContents,
	sink: ByteSink,
	options: WriteOptions = {},
): Promise<Result<WrittenProjectFile, ProjectFileProblem>> {
	const written = await asResult(() => new ProjectFileWriter(contents, sink, options).write());
	// Whatever the sink has against ending early, nothing of it was to be seen.
	if (!written.ok) await sink.abort().catch(() => undefined);
	return written;
}

/** The same where there is no file to write to. */
export async function writeProjectBlob(
	contents: ProjectFileContents,
	options: WriteOptions = {},
): Promise<Result<WrittenProjectFile & { readonly blob: Blob }, ProjectFileProblem>> {
	const sink = new BlobSink();
	const written = await writeProjectFile(contents, sink, options);
	if (!written.ok) return written;
	return { ok: true, value: { ...written.value, blob: sink.take(PROJECT_FILE_TYPE) } };
}

/** What one document counts for in the progress: its size is known only when it is read. */
const DOCUMENT_WEIGHT = 64 * 1024;

class ProjectFileWriter {
	readonly #contents: ProjectFileContents;
	readonly #sink: ByteSink;
	readonly #zip: ZipWriter;
	readonly #options: WriteOptions;
	readonly #documents: ListedDocument[] = [];
	readonly #assets: ListedAsset[] = [];
	readonly #missingAssets: AssetHash[] = [];
	readonly #missingDocuments: string[] = [];
	#unpacked = 0;
	#largestAsset = 0;
	#done = 0;
	readonly #total: number;

	constructor(contents: ProjectFileContents, sink: ByteSink, options: WriteOptions) {
		const { signal, full, clock = systemClock } = options;
		this.#contents = contents;
		this.#sink = sink;
		this.#options = options;
		const breather = new Breather(clock);
		this.#zip = new ZipWriter({ sink, breather, signal, ...(full === undefined ? {} : { full }) });
		const { assets, documents, history } = contents;
		const pieces = documents.length + (history?.versions.length ?? 0) + 1;
		this.#total = assets.reduce((sum, { bytes }) => sum + bytes, 0) + pieces * DOCUMENT_WEIGHT;
	}

	async write(): Promise<WrittenProjectFile> {
		const { documents, thumbnail, history, rest } = this.#contents;
		this.#checkCount(documents.length + this.#contents.assets.length);
		for (const document of documents) await this.#addDocument(document);
		const later = rest ? await orUnreadable(rest) : null;
		for (const document of later?.documents ?? []) await this.#addDocument(document);
		const { assets } = later ?? this.#contents;
		for (const asset of assets) await this.#addAsset(asset);
		const past = history && (await this.#addHistory(history));
		const picture = thumbnail && (await this.#addThumbnail(thumbnail));
		const manifest = encodeJson(this.#manifest(past, picture));
		this.#checkRoom(manifest.length, PROJECT_FILE_LIMITS.manifest, 'The list of what is in the project');
		await this.#zip.add(MANIFEST_NAME, manifest, true);
		await this.#zip.finish();
		await writing(() => this.#sink.close());
		this.#advance(this.#total - this.#done);
		const missingVersions = (history?.versions.length ?? 0) - (past?.versions.length ?? 0);
		const [missingDocuments, missingAssets] = [this.#missingDocuments, this.#missingAssets];
		return { bytes: this.#zip.size, missingDocuments, missingAssets, missingVersions };
	}

	async #addDocument({ id, kind, title, read }: DocumentToWrite): Promise<void> {
		const state = await orUnreadable(read);
		this.#advance(DOCUMENT_WEIGHT);
		if (!state) {
			this.#checkNeed(id, `“${title}”`);
			this.#missingDocuments.push(title);
			return;
		}
		this.#checkRoom(state.length, PROJECT_FILE_LIMITS.document, `“${title}”`);
		const bytes = state.slice();
		const path = documentPath(id);
		const sha256 = await hashAsset(bytes);
		await this.#zip.add(path, bytes, true);
		this.#documents.push({ id, kind, title: fitTitle(title), path, sha256, bytes: bytes.length });
	}

	async #addAsset({ hash, bytes, open }: AssetToWrite): Promise<void> {
		const blob = await orUnreadable(open);
		if (!blob) {
			this.#checkNeed(hash, `The asset ${hash.slice(0, 8)}…`);
			this.#missingAssets.push(hash);
			this.#advance(bytes);
			return;
		}
		this.#checkRoom(blob.size, PROJECT_FILE_LIMITS.asset, `The asset ${hash.slice(0, 8)}…`);
		const path = assetPath(hash);
		await this.#zip.addBlob(path, blob, (written) => this.#advance(written));
		this.#assets.push({ hash, path, bytes: blob.size });
		this.#largestAsset = Math.max(this.#largestAsset, blob.size);
	}

	async #addHistory({ versions, open }: NonNullable<ProjectFileContents['history']>): Promise<ListedHistory> {
		const states = new Map<AssetHash, ListedHistory['states'][number]>();
		const kept: ProjectFileVersion[] = [];
		for (const version of versions) {
			const hash = version.hash as AssetHash;
			const state = states.has(hash) ? null : await orUnreadable(() => open(hash));
			if (!state && !states.has(hash)) this.#checkNeed(hash, 'A version of it');
			if (state) {
				this.#checkRoom(state.length, PROJECT_FILE_LIMITS.document, 'A version of the project');
				await this.#zip.add(statePath(hash), state.slice(), true);
				states.set(hash, { hash, path: statePath(hash), bytes: state.length });
			}
			if (states.has(hash)) kept.push(version);
			this.#advance(DOCUMENT_WEIGHT);
		}
		return { versions: kept.map(listVersion), states: [...states.values()] };
	}

	async #addThumbnail(picture: Uint8Array<ArrayBuffer>): Promise<WrittenManifest['thumbnail']> {
		this.#checkRoom(picture.length, PROJECT_FILE_LIMITS.thumbnail, 'The picture of the project');
		await this.#zip.add(THUMBNAIL_PATH, picture, false);
		return { path: THUMBNAIL_PATH, sha256: await hashAsset(picture), bytes: picture.length };
	}

	#manifest(history: ListedHistory | null, thumbnail: WrittenManifest['thumbnail']): WrittenManifest {
		const { scope, main, projectId, title, createdAt, exportedAt } = this.#contents;
		const [documents, assets] = [this.#documents, this.#assets];
		const first = { format: MANIFEST_FORMAT, version: 1, app: 'RaStudios' } as const;
		const head = {
			projectId,
			title: fitTitle(title),
			createdAt: fitTime(createdAt),
			exportedAt: fitTime(exportedAt),
		};
		const isPlain = scope === 'project' && history === null;
		const plain: WrittenManifest = { ...first, ...head, documents, assets, thumbnail };
		if (isPlain && this.#fitsVersion1(encodeJson(plain).length)) return plain;
		return {
			...{ ...first, version: MANIFEST_VERSION },
			...{ scope, main },
			...head,
			...{ documents, assets, thumbnail, history },
		};
	}

	/** What an older reader opens is written as such, so that it does. */
	#fitsVersion1(manifestBytes: number): boolean {
		const { entries, manifest, asset, total } = VERSION_1_LIMITS;
		const { full = FULL_32 } = this.#options;
		return (
			this.#zip.entries < entries &&
			manifestBytes <= manifest &&
			this.#largestAsset <= asset &&
			this.#unpacked + manifest <= total &&
			this.#zip.size + manifest < full
		);
	}

	#checkNeed(name: string, what: string): void {
		if (this.#options.needed?.has(name))
			throw new ProjectFileRefusal('incomplete', `${what} is not on this device.`);
	}

	#checkRoom(bytes: number, limit: number, what: string): void {
		const { total, manifest } = PROJECT_FILE_LIMITS;
		if (bytes > limit)
			throw excess(`${what} is too large for a project file (${bytes} of ${limit} bytes at most).`);
		this.#checkCount(1);
		this.#unpacked += bytes;
		if (this.#unpacked + manifest > total)
			throw excess(`This is too large for one file (${total} bytes at most). Remove unused assets.`);
	}

	#checkCount(more: number): void {
		const { entries } = PROJECT_FILE_LIMITS;
		if (this.#zip.entries + more > entries)
			throw excess(`A project file holds ${entries} parts, and this has more. Remove unused assets.`);
	}

	#advance(by: number): void {
		this.#done = Math.min(this.#done + by, this.#total);
		this.#options.onProgress?.({ done: this.#done, total: this.#total });
	}
}

async function orUnreadable<T>(read: () => Promise<Result<T, { readonly message: string }>>): Promise<T> {
	const found = await read();
	if (!found.ok) throw new ProjectFileRefusal('unreadable', found.error.message);
	return found.value;
}

function listVersion(version: ProjectFileVersion): ListedHistory['versions'][number] {
	const { documentId, hash, label, author, createdAt, assets, ...rest } = version;
	return {
		...{ document: documentId, kind: rest.kind, createdAt: fitTime(createdAt) },
		author: { id: fitTitle(author.id), name: fitTitle(author.name) },
		label: label === null ? null : fitTitle(label),
		...{ reason: rest.reason, schema: fitTime(rest.schema) },
		...{ state: hash as AssetHash, assets: [...assets] },
	};
}

// They come out of documents that anybody may have written to; the file must open again whatever they say.
const fitTitle = (title: string): string => title.slice(0, MAX_FILE_TITLE);
const fitTime = (time: number): number => (Number.isSafeInteger(time) && time > 0 ? time : 0);

const encodeJson = (manifest: WrittenManifest) =>
	new TextEncoder().encode(JSON.stringify(manifest, null, '\t'));
