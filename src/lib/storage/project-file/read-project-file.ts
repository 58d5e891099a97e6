import { systemClock, type Clock } from '../../base/clock.ts';
import { hashAsset } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { countStructs } from '../../doc/count-structs.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { Breather } from './breather.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import { MANIFEST_NAME, parseManifest, type Manifest } from './manifest.ts';
import {
	PROJECT_FILE_LIMITS,
	type ProjectFile,
	type ProjectFileAsset,
	type ProjectFileDocument,
	type ProjectFileProblem,
} from './project-file.ts';
import { damaged, notAProject, ProjectFileRefusal, tooLarge, unsafe } from './project-file-refusal.ts';
import { readZipEntry } from './read-zip-entry.ts';
import { readZipDirectory, type ZipEntry } from './read-zip.ts';

/**
 * Reads and checks a whole `.rastudio` file: either everything in it is as it was written, or the error says what is
 * wrong. Nothing is kept anywhere; whether the project gets a new id is the caller's decision.
 */
export async function readProjectFile(
	file: Blob | Uint8Array<ArrayBuffer>,
	clock: Clock = systemClock,
): Promise<Result<ProjectFile, ProjectFileProblem>> {
	try {
		const source = openByteSource(file);
		return ok(
			await new ProjectFileReader(source, await readZipDirectory(source), new Breather(clock)).read(),
		);
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) return err(thrown.problem);
		// The file system's own: removed, changed or locked since it was chosen.
		if (thrown instanceof DOMException) return err(damaged(`it cannot be read (${thrown.message})`).problem);
		throw thrown;
	}
}

class ProjectFileReader {
	readonly #source: ByteSource;
	readonly #entries: ReadonlyMap<string, ZipEntry>;
	readonly #breather: Breather;

	constructor(source: ByteSource, entries: ReadonlyMap<string, ZipEntry>, breather: Breather) {
		this.#source = source;
		this.#entries = entries;
		this.#breather = breather;
	}

	async read(): Promise<ProjectFile> {
		const manifest = await this.#readManifest();
		this.#checkContents(manifest);
		const documents: ProjectFileDocument[] = [];
		for (const listed of manifest.documents) documents.push(await this.#readDocument(listed));
		const assets: ProjectFileAsset[] = [];
		for (const { hash, path } of manifest.assets) {
			assets.push({ hash, bytes: await this.#readHashed(path, hash) });
		}
		const { projectId, title, createdAt, exportedAt } = manifest;
		const thumbnail =
			manifest.thumbnail && (await this.#readHashed(manifest.thumbnail.path, manifest.thumbnail.sha256));
		return { projectId, title, createdAt, exportedAt, documents, assets, thumbnail };
	}

	async #readManifest(): Promise<Manifest> {
		const entry = this.#entries.get(MANIFEST_NAME);
		if (!entry) throw notAProject();
		checkSize(entry, PROJECT_FILE_LIMITS.manifest);
		return parseManifest(await readZipEntry(this.#source, entry, this.#breather));
	}

	/** Before anything large is unpacked: exactly what is listed is there, in the listed size, within the limits. */
	#checkContents({ documents, assets, thumbnail }: Manifest): void {
		const { document, asset, thumbnail: picture } = PROJECT_FILE_LIMITS;
		for (const { path, bytes } of documents) this.#checkListed(path, bytes, document);
		for (const { path, bytes } of assets) this.#checkListed(path, bytes, asset);
		if (thumbnail) this.#checkListed(thumbnail.path, thumbnail.bytes, picture);
		const listed = 1 + documents.length + assets.length + (thumbnail ? 1 : 0);
		if (this.#entries.size !== listed)
			throw unsafe('it contains parts that its table of contents does not list');
	}

	#checkListed(path: string, bytes: number, limit: number): void {
		const entry = this.#entries.get(path);
		if (!entry) throw damaged(`${path} is missing`);
		if (entry.size !== bytes) throw damaged(`${path} has ${entry.size} bytes instead of ${bytes}`);
		checkSize(entry, limit);
	}

	async #readDocument(listed: Manifest['documents'][number]): Promise<ProjectFileDocument> {
		const { id, kind, title, path, sha256 } = listed;
		const state = await this.#readHashed(path, sha256);
		checkDocument(path, new LiveDocument(id, kind), state);
		return { id, kind, title, state };
	}

	async #readHashed(path: string, hash: string): Promise<Uint8Array<ArrayBuffer>> {
		const entry = this.#entries.get(path);
		if (!entry) throw damaged(`${path} is missing`);
		const bytes = await readZipEntry(this.#source, entry, this.#breather);
		if ((await hashAsset(bytes)) !== hash) throw damaged(`${path} is not what its table of contents says`);
		return bytes;
	}
}

function checkSize({ name, size }: ZipEntry, limit: number): void {
	if (size > limit) throw tooLarge(`${name} has ${size} bytes, at most ${limit} are allowed`);
}

// A document may wait for a part that its device lost: refusing it would take the rest of the work along.
function checkDocument(path: string, document: LiveDocument, state: Uint8Array): void {
	try {
		if (countStructs(state) > PROJECT_FILE_LIMITS.structs) throw tooLarge(`${path} spells too many parts`);
		document.applyV2(state, 'storage');
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) throw thrown;
		throw damaged(`the document ${path} cannot be read`);
	}
	document.destroy();
}
