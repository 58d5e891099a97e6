import type { ProjectId } from '../../base/ids.ts';
import { err, type Result } from '../../base/result.ts';
import { m } from '../../paraglide/messages.js';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';
import type { KeptHandle } from '../../storage/transfers/transfer-store.ts';
import type { DeviceParts } from '../parts.ts';
import type { ExportedProject } from './export-blob.ts';
import type { ExportChoice } from './export-contents.ts';
import type { KnownProject } from './find-known.ts';
import type { ImportedProject } from './import-project.ts';
import type { AllOptions, AllReport, ExportAllTarget } from './project-bundle.ts';
import type { SavedProject } from './save-in-place.ts';
import type { TransferProblem } from './transfer-problem.ts';

/** Projects as files: out to the person's own disk and back, one or all. What it takes is loaded when it is asked for. */
export class ProjectFiles {
	readonly #parts: DeviceParts;
	readonly #onTaken: () => void;

	/** `onTaken`: told when a project came in. */
	constructor(parts: DeviceParts, onTaken: () => void = () => {}) {
		this.#parts = parts;
		this.#onTaken = onTaken;
	}

	/** The project as one `.rastudio` file, for a download. */
	async export(
		id: ProjectId,
		options: ExportChoice & TransferOptions = {},
	): Promise<Result<ExportedProject, TransferProblem>> {
		const { projectContents } = await import('./export-contents.ts');
		const { exportBlob } = await import('./export-blob.ts');
		const contents = await projectContents(this.#parts, id, options);
		return exportBlob(contents, { ...options, clock: this.#parts.clock });
	}

	/** Writes the project to a file the person chose, and keeps that as the place to save it to. */
	async saveTo(
		id: ProjectId,
		handle: FileSystemFileHandle,
		options: ExportChoice & TransferOptions = {},
	): Promise<Result<SavedProject, TransferProblem>> {
		const { saveProjectTo } = await import('./save-in-place.ts');
		return saveProjectTo(this.#parts, id, handle, options);
	}

	/**
	 * Saves to the file the project was opened from or last saved to. Problem `gone`: there is none. `changed`: something
	 * else wrote it since; `overwrite` does so all the same.
	 */
	async save(
		id: ProjectId,
		options: TransferOptions & { readonly overwrite?: boolean } = {},
	): Promise<Result<SavedProject, TransferProblem>> {
		const kept = await this.placeOf(id);
		if (!kept) return err({ reason: 'gone', message: m.files_no_place() });
		const { saveProjectInPlace } = await import('./save-in-place.ts');
		return saveProjectInPlace(this.#parts, kept, options);
	}

	/** The file the project was opened from or last saved to. */
	async placeOf(id: ProjectId): Promise<KeptHandle | null> {
		const handles = await this.#parts.storage.transfers.handles();
		return handles.find(({ projectId }) => projectId === id) ?? null;
	}

	/** Takes a `.rastudio` file as a new project. With its handle, the project is saved there from now on. */
	async import(
		file: Blob,
		{ handle, ...options }: TransferOptions & { readonly handle?: FileSystemFileHandle | undefined } = {},
	): Promise<Result<ImportedProject, TransferProblem>> {
		const { importProject } = await import('./import-project.ts');
		const imported = await importProject(this.#parts, file, options);
		if (imported.ok) this.#onTaken();
		if (!imported.ok || !handle) return imported;
		const { keepHandle } = await import('./save-in-place.ts');
		const { projectId, history } = imported.value;
		// What was taken in is the file as it was chosen: it may have been written since.
		const seen = file instanceof File ? file : undefined;
		await keepHandle(this.#parts, projectId, { handle, history, seen });
		return imported;
	}

	/** The project on this device that a file is of: the person says whether to open that, or to take the file as a copy. */
	async find(file: Blob, handle?: FileSystemFileHandle): Promise<KnownProject | null> {
		const { findKnown } = await import('./find-known.ts');
		return findKnown(this.#parts, file, handle);
	}

	/** Every project to a folder, or into one zip. One that fails does not keep the others. */
	async exportAll(
		target: ExportAllTarget,
		options: AllOptions & ExportChoice = {},
	): Promise<Result<AllReport, TransferProblem>> {
		const { exportAll } = await import('./project-bundle.ts');
		return exportAll(this.#parts, target, options);
	}

	/** Every project of these files: `.rastudio` files, and zips of them. */
	async importAll(files: readonly File[], options: AllOptions = {}): Promise<AllReport> {
		const { importAll } = await import('./project-bundle.ts');
		const report = await importAll(this.#parts, files, options);
		if (report.outcomes.some(({ result }) => result.ok)) this.#onTaken();
		return report;
	}

	/** Clears away what imports left behind whose page went away. */
	async sweep(): Promise<void> {
		const { storage, clock } = this.#parts;
		if ((await storage.transfers.imports()).length === 0) return;
		const { ImportLog } = await import('./import-log.ts');
		await new ImportLog(storage, clock).sweep();
	}
}
