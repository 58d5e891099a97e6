import type { AllReport } from '#lib/studio/project-files/project-bundle.ts';
import { LongTask } from './long-task.svelte.ts';
import type { StoragePort } from './storage-port.ts';

type CopiesPort = Pick<StoragePort, 'exportAll' | 'importAll'>;

export type CopiesParts = {
	readonly port: CopiesPort;
	/** Asks the person for a file to write to: null where browsers only download, undefined when they changed their mind. */
	readonly chooseFile: (name: string) => Promise<FileSystemFileHandle | null | undefined>;
	readonly save: (fileName: string, content: Blob) => void;
};

/** Copies of everything: out into one file, and back from files. */
export class Copies {
	readonly exporting: LongTask<AllReport, FileSystemFileHandle | null>;
	readonly importing: LongTask<AllReport, readonly File[]>;
	#parts: CopiesParts;

	constructor(parts: CopiesParts) {
		const { port } = parts;
		this.#parts = parts;
		this.exporting = new LongTask((run, file) => port.exportAll(file, run));
		this.importing = new LongTask((run, files) => port.importAll(files, run));
	}

	/** Every project with its earlier versions, in one file of this name. */
	async exportAll(fileName: string): Promise<void> {
		const { chooseFile, save } = this.#parts;
		const file = await chooseFile(fileName);
		if (file === undefined) return;
		const report = await this.exporting.start(file);
		if (report?.blob) save(fileName, report.blob);
	}

	/** Resolves to whether anything came in. */
	async importAll(files: readonly File[]): Promise<boolean> {
		if (files.length === 0) return false;
		const report = await this.importing.start(files);
		return report?.outcomes.some(({ result }) => result.ok) ?? false;
	}
}
