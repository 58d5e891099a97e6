import type { Clock } from '../../base/clock.ts';
import type { ProjectId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { m } from '../../paraglide/messages.js';
import { openFileSink } from '../../storage/project-file/byte-sink.ts';
import type { ProjectFileContents, TransferOptions } from '../../storage/project-file/project-file.ts';
import { openProjectFile } from '../../storage/project-file/read-project-file.ts';
import { writeProjectFile, type WriteOptions } from '../../storage/project-file/write-project-file.ts';
import type { KeptHandle } from '../../storage/transfers/transfer-store.ts';
import type { DeviceParts } from '../parts.ts';
import { projectContents, type ExportChoice } from './export-contents.ts';
import { leftOutOf, type LeftOut } from './left-out.ts';
import type { TransferProblem } from './transfer-problem.ts';

export type SavedProject = {
	readonly fileName: string;
	readonly bytes: number;
	readonly leftOut: LeftOut;
};

/** What browsers with the File System Access API have besides; TypeScript does not know it yet. */
type WithPermission = FileSystemFileHandle & {
	queryPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>;
	requestPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>;
};

/**
 * Writes to a file the person chose. The browser writes beside it and swaps at the end: a failure in the middle leaves
 * the old file as it was.
 */
export async function writeTo(
	handle: FileSystemFileHandle,
	contents: ProjectFileContents,
	options: WriteOptions,
): Promise<Result<SavedProject, TransferProblem>> {
	const writable = await openWritable(handle);
	if (!writable.ok) return writable;
	const written = await writeProjectFile(contents, openFileSink(writable.value), options);
	if (!written.ok) return written;
	const { bytes } = written.value;
	return ok({ fileName: handle.name, bytes, leftOut: leftOutOf(written.value) });
}

/** Writes a project to a file, and keeps that as its place. */
export async function saveProjectTo(
	parts: DeviceParts,
	projectId: ProjectId,
	handle: FileSystemFileHandle,
	options: ExportChoice & Omit<WriteOptions, 'clock'> = {},
): Promise<Result<SavedProject, TransferProblem>> {
	const contents = await projectContents(parts, projectId, options);
	if (!contents.ok) return contents;
	const saved = await writeTo(handle, contents.value, { ...options, clock: parts.clock });
	if (saved.ok) await keepHandle(parts, projectId, { handle, history: options.history ?? false });
	return saved;
}

/** Saves to the file the project was opened from or last saved to; not over what something else put there since. */
export async function saveProjectInPlace(
	parts: DeviceParts,
	kept: KeptHandle,
	options: TransferOptions & { readonly overwrite?: boolean } = {},
): Promise<Result<SavedProject, TransferProblem>> {
	const { handle, projectId, history } = kept;
	if (!(await mayWrite(handle)))
		return err({ reason: 'denied', message: m.files_not_allowed({ file: handle.name }) });
	if (!options.overwrite && (await wasChanged(kept)))
		return err({ reason: 'changed', message: m.files_changed({ file: handle.name }) });
	const needed = options.overwrite ? [] : await partsIn(kept, parts.clock);
	const saved = await saveProjectTo(parts, projectId, handle, {
		...options,
		history,
		needed: new Set(needed),
	});
	if (saved.ok || saved.error.reason !== 'incomplete') return saved;
	return err({ reason: 'incomplete', message: m.files_incomplete({ file: handle.name }) });
}

/** What the file has, so that nothing is written over it that has less. */
async function partsIn({ handle }: KeptHandle, clock: Clock): Promise<readonly string[]> {
	try {
		const opened = await openProjectFile(await handle.getFile(), { clock });
		if (!opened.ok) return [];
		const { documents, assets, history } = opened.value.manifest;
		const states = history?.states ?? [];
		return [...documents.map(({ id }) => id), ...[...assets, ...states].map(({ hash }) => hash)];
	} catch {
		return []; // gone, and nothing can be lost with it
	}
}

type Kept = {
	readonly handle: FileSystemFileHandle;
	readonly history: boolean;
	/** The file as it was read; as it is now when not given. */
	readonly seen?: File | undefined;
};

/** Remembers where a project is saved, and what the file was like then. */
export async function keepHandle(
	{ storage, clock }: DeviceParts,
	projectId: ProjectId,
	{ handle, history, seen }: Kept,
): Promise<void> {
	const file = seen ?? (await handle.getFile().catch(() => null));
	if (!file) return; // gone already: the next save asks where to
	const { lastModified: modified, size: bytes } = file;
	await storage.transfers.keepHandle({ projectId, handle, at: clock.now(), modified, bytes, history });
}

/** Asks where it is not given yet; browsers do so only right after a key or click. */
async function mayWrite(handle: WithPermission): Promise<boolean> {
	if (!handle.queryPermission || !handle.requestPermission) return true;
	const mode = { mode: 'readwrite' } as const;
	if ((await handle.queryPermission(mode)) === 'granted') return true;
	return (await handle.requestPermission(mode)) === 'granted';
}

async function wasChanged({ handle, modified, bytes }: KeptHandle): Promise<boolean> {
	try {
		const file = await handle.getFile();
		return file.lastModified !== modified || file.size !== bytes;
	} catch {
		return false; // gone: whatever is wrong with its place, writing says it
	}
}

async function openWritable(
	handle: FileSystemFileHandle,
): Promise<Result<FileSystemWritableFileStream, TransferProblem>> {
	try {
		return ok(await handle.createWritable());
	} catch (thrown) {
		const detail = thrown instanceof Error ? thrown.message : String(thrown);
		return err({ reason: 'unwritable', message: m.files_unwritable({ file: handle.name, detail }) });
	}
}
