import type { AssetHash, DocumentId, ProjectId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { LiveDocument, type DocumentKind } from '../../doc/live-document.ts';
import { ProjectDocument, type AssetEntry } from '../../doc/project.ts';
import { m } from '../../paraglide/messages.js';
import { indexDocumentId } from '../../protocol/address.ts';
import type { DeviceStorage, VersionInfo } from '../../storage/ports.ts';
import type {
	AssetToWrite,
	DocumentToWrite,
	HistoryToWrite,
	ProjectFileContents,
} from '../../storage/project-file/project-file.ts';
import type { DeviceParts } from '../parts.ts';
import type { TransferProblem } from './transfer-problem.ts';

export type ExportChoice = {
	/** With the versions this device keeps: who made them, when, and their states. */
	readonly history?: boolean | undefined;
};

/** All of a project, as this device has it, to be written one piece at a time. */
export async function projectContents(
	{ storage, clock }: DeviceParts,
	projectId: ProjectId,
	{ history = false }: ExportChoice,
): Promise<Result<ProjectFileContents, TransferProblem>> {
	const gone: TransferProblem = { reason: 'gone', message: m.projects_gone() };
	const entry = await storage.projects.get(projectId);
	if (!entry) return err(gone);
	const infos = await storage.documents.list(projectId);
	const index = await storage.documents.readState(indexDocumentId(projectId), projectId);
	if (!index.ok) return index;
	if (!index.value) return err(gone);
	// The list of documents answers with what it knows when the database does not: a copy of that would be none.
	if (!infos.some(({ id }) => id === indexDocumentId(projectId)))
		return err({ reason: 'unreadable', message: m.files_list_unreadable() });
	const { title, createdAt, assets, listed, titleOf } = readIndex(projectId, index.value);
	const kinds = new Map([...listed, ...infos].map(({ id, kind }) => [id, kind]));
	kinds.delete(indexDocumentId(projectId));
	const past = history ? await storage.versions.readProject(projectId) : ok([]);
	if (!past.ok) return past;
	const versions = past.value;
	const toWrite = (id: DocumentId, kind: DocumentKind, called: string): DocumentToWrite => ({
		...{ id, kind, title: called },
		read: () => storage.documents.readState(id, projectId),
	});
	return ok({
		...{ scope: 'project', main: null, projectId, title, createdAt },
		exportedAt: clock.now(),
		thumbnail: entry.thumbnail,
		documents: Array.from(kinds, ([id, kind]) => toWrite(id, kind, titleOf(id) ?? title)),
		assets: assetsToWrite(storage, assets.values(), versions),
		// The list last: it names all that the documents written before it use.
		rest: async () => {
			const latest = await storage.documents.readState(indexDocumentId(projectId), projectId);
			if (!latest.ok) return latest;
			if (!latest.value) return err(gone);
			const state = latest.value;
			const now = readIndex(projectId, state);
			const added = [...now.listed].filter(({ id }) => !kinds.has(id));
			const list = { ...toWrite(indexDocumentId(projectId), 'project', title), read: async () => ok(state) };
			return ok({
				documents: [...added.map((entry) => toWrite(entry.id, entry.kind, entry.title)), list],
				assets: assetsToWrite(storage, now.assets.values(), versions),
			});
		},
		history: history ? historyToWrite(storage, versions) : null,
	});
}

function readIndex(projectId: ProjectId, state: Uint8Array) {
	const live = new LiveDocument(indexDocumentId(projectId), 'project');
	live.applyV2(state, 'storage');
	const project = new ProjectDocument(live);
	const { title, createdAt, assets, allDocuments } = project.snapshot;
	project.dispose();
	live.destroy();
	return {
		title,
		createdAt,
		assets,
		listed: allDocuments.values(),
		titleOf: (id: DocumentId) => allDocuments.get(id)?.title,
	};
}

/** Those listed, and those that only earlier states need. What is not on this device is left out when its turn comes. */
export function assetsToWrite(
	{ assets }: DeviceStorage,
	entries: Iterable<Pick<AssetEntry, 'hash' | 'bytes'>>,
	versions: readonly VersionInfo[],
): readonly AssetToWrite[] {
	const sizes = new Map<AssetHash, number>();
	for (const { hash, bytes } of entries) sizes.set(hash, bytes);
	for (const hash of versions.flatMap((version) => version.assets)) {
		if (!sizes.has(hash)) sizes.set(hash, 0);
	}
	return Array.from(sizes, ([hash, bytes]) => ({
		hash,
		bytes,
		open: async () => {
			const opened = await assets.open(hash);
			// What is damaged was set aside, and is as good as not here.
			return !opened.ok && opened.error.reason === 'damaged' ? ok(null) : opened;
		},
	}));
}

export function historyToWrite(
	{ versions: store }: DeviceStorage,
	versions: readonly VersionInfo[],
): HistoryToWrite {
	const ids = new Map(versions.map(({ hash, id }) => [hash, id]));
	return {
		// Oldest first, as they were made.
		versions: versions.toReversed().map(({ id: _, projectId: __, bytes: ___, ...version }) => version),
		open: async (hash) => {
			const id = ids.get(hash);
			const read = id ? await store.read(id) : ok(null);
			return !read.ok && read.error.reason === 'damaged' ? ok(null) : read;
		},
	};
}
