import { mintProjectId, type AssetHash, type DocumentId, type ProjectId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { assetsOf } from '../../doc/diff/assets-of.ts';
import { extractProject } from '../../doc/extract-project.ts';
import type { LiveDocument } from '../../doc/live-document.ts';
import type { DocumentEntry, ProjectDocument } from '../../doc/project.ts';
import { documentsNamedBy } from '../../doc/rename-documents.ts';
import type { History } from '../../editor/history.ts';
import { m } from '../../paraglide/messages.js';
import { indexDocumentId } from '../../protocol/address.ts';
import type { ProjectFileContents, TransferOptions } from '../../storage/project-file/project-file.ts';
import { latePart } from '../late-part.ts';
import type { DeviceParts } from '../parts.ts';
import type { ProjectDocuments } from '../project-documents.ts';
import type { ExportedProject } from './export-blob.ts';
import { assetsToWrite, historyToWrite, type ExportChoice } from './export-contents.ts';
import type { SavedProject } from './save-in-place.ts';
import type { TransferProblem } from './transfer-problem.ts';

export type DocumentTransferOptions = {
	readonly parts: DeviceParts;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly history: History;
	readonly canEdit: () => boolean;
};

/** Scenes and prefabs of an open project as files of their own: out with all they need, and in from elsewhere. */
export class DocumentTransfer {
	readonly #options: DocumentTransferOptions;

	constructor(options: DocumentTransferOptions) {
		this.#options = options;
	}

	/** A scene or prefab with the prefabs, scripts and assets it takes to show it, as a project of its own. */
	async contents(
		id: DocumentId,
		{ history = false }: ExportChoice = {},
	): Promise<Result<ProjectFileContents, TransferProblem>> {
		const { parts, documents } = this.#options;
		const needed = this.#needed(id);
		const [main] = needed;
		if (!main || (main.entry.kind !== 'scene' && main.entry.kind !== 'prefab'))
			return err({ reason: 'gone', message: m.files_document_gone() });
		const projectId = mintProjectId();
		const { title, kind: scope } = main.entry;
		const exportedAt = parts.clock.now();
		const assets = this.#assetsOf(needed.map(({ document }) => document));
		const entries = needed.map(({ entry }) => entry);
		const part = { title, createdAt: exportedAt, documents: entries, assets };
		const index = extractProject(indexDocumentId(projectId), part);
		const state = index.encodeState();
		index.destroy();
		const storedAs = documents.storedAs(id) ?? id;
		// In one turn with what was looked at above: what comes to them later may need more than that.
		const states = new Map(needed.map(({ entry, document }) => [entry.id, document.encodeState()]));
		const past = history ? await parts.storage.versions.readProject(this.#options.projectId) : ok([]);
		if (!past.ok) return past;
		const versions = past.value.filter(({ documentId }) => documentId === storedAs);
		const named = versions.map((version) => ({ ...version, documentId: id }));
		return ok({
			...{ scope, main: id, projectId, title, createdAt: exportedAt, exportedAt, thumbnail: null },
			documents: [
				{ id: index.id, kind: 'project', title, read: () => Promise.resolve(ok(state)) },
				...needed.map(({ entry }) => ({
					...{ id: entry.id, kind: entry.kind, title: entry.title },
					read: () => Promise.resolve(ok(states.get(entry.id) ?? null)),
				})),
			],
			assets: assetsToWrite(parts.storage, assets, named),
			history: history ? historyToWrite(parts.storage, named) : null,
		});
	}

	/** The same as one `.rastudio` file, for a download. */
	async export(
		id: DocumentId,
		options: ExportChoice & TransferOptions = {},
	): Promise<Result<ExportedProject, TransferProblem>> {
		const { exportBlob } = await import('./export-blob.ts');
		return exportBlob(await this.contents(id, options), { ...options, clock: this.#options.parts.clock });
	}

	/** The same to a file the person chose. */
	async saveTo(
		id: DocumentId,
		handle: FileSystemFileHandle,
		options: ExportChoice & TransferOptions = {},
	): Promise<Result<SavedProject, TransferProblem>> {
		const { writeTo } = await import('./save-in-place.ts');
		const contents = await this.contents(id, options);
		if (!contents.ok) return contents;
		return writeTo(handle, contents.value, { ...options, clock: this.#options.parts.clock });
	}

	/** Takes the scene or prefab of a file into this project, under ids of its own; returns its id. One gesture. */
	async import(file: Blob, options: TransferOptions = {}): Promise<Result<DocumentId, TransferProblem>> {
		if (!this.#options.canEdit()) return err({ reason: 'read-only', message: m.projects_read_only() });
		const part = await latePart(import('./import-document.ts'));
		if (!part) return err({ reason: 'gone', message: m.commands_missing() });
		return part.importDocument(this.#options, file, options);
	}

	/** The document first, then what it names, and what those name. */
	#needed(id: DocumentId): { readonly entry: DocumentEntry; readonly document: LiveDocument }[] {
		const { documents, project } = this.#options;
		const { allDocuments } = project.snapshot;
		const parts = [...allDocuments.values()].filter(({ kind }) => kind === 'prefab' || kind === 'script');
		const known = new Set(parts.map((entry) => entry.id));
		const ids = new Set([id]);
		const needed: { entry: DocumentEntry; document: LiveDocument }[] = [];
		for (const each of ids) {
			const entry = allDocuments.get(each);
			const document = documents.get(each)?.document;
			if (!entry || !document) continue;
			needed.push({ entry, document });
			for (const named of documentsNamedBy(document, known)) ids.add(named);
		}
		return needed;
	}

	#assetsOf(documents: readonly LiveDocument[]) {
		const { assets } = this.#options.project.snapshot;
		const hashes = new Set<AssetHash>(documents.flatMap((document) => assetsOf(document)));
		return [...assets.values()].filter(({ hash }) => hashes.has(hash));
	}
}
