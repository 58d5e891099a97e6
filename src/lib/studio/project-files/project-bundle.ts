import type { ProjectId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { m } from '../../paraglide/messages.js';
import { BlobSink, openFileSink, type ByteSink } from '../../storage/project-file/byte-sink.ts';
import { PROJECT_FILE_EXTENSION, type TransferProgress } from '../../storage/project-file/project-file.ts';
import { openZip, writeZip, type ZipOfFiles } from '../../storage/project-file/zip-of-files.ts';
import { writeProjectBlob } from '../../storage/project-file/write-project-file.ts';
import type { DeviceParts } from '../parts.ts';
import { projectContents, type ExportChoice } from './export-contents.ts';
import { freeFileName } from './file-name.ts';
import { importProject } from './import-project.ts';
import { writeTo } from './save-in-place.ts';
import { leftOutOf, NOTHING_LEFT_OUT, type LeftOut } from './left-out.ts';
import type { TransferProblem } from './transfer-problem.ts';

/** Where all projects go: a folder, one file each; a zip in a file the person chose; or a zip to be downloaded. */
export type ExportAllTarget =
	| { readonly kind: 'folder'; readonly folder: FileSystemDirectoryHandle }
	| { readonly kind: 'file'; readonly file: FileSystemFileHandle }
	| { readonly kind: 'download' };

export type AllProgress = {
	/** Which project is at work, from 0, of how many. */
	readonly index: number;
	readonly count: number;
	/** The project's title, or the file's name. */
	readonly name: string;
	/** How far this one is. */
	readonly part: TransferProgress;
};

export type AllOptions = {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: AllProgress) => void) | undefined;
};

/** What became of one project. */
export type ProjectOutcome = {
	readonly title: string;
	readonly fileName: string;
	readonly result: Result<{ readonly projectId: ProjectId; readonly leftOut: LeftOut }, TransferProblem>;
};

export type AllReport = {
	readonly outcomes: readonly ProjectOutcome[];
	/** Stopped as asked: the outcomes say what was done before. */
	readonly cancelled: boolean;
	/** The zip, where it is to be downloaded. */
	readonly blob: Blob | null;
};

export const BUNDLE_NAME = 'RaStudios projects.zip';

type Project = { readonly projectId: ProjectId; readonly title: string; readonly fileName: string };

/** Where each project's file is put. */
type Destination = {
	put(
		project: Project,
		onProgress: (progress: TransferProgress) => void,
	): Promise<Result<{ readonly leftOut: LeftOut }, TransferProblem>>;
	finish(): Promise<Result<Blob | null, TransferProblem>>;
	abandon(): Promise<void>;
};

/** Writes every project that is not in the bin. */
export async function exportAll(
	parts: DeviceParts,
	target: ExportAllTarget,
	options: AllOptions & ExportChoice,
): Promise<Result<AllReport, TransferProblem>> {
	const listed = await listProjects(parts);
	if (!listed.ok) return listed;
	const projects = listed.value;
	const opened = await openDestination(parts, target, options);
	if (!opened.ok) return opened;
	const destination = opened.value;
	const outcomes: ProjectOutcome[] = [];
	for (const [index, project] of projects.entries()) {
		if (options.signal?.aborted) break;
		const say = (part: TransferProgress) =>
			options.onProgress?.({ index, count: projects.length, name: project.title, part });
		say({ done: 0, total: 1 });
		const put = await destination.put(project, say);
		const { projectId, title, fileName } = project;
		if (!put.ok && put.error.reason === 'cancelled') break;
		outcomes.push({ title, fileName, result: put.ok ? ok({ projectId, ...put.value }) : put });
	}
	const cancelled = options.signal?.aborted ?? false;
	// Half a zip helps nobody; the files of a folder are whole, each for itself.
	const finished = cancelled ? ok(null) : await destination.finish();
	if (cancelled || !finished.ok) await destination.abandon();
	return finished.ok ? ok({ outcomes, cancelled, blob: finished.value }) : finished;
}

async function listProjects({ storage }: DeviceParts): Promise<Result<readonly Project[], TransferProblem>> {
	const taken = new Set<string>();
	const read = await storage.projects.read();
	if (!read.ok) return read;
	const kept = read.value.filter(({ removedAt }) => removedAt === null);
	return ok(kept.map(({ id, title }) => ({ projectId: id, title, fileName: freeFileName(title, taken) })));
}

async function openDestination(
	parts: DeviceParts,
	target: ExportAllTarget,
	options: AllOptions & ExportChoice,
): Promise<Result<Destination, TransferProblem>> {
	if (target.kind === 'folder') return ok(folderDestination(parts, target.folder, options));
	if (target.kind === 'download') {
		const sink = new BlobSink();
		return ok(zipDestination(parts, sink, options, () => sink.take('application/zip')));
	}
	try {
		const sink = openFileSink(await target.file.createWritable());
		return ok(zipDestination(parts, sink, options, () => null));
	} catch (thrown) {
		return { ok: false, error: unwritable(target.file.name, thrown) };
	}
}

