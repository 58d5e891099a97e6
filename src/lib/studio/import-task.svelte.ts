import type { ImportOptions, ImportProgress } from './project-assets.svelte.ts';

/** Files on their way into the project: how many, how far the one under way is, and a way to stop. */
export class ImportTask {
	#count = $state.raw(0);
	#progress = $state.raw<ImportProgress | null>(null);
	#abort = new AbortController();

	/** Files being imported; 0 while nothing is. */
	get count(): number {
		return this.#count;
	}
	/** The file being kept now; null between files. */
	get progress(): ImportProgress | null {
		return this.#progress;
	}

	/** What is imported already stays; the file under way and those after it don't come. */
	cancel(): void {
		this.#abort.abort();
	}

	/** Counts so many files while `work` goes on. */
	async run<T>(count: number, work: (options: ImportOptions) => Promise<T>): Promise<T> {
		if (this.#count === 0) this.#abort = new AbortController();
		this.#count += count;
		try {
			const onProgress = (progress: ImportProgress) => (this.#progress = progress);
			return await work({ signal: this.#abort.signal, onProgress });
		} finally {
			this.#count -= count;
			this.#progress = null;
		}
	}
}
