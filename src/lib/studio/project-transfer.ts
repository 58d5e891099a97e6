import type { AssetHash, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import { indexDocumentId } from '../protocol/address.ts';
import { readProjectFile } from '../storage/project-file/read-project-file.ts';
import { writeProjectFile } from '../storage/project-file/write-project-file.ts';
import type { DeviceParts } from './parts.ts';
import type { DocumentState } from './project-copy.ts';
import { readDocuments } from './read-documents.ts';

/** A project as it came out of a file: checked whole, its assets already on this device. */
export type TransferredProject = {
	readonly projectId: ProjectId;
	readonly title: string;
	readonly documents: readonly DocumentState[];
	readonly thumbnail: Uint8Array<ArrayBuffer> | null;
};

/** The project as one `.rastudio` file, as it is on this device. */
export async function exportProject(
	{ storage, clock }: DeviceParts,
	id: ProjectId,
): Promise<Result<{ fileName: string; blob: Blob }, string>> {
	const entry = await storage.projects.get(id);
	if (!entry) return err(m.projects_gone());
	const states = await readDocuments(storage, id);
	if (!states.ok) return states;
	const index = states.value.find((document) => document.id === indexDocumentId(id));
	if (!index) return err(m.projects_gone());
	const live = new LiveDocument(index.id, 'project');
	live.applyV2(index.state, 'storage');
	const project = new ProjectDocument(live);
	const { title, createdAt, assets } = project.snapshot;
	const titles = new Map(states.value.map(({ id: each }) => [each, project.find(each)?.title]));
	project.dispose();
	live.destroy();
	const written = await writeProjectFile({
		projectId: id,
		title,
		createdAt,
		exportedAt: clock.now(),
		thumbnail: entry.thumbnail,
		documents: states.value.map((document) => ({ ...document, title: titles.get(document.id) ?? title })),
		assets: await readAssets(storage, [...assets.keys()]),
	});
	if (!written.ok) return err(written.error.message);
	return ok({ fileName: fileNameOf(title), blob: written.value });
}

/** Checks a file and brings its assets here. Nothing is kept of a file that is refused. */
export async function readProject(
	{ storage }: DeviceParts,
	file: File,
): Promise<Result<TransferredProject, string>> {
	const read = await readProjectFile(file);
	if (!read.ok) return err(m.projects_import_failed({ file: file.name, reason: read.error.message }));
	const { projectId, title, documents, assets, thumbnail } = read.value;
	for (const { bytes } of assets) await storage.assets.put(bytes);
	return ok({ projectId, title, documents, thumbnail });
}

/** Those on this device; a project joined by link may not have all of them yet. */
async function readAssets(storage: DeviceParts['storage'], hashes: readonly AssetHash[]) {
	const assets: { hash: AssetHash; bytes: Uint8Array<ArrayBuffer> }[] = [];
	for (const hash of hashes) {
		const found = await storage.assets.get(hash);
		if (found.ok && found.value) assets.push({ hash, bytes: found.value });
	}
	return assets;
}

/** “Tavern at dusk” → `Tavern at dusk.rastudio`, without what file systems refuse. */
function fileNameOf(title: string): string {
	const name = title
		.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return `${name === '' ? 'project' : name}.rastudio`;
}
