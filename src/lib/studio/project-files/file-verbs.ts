import type { DocumentId, ProjectId } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import { m } from '../../paraglide/messages.js';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';
import type { DocumentTransfer } from './document-transfer.ts';
import type { ExportedProject } from './export-blob.ts';
import type { ExportChoice } from './export-contents.ts';
import { fileNameOf } from './file-name.ts';
import { leftOutWords, type LeftOut } from './left-out.ts';
import type { ProjectFiles } from './project-files.ts';
import type { RunningTransfer } from './running-transfer.svelte.ts';
import type { SavedProject } from './save-in-place.ts';
import type { TransferProblem } from './transfer-problem.ts';

type NoticeAction = { readonly label: string; readonly run: () => void };

/** Something to tell the person, and what they can do about it. */
export type FileNotice = {
	readonly kind: 'info' | 'success' | 'error';
	readonly text: string;
	readonly action?: NoticeAction;
	readonly other?: NoticeAction;
};

export type FileVerbsOptions = {
	readonly files: () => Pick<ProjectFiles, 'export' | 'save' | 'saveTo' | 'placeOf'>;
	readonly running: Pick<RunningTransfer, 'run'>;
	/** Asks where to save, with a name to begin with; null: not now. Missing where the browser only downloads. */
	readonly pick?: ((fileName: string) => Promise<FileSystemFileHandle | null>) | undefined;
	readonly download: (fileName: string, blob: Blob) => void;
	readonly notify: (notice: FileNotice) => void;
};

type Named<Id> = { readonly id: Id; readonly title: string };

/** What goes out: as a download, or to a file. */
type Outgoing = {
	readonly title: string;
	readonly blob: (options: TransferOptions) => Promise<Result<ExportedProject, TransferProblem>>;
	readonly to: (
		handle: FileSystemFileHandle,
		options: TransferOptions,
	) => Promise<Result<SavedProject, TransferProblem>>;
};

/** Saves and exports with a word about each outcome, and a way on from each failure. */
export class FileVerbs {
	readonly #options: FileVerbsOptions;

	constructor(options: FileVerbsOptions) {
		this.#options = options;
	}

	/** The project to a file the person chooses, or as a download. */
	exportProject({ id, title }: Named<ProjectId>, choice: ExportChoice = {}): Promise<void> {
		const files = this.#options.files();
		return this.#send({
			title,
			blob: (options) => files.export(id, { ...choice, ...options }),
			to: (handle, options) => files.saveTo(id, handle, { ...choice, ...options }),
		});
	}

	/** A scene or prefab with all it needs, likewise. */
	exportDocument(
		transfer: Pick<DocumentTransfer, 'export' | 'saveTo'>,
		{ id, title }: Named<DocumentId>,
		choice: ExportChoice = {},
	): Promise<void> {
		return this.#send({
			title,
			blob: (options) => transfer.export(id, { ...choice, ...options }),
			to: (handle, options) => transfer.saveTo(id, handle, { ...choice, ...options }),
		});
	}

	/** To the file the project was opened from or last saved to; asks for one the first time. */
	async saveProject(project: Named<ProjectId>, overwrite = false): Promise<void> {
		const { pick, running } = this.#options;
		const files = this.#options.files();
		if (!pick || !(await files.placeOf(project.id))) return this.exportProject(project);
		const label = m.files_saving({ title: project.title });
		const saved = await running.run(label, (options) => files.save(project.id, { ...options, overwrite }));
		const elsewhere = { label: m.files_save_elsewhere(), run: () => void this.exportProject(project) };
		if (!saved.ok && (saved.error.reason === 'changed' || saved.error.reason === 'incomplete')) {
			const replace = { label: m.files_replace(), run: () => void this.saveProject(project, true) };
			const { message: text } = saved.error;
			return this.#options.notify({ kind: 'error', text, action: elsewhere, other: replace });
		}
		this.#tell(project.title, saved, () => this.saveProject(project, overwrite), elsewhere);
	}

	async #send(outgoing: Outgoing): Promise<void> {
		const { pick } = this.#options;
		if (!pick) return this.#download(outgoing);
		const handle = await pick(fileNameOf(outgoing.title));
		if (handle) await this.#sendTo(outgoing, handle);
	}

	async #sendTo(outgoing: Outgoing, handle: FileSystemFileHandle): Promise<void> {
		const label = m.files_saving({ title: outgoing.title });
		const saved = await this.#options.running.run(label, (options) => outgoing.to(handle, options));
		const elsewhere = { label: m.files_save_elsewhere(), run: () => void this.#send(outgoing) };
		this.#tell(outgoing.title, saved, () => this.#sendTo(outgoing, handle), elsewhere);
	}

	async #download(outgoing: Outgoing): Promise<void> {
		const label = m.files_exporting({ title: outgoing.title });
		const exported = await this.#options.running.run(label, outgoing.blob);
		if (!exported.ok) return this.#fail(outgoing.title, exported.error, () => this.#download(outgoing));
		const { fileName, blob, leftOut } = exported.value;
		this.#options.download(fileName, blob);
		this.#tellLeftOut(fileName, leftOut);
	}

	#tell(
		title: string,
		saved: Result<SavedProject, TransferProblem>,
		again: () => Promise<void>,
		elsewhere: NoticeAction,
	): void {
		if (!saved.ok) return this.#fail(title, saved.error, again, elsewhere);
		const { fileName, leftOut } = saved.value;
		if (this.#tellLeftOut(fileName, leftOut)) return;
		this.#options.notify({ kind: 'success', text: m.files_saved_to({ file: fileName }) });
	}

	/** Whether there was anything to say. */
	#tellLeftOut(file: string, leftOut: LeftOut): boolean {
		const what = leftOutWords(leftOut);
		if (what !== null) this.#options.notify({ kind: 'info', text: m.files_saved_without({ file, what }) });
		return what !== null;
	}

	#fail(
		title: string,
		{ reason, message }: TransferProblem,
		again: () => Promise<void>,
		elsewhere?: NoticeAction,
	): void {
		const { notify } = this.#options;
		if (reason === 'cancelled') return notify({ kind: 'info', text: m.files_stopped({ title }) });
		const action = { label: m.files_try_again(), run: () => void again() };
		const text = m.files_export_failed({ title, reason: message });
		notify({ kind: 'error', text, action, ...(elsewhere ? { other: elsewhere } : {}) });
	}
}
