import { m } from '#lib/paraglide/messages.js';
import { FileVerbs, type FileNotice, type FileVerbsOptions } from '#lib/studio/project-files/file-verbs.ts';
import { RunningTransfer } from '#lib/studio/project-files/running-transfer.svelte.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

type Options = Pick<FileVerbsOptions, 'files' | 'pick' | 'download'> & {
	readonly workspace: Workspace;
	readonly notify: (notice: FileNotice) => void;
};

/** The project on screen and its scenes as files: saved, exported, imported. */
export class DocumentFiles {
	/** The file on its way in or out. */
	readonly running = new RunningTransfer();
	#options: Options;
	#verbs: FileVerbs;
	#asked = $state.raw<'project' | 'document' | null>(null);

	constructor(options: Options) {
		const { files, pick, download, notify } = options;
		this.#options = options;
		this.#verbs = new FileVerbs({ files, pick, download, notify, running: this.running });
	}

	/** What is to be exported, while it is asked how. */
	get asked(): 'project' | 'document' | null {
		return this.#asked;
	}

	/** What that is called. */
	get askedTitle(): string {
		const { session, document } = this.#options.workspace;
		return this.#asked === 'document' ? (document?.title ?? '') : session.title;
	}

	startExport(what: 'project' | 'document'): void {
		this.#asked = what;
	}

	/** Null: not now. */
	async endExport(history: boolean | null): Promise<void> {
		const what = this.#asked;
		this.#asked = null;
		const { session, document } = this.#options.workspace;
		if (history === null || what === null) return;
		await session.whenDurable();
		if (what === 'project') return this.#verbs.exportProject(session, { history });
		if (document) return this.#verbs.exportDocument(session.transfer, document, { history });
	}

	/** To the file the project came from or was last saved to. */
	async save(): Promise<void> {
		const { session } = this.#options.workspace;
		await session.whenDurable();
		await this.#verbs.saveProject(session);
	}

	/** Takes scenes and prefabs of files into the project, and shows the last scene that came. */
	async importScenes(files: readonly File[]): Promise<void> {
		for (const file of files) await this.#importScene(file);
	}

	async #importScene(file: File): Promise<void> {
		const { workspace, notify } = this.#options;
		const { session } = workspace;
		const imported = await this.running.run(m.files_importing({ file: file.name }), (options) =>
			session.transfer.import(file, options),
		);
		if (!imported.ok) {
			const { reason, message } = imported.error;
			if (reason === 'cancelled') notify({ kind: 'info', text: m.files_import_stopped({ file: file.name }) });
			else notify({ kind: 'error', text: m.files_import_failed({ file: file.name, reason: message }) });
			return;
		}
		const entry = session.findDocument(imported.value);
		if (entry?.kind === 'scene') workspace.show(entry.id);
		notify({ kind: 'success', text: m.files_imported_document({ title: entry?.title ?? file.name }) });
	}
}
