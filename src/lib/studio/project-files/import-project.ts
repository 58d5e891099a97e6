import { mintProjectId, type DocumentId, type ProjectId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { m } from '../../paraglide/messages.js';
import { indexDocumentId } from '../../protocol/address.ts';
import type { ListedDocument } from '../../storage/project-file/manifest.ts';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';
import { openProjectFile, type OpenProjectFile } from '../../storage/project-file/read-project-file.ts';
import { newEntry } from '../new-project.ts';
import type { DeviceParts } from '../parts.ts';
import { copyIndex, nameCopies } from '../project-copy.ts';
import { DocumentWriter, ImportSteps, storageProblem } from './import-contents.ts';
import { ImportLog } from './import-log.ts';
import type { TransferProblem } from './transfer-problem.ts';

export type ImportedProject = {
	readonly projectId: ProjectId;
	readonly title: string;
	/** Whether earlier versions came along. */
	readonly history: boolean;
};

/**
 * Takes a `.rastudio` file as a new project under ids of its own, a piece at a time. It is listed when all of it is
 * here; until then, and when it is refused or stopped, nothing of it is to be seen. Assets that came in before stay
 * for a day, so that the same file, chosen again, goes on where it stopped.
 */
export async function importProject(
	parts: DeviceParts,
	file: Blob,
	options: TransferOptions = {},
): Promise<Result<ImportedProject, TransferProblem>> {
	const { clock, storage } = parts;
	const opened = await openProjectFile(file, { clock, signal: options.signal, states: storage.states });
	if (!opened.ok) return opened;
	const projectId = mintProjectId();
	const log = new ImportLog(storage, clock);
	await log.begin(projectId, opened.value.key);
	const taken = await takeIn(parts, opened.value, projectId, options);
	if (taken.ok) {
		await log.finish(projectId, opened.value.key);
		return taken;
	}
	await storage.projects.delete(projectId);
	await log.forget(projectId);
	return taken;
}

async function takeIn(
	{ storage, clock }: DeviceParts,
	file: OpenProjectFile,
	projectId: ProjectId,
	options: TransferOptions,
): Promise<Result<ImportedProject, TransferProblem>> {
	const steps = new ImportSteps(storage, file, options);
	const { title, history } = file.manifest;
	const thumbnail = await file.readThumbnail();
	if (!thumbnail.ok) return thumbnail;
	const names = await takeDocuments(steps, file, projectId, new DocumentWriter(storage, projectId));
	if (!names.ok) return names;
	const assets = await steps.assets();
	if (!assets.ok) return assets;
	const past = history ? await steps.history(projectId, names.value) : ok();
	if (!past.ok) return past;
	if (steps.stopped) return err(steps.stopped);
	if (!(await areHere(storage, file, projectId, names.value)))
		return err({ reason: 'lost', message: m.files_import_cleared() });
	const entry = { ...newEntry(projectId, title, clock.now()), thumbnail: thumbnail.value };
	// Wholly there from here on; where storage is denied, at least for this visit.
	await storage.projects.put(entry);
	const problem = storageProblem(storage);
	return problem ? err(problem) : ok({ projectId, title, history: history !== null });
}

/** A page that sleeps for a day, or a cleared database, loses what came in before. */
async function areHere(
	{ documents }: DeviceParts['storage'],
	{ manifest }: OpenProjectFile,
	projectId: ProjectId,
	names: ReadonlyMap<DocumentId, DocumentId>,
): Promise<boolean> {
	const here = new Set((await documents.list(projectId)).map(({ id }): DocumentId | undefined => id));
	return manifest.documents.every(({ id }) => here.has(names.get(id)));
}

/** The index first: it names what the others are called in the copy. */
async function takeDocuments(
	steps: ImportSteps,
	{ manifest }: OpenProjectFile,
	projectId: ProjectId,
	writer: DocumentWriter,
): Promise<Result<Map<DocumentId, DocumentId>, TransferProblem>> {
	const indexId = indexDocumentId(manifest.projectId);
	const copyId = indexDocumentId(projectId);
	const isIndex = ({ id }: ListedDocument) => id === indexId;
	const index = manifest.documents.some(isIndex) ? await steps.document(indexId) : ok();
	if (!index.ok) return index;
	const ids = manifest.documents.map(({ id }): DocumentId => id);
	const names = nameCopies(index.value?.state, ids).set(indexId, copyId);
	const copied = copyIndex(index.value?.state, names, copyId, manifest.title);
	if (!copied.ok) return err({ reason: 'newer', message: copied.error.message });
	const problem = await writer.write({ id: copyId, kind: 'project', state: copied.value });
	if (problem) return err(problem);
	for (const listed of manifest.documents.filter((document) => !isIndex(document))) {
		const read = await steps.document(listed.id);
		if (!read.ok) return read;
		const refused = await writer.write(await steps.copy(read.value, names));
		if (refused) return err(refused);
	}
	const unwritten = await writer.flush();
	return unwritten ? err(unwritten) : ok(names);
}
