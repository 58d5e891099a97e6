import type { AssetHash, DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { DeviceStorage, NewDocument } from '../../storage/ports.ts';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';
import type { OpenProjectFile } from '../../storage/project-file/read-project-file.ts';
import { copyDocument, nameCopies, type DocumentNames, type DocumentState } from '../project-copy.ts';
import type { TransferProblem } from './transfer-problem.ts';

const CANCELLED: TransferProblem = { reason: 'cancelled', message: 'Stopped, as you asked.' };

/** Brings the parts of an open project file onto this device, one at a time, and says how far that is. */
export class ImportSteps {
	readonly #storage: DeviceStorage;
	readonly #file: OpenProjectFile;
	readonly #options: TransferOptions;
	readonly #total: number;
	#done = 0;

	constructor(storage: DeviceStorage, file: OpenProjectFile, options: TransferOptions) {
		const { documents, assets, history } = file.manifest;
		this.#storage = storage;
		this.#file = file;
		this.#options = options;
		const all = [...documents, ...assets, ...(history?.states ?? [])];
		this.#total = all.reduce((sum, { bytes }) => sum + bytes, 1);
	}

	/** Stops where it was asked to. */
	get stopped(): TransferProblem | null {
		return this.#options.signal?.aborted ? CANCELLED : null;
	}

	/** One document as it is in the file. */
	async document(id: DocumentId): Promise<Result<DocumentState, TransferProblem>> {
		const listed = this.#file.manifest.documents.find((document) => document.id === id);
		if (this.stopped) return err(this.stopped);
		if (!listed) return err({ reason: 'damaged', message: `The file is damaged: ${id} is missing.` });
		const read = await this.#file.readDocument(listed);
		if (read.ok) this.#advance(listed.bytes);
		return read;
	}

	/** A document under the names of the copies. */
	copy(document: DocumentState, names: DocumentNames): Promise<NewDocument> {
		return copyDocument(document, names, this.#storage.states);
	}

	/** All assets, each compared with its hash before it is kept. One that is here already counts as stored again. */
	async assets(): Promise<Result<void, TransferProblem>> {
		for (const listed of this.#file.manifest.assets) {
			if (this.stopped) return err(this.stopped);
			const { hash, bytes } = listed;
			const before = this.#done;
			const opened = await this.#file.openAsset(listed);
			if (!opened.ok) return opened;
			await this.#setAsideDamaged(hash);
			const kept = await this.#keep(hash, opened.value);
			if (!kept.ok) return kept.error.reason === 'differs' ? err(this.#file.refuseAsset(listed)) : kept;
			this.#done = before;
			this.#advance(bytes);
		}
		return ok();
	}

	/** Opening verifies, and sets aside what is damaged: what is kept then are the bytes of the file. */
	async #setAsideDamaged(hash: AssetHash): Promise<void> {
		const { signal } = this.#options;
		await this.#storage.assets.open(hash, signal ? { signal } : {});
	}

	#keep(hash: AssetHash, blob: Blob) {
		const { signal } = this.#options;
		const before = this.#done;
		return this.#storage.assets.putFile(blob, {
			expected: hash,
			...(signal ? { signal } : {}),
			onProgress: (bytes) => {
				this.#done = before;
				this.#advance(bytes);
			},
		});
	}

	/**
	 * Earlier states, under the names of the copies, or under what `stored` says those are kept as. Those of documents
	 * that are not in the file are left out.
	 */
	async history(
		projectId: ProjectId,
		names: Map<DocumentId, DocumentId>,
		stored: DocumentNames = names,
	): Promise<Result<readonly VersionId[], TransferProblem>> {
		const kept: VersionId[] = [];
		const taken = await this.#takeHistory(projectId, names, stored, kept);
		if (taken.ok) return ok(kept);
		await this.#storage.versions.removeMany(kept);
		return taken;
	}

	async #takeHistory(
		projectId: ProjectId,
		names: Map<DocumentId, DocumentId>,
		stored: DocumentNames,
		kept: VersionId[],
	): Promise<Result<void, TransferProblem>> {
		for (const { hash, documentId, ...version } of this.#file.versions) {
			if (this.stopped) return err(this.stopped);
			const copyId = stored.get(documentId);
			if (copyId === undefined) continue;
			const read = await this.#file.readState(hash, version.kind);
			if (!read.ok) return read;
			// An earlier index may name documents that are gone since: those of another project must stay strangers.
			if (version.kind === 'project') addNames(names, nameCopies(read.value, []));
			const found = { id: documentId, kind: version.kind, state: read.value };
			const { state } = await this.copy(found, names);
			const added = await this.#storage.versions.add({ ...version, projectId, documentId: copyId }, state);
			kept.push(added.version.id);
			const problem = storageProblem(this.#storage);
			if (problem) return err(problem);
		}
		for (const { bytes } of this.#file.manifest.history?.states ?? []) this.#advance(bytes);
		return ok();
	}

	#advance(by: number): void {
		this.#done = Math.min(this.#done + by, this.#total);
		this.#options.onProgress?.({ done: this.#done, total: this.#total });
	}
}

function addNames(names: Map<DocumentId, DocumentId>, more: DocumentNames): void {
	for (const [id, copyId] of more) if (!names.has(id)) names.set(id, copyId);
}

/** What keeps this device from taking more. Where storage is denied altogether, everything is for this visit only. */
export function storageProblem({ health }: DeviceStorage): TransferProblem | null {
	return health.kind === 'failing' && health.problem.reason !== 'denied' ? health.problem : null;
}

/** Writes documents of a project that is not listed yet, a few at a time. */
export class DocumentWriter {
	readonly #storage: DeviceStorage;
	readonly #projectId: ProjectId;
	#pending: Promise<boolean>[] = [];
	#bytes = 0;

	constructor(storage: DeviceStorage, projectId: ProjectId) {
		this.#storage = storage;
		this.#projectId = projectId;
	}

	async write({ id, kind, state }: NewDocument): Promise<TransferProblem | null> {
		const { documents } = this.#storage;
		this.#pending.push(documents.append({ id, kind, projectId: this.#projectId, update: state }));
		this.#bytes += state.length;
		return this.#bytes < BATCH_BYTES ? null : this.flush();
	}

	/** Resolves when what was written is durable, or to why it cannot be. */
	async flush(): Promise<TransferProblem | null> {
		const pending = this.#pending;
		this.#pending = [];
		this.#bytes = 0;
		await Promise.all(pending);
		return storageProblem(this.#storage);
	}
}

const BATCH_BYTES = 4 * 1024 * 1024;
