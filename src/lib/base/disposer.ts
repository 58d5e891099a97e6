export type Dispose = () => void;

/** Collects clean-ups beside what they clean; `dispose()` runs them once, last added first. */
export class Disposer {
	#cleanups: Dispose[] = [];
	#disposed = false;

	get disposed(): boolean {
		return this.#disposed;
	}

	/** Registers a clean-up; runs it at once when already disposed. */
	add(cleanup: Dispose): void {
		if (this.#disposed) cleanup();
		else this.#cleanups.push(cleanup);
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		for (const cleanup of this.#cleanups.reverse()) cleanup();
		this.#cleanups = [];
	}
}