function folderDestination(
	parts: DeviceParts,
	folder: FileSystemDirectoryHandle,
	options: AllOptions & ExportChoice,
): Destination {
	return {
		async put({ projectId, fileName }, onProgress) {
			const { signal, history } = options;
			let handle: FileSystemFileHandle;
			try {
				handle = await folder.getFileHandle(await freeIn(folder, fileName), { create: true });
			} catch (thrown) {
				return { ok: false, error: unwritable(fileName, thrown) };
			}
			const contents = await projectContents(parts, projectId, { history });
			const write = { signal, onProgress, clock: parts.clock };
			const saved = contents.ok ? await writeTo(handle, contents.value, write) : contents;
			// A file that was begun and not finished is empty.
			if (!saved.ok) await folder.removeEntry(handle.name).catch(() => undefined);
			return saved;
		},
		finish: () => Promise.resolve(ok(null)),
		abandon: () => Promise.resolve(),
	};
}

/** A name that nothing in the folder has: what lies there already stays as it is. */
async function freeIn(folder: FileSystemDirectoryHandle, fileName: string): Promise<string> {
	const stem = fileName.slice(0, -PROJECT_FILE_EXTENSION.length);
	let name = fileName;
	for (let number = 2; await isThere(folder, name); number++) {
		name = `${stem} (${number})${PROJECT_FILE_EXTENSION}`;
	}
	return name;
}

async function isThere(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
	try {
		await folder.getFileHandle(name);
		return true;
	} catch (thrown) {
		// A folder of that name is in the way as well.
		return thrown instanceof DOMException && thrown.name === 'TypeMismatchError';
	}
}

function zipDestination(
	parts: DeviceParts,
	sink: ByteSink,
	options: AllOptions & ExportChoice,
	take: () => Blob | null,
): Destination {
	const { signal, history } = options;
	const zip = writeZip(sink, { clock: parts.clock, signal });
	return {
		async put({ projectId, fileName }, onProgress) {
			if (zip.broken) return err(zip.broken);
			const contents = await projectContents(parts, projectId, { history });
			if (!contents.ok) return contents;
			// Beside the zip first: a project that fails in the middle must leave no half of itself in it.
			const written = await writeProjectBlob(contents.value, { clock: parts.clock, signal, onProgress });
			if (!written.ok) return written;
			const added = await zip.add(fileName, written.value.blob);
			return added.ok ? ok({ leftOut: leftOutOf(written.value) }) : added;
		},
		async finish() {
			const finished = await zip.finish();
			return finished.ok ? ok(take()) : finished;
		},
		// Whatever it has against ending early, nothing of it was to be seen.
		abandon: () => sink.abort().catch(() => undefined),
	};
}

const unwritable = (file: string, thrown: unknown): TransferProblem => ({
	reason: 'unwritable',
	message: m.files_unwritable({ file, detail: thrown instanceof Error ? thrown.message : String(thrown) }),
});

/** Takes every project in these files, and in zips of such files. */
export async function importAll(
	parts: DeviceParts,
	files: readonly File[],
	{ signal, onProgress }: AllOptions,
): Promise<AllReport> {
	const outcomes: ProjectOutcome[] = [];
	const found: { readonly name: string; readonly open: () => Promise<Result<Blob, TransferProblem>> }[] = [];
	for (const file of files) {
		const zip = isBundle(file) ? await openZip(file, { clock: parts.clock, signal }) : null;
		if (zip === null) found.push({ name: file.name, open: () => Promise.resolve(ok(file)) });
		else if (zip.ok) found.push(...projectsIn(zip.value));
		else outcomes.push({ title: file.name, fileName: file.name, result: zip });
	}
	for (const [index, { name, open }] of found.entries()) {
		if (signal?.aborted) break;
		const say = (part: TransferProgress) => onProgress?.({ index, count: found.length, name, part });
		say({ done: 0, total: 1 });
		const blob = await open();
		const imported = blob.ok ? await importProject(parts, blob.value, { signal, onProgress: say }) : blob;
		if (!imported.ok && imported.error.reason === 'cancelled') break;
		const title = imported.ok ? imported.value.title : name;
		const leftOut = NOTHING_LEFT_OUT;
		const result = imported.ok ? ok({ projectId: imported.value.projectId, leftOut }) : imported;
		outcomes.push({ title, fileName: name, result });
	}
	return { outcomes, cancelled: signal?.aborted ?? false, blob: null };
}

const isBundle = ({ name }: File): boolean => /\.zip$/i.test(name);

function projectsIn(zip: ZipOfFiles) {
	const names = zip.names.filter((name) => name.toLowerCase().endsWith(PROJECT_FILE_EXTENSION));
	return names.map((name) => ({ name: name.slice(name.lastIndexOf('/') + 1), open: () => zip.open(name) }));
}
