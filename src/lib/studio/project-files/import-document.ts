import { copyIdOf, mintDocumentId, type BranchId, type DocumentId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { addBranchCopy } from '../../doc/branches/branch-list.ts';
import type { CommandResult } from '../../doc/commands/command.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { ProjectDocument, type ProjectSnapshot } from '../../doc/project.ts';
import { m } from '../../paraglide/messages.js';
import { indexDocumentId } from '../../protocol/address.ts';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';
import { openProjectFile, type OpenProjectFile } from '../../storage/project-file/read-project-file.ts';
import { copyDocument, type DocumentNames, type DocumentState } from '../project-copy.ts';
import type { DocumentTransferOptions } from './document-transfer.ts';
import { ImportSteps } from './import-contents.ts';
import type { TransferProblem } from './transfer-problem.ts';

/**
 * Takes the scene or prefab of a file into an open project. All of the file is checked, and its assets are here, before
 * anything is listed: one that is refused or stopped changes nothing.
 */
export async function importDocument(
	target: DocumentTransferOptions,
	file: Blob,
	options: TransferOptions,
): Promise<Result<DocumentId, TransferProblem>> {
	const { parts, documents } = target;
	const opened = await openProjectFile(file, {
		...{ clock: parts.clock, signal: options.signal, states: parts.storage.states },
	});
	if (!opened.ok) return opened;
	const { main } = opened.value.manifest;
	if (main === null) return err({ reason: 'not-a-project', message: m.files_whole_project() });
	const refusal = documents.trunk.document.refusal ?? documents.index.document.refusal;
	if (refusal) return err({ reason: 'newer', message: refusal.message });
	const steps = new ImportSteps(parts.storage, opened.value, options);
	const read = await readAll(steps, opened.value);
	if (!read.ok) return read;
	const assets = await steps.assets();
	if (!assets.ok) return assets;
	if (steps.stopped) return err(steps.stopped);
	const names = new Map(read.value.documents.map(({ id }) => [id, mintDocumentId()]));
	const places = await placesOf(documents.branchId, names);
	const stored = new Map(Array.from(names, ([id, name]) => [id, places.get(name) ?? name]));
	const past = await steps.history(target.projectId, names, stored);
	if (!past.ok) return past;
	const { branchId, trunk } = documents;
	if (branchId) for (const [id, place] of places) addBranchCopy(trunk.document, branchId, id, place);
	const listed = await takeIn(target, read.value, names);
	if (!listed.ok) return err({ reason: 'newer', message: listed.error.message });
	return ok(names.get(main) as DocumentId);
}

type Read = { readonly documents: readonly DocumentState[]; readonly listed: ProjectSnapshot };

/** The documents the file's own list knows; the list itself stays behind. */
async function readAll(
	steps: ImportSteps,
	{ manifest }: OpenProjectFile,
): Promise<Result<Read, TransferProblem>> {
	const index = await steps.document(indexDocumentId(manifest.projectId));
	if (!index.ok) return index;
	const live = new LiveDocument(index.value.id, 'project');
	live.applyV2(index.value.state, 'import');
	const { refusal } = live;
	const project = new ProjectDocument(live);
	const listed = project.snapshot;
	project.dispose();
	live.destroy();
	if (refusal) return err({ reason: 'newer', message: refusal.message });
	const documents: DocumentState[] = [];
	for (const { id } of manifest.documents) {
		const entry = listed.allDocuments.get(id);
		if (!entry) continue;
		const read = await steps.document(id);
		if (!read.ok) return read;
		documents.push({ ...read.value, kind: entry.kind });
	}
	return ok({ documents, listed });
}

/** Where a branch keeps documents that come to it: of the project itself, each under its own name. */
async function placesOf(branchId: BranchId | null, names: DocumentNames): Promise<DocumentNames> {
	const places = new Map<DocumentId, DocumentId>();
	for (const name of names.values()) if (branchId) places.set(name, await copyIdOf(branchId, name));
	return places;
}

/**
 * Lists the documents as deleted, fills them, and puts them all back as one gesture. A page that goes away in between
 * leaves nothing that anybody sees; and what undo takes back is what this brought, not what others made of it since.
 */
async function takeIn(
	{ project, documents, history, parts }: DocumentTransferOptions,
	{ documents: read, listed }: Read,
	names: DocumentNames,
): Promise<CommandResult> {
	const entries = read.flatMap(({ id }) => {
		const [entry, name] = [listed.allDocuments.get(id), names.get(id)];
		return entry && name ? [{ ...entry, id: name }] : [];
	});
	const added = project.addAside(entries, parts.random);
	if (!added.ok) return added;
	await documents.follow(entries);
	for (const document of read) {
		const { id, state } = await copyDocument(document, names, parts.storage.states);
		documents.get(id)?.document.applyV2(state, 'import');
		documents.get(id)?.noteHere();
	}
	for (const asset of listed.assets.values()) project.addAsset(asset);
	history.join('import', () => {
		for (const { id, removed } of entries) if (!removed) project.setDocumentRemoved(id, false);
	});
	return ok();
}
