import type { ProjectId } from '#lib/base/ids.ts';
import type { KnownProject } from '#lib/studio/project-files/find-known.ts';
import type { ProjectFiles } from '#lib/studio/project-files/project-files.ts';
import type { RunningTransfer } from '#lib/studio/project-files/running-transfer.svelte.ts';
import type { ToastInput } from '#lib/ui/toasts.svelte.ts';

export type ImportsParts = {
	readonly files: () => Pick<ProjectFiles, 'import' | 'importAll' | 'find'>;
	readonly running: RunningTransfer;
	readonly show: (toast: ToastInput) => void;
	/** Goes to a project's studio. */
	readonly open: (id: ProjectId) => void;
};

/** A file that came in: chosen, dropped, or opened with the app, which then knows where it lies. */
export type IncomingFile = { readonly file: File; readonly handle?: FileSystemFileHandle | undefined };

/** What the person is asked about a file whose project is here already. */
export type KnownFile = KnownProject & { readonly fileName: string };
export type KnownAnswer = 'open' | 'copy' | 'nothing';

/** Files on their way into this device, one after the other, with a word about each. */
export class HomeImports {
	#parts: ImportsParts;
	#asked = $state.raw<KnownFile | null>(null);
	#answer: ((answer: KnownAnswer) => void) | null = null;

	constructor(parts: ImportsParts) {
		this.#parts = parts;
	}

	/** What is asked now; null: nothing. */
	get asked(): KnownFile | null {
		return this.#asked;
	}

	answer(answer: KnownAnswer): void {
		this.#asked = null;
		this.#answer?.(answer);
		this.#answer = null;
	}

	/**
	 * Takes `.rastudio` files, and zips of them; says which was refused, and why. Resolves to whether each became a
	 * project of this device.
	 */
	async take(files: readonly IncomingFile[]): Promise<boolean> {
		// Nobody needs it to see their projects.
		const { FileIntake } = await import('./file-intake.ts');
		return new FileIntake({ ...this.#parts, ask: (file) => this.#ask(file) }).take(files);
	}

	#ask(file: KnownFile): Promise<KnownAnswer> {
		this.#asked = file;
		return new Promise((resolve) => (this.#answer = resolve));
	}
}
