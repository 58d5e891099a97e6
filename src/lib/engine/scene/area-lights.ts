/** Loads the tables that area lights are worked out with when the first such light is shown. */
export class AreaLights {
	#load: () => Promise<void>;
	#onReady: () => void;
	#ready = false;
	#loading: Promise<void> | undefined;

	constructor(load: () => Promise<void>, onReady: () => void) {
		this.#load = load;
		this.#onReady = onReady;
	}

	/** Whether an area light may shine; if not yet, `onReady` tells when to ask again. */
	demand(): boolean {
		if (!this.#ready) this.#loading ??= this.#begin();
		return this.#ready;
	}

	get loading(): boolean {
		return this.#loading !== undefined && !this.#ready;
	}

	/** Resolves when the tables, if any light asked for them, are here. */
	async idle(): Promise<void> {
		await this.#loading;
	}

	async #begin(): Promise<void> {
		try {
			await this.#load();
			this.#ready = true;
			this.#onReady();
		} catch {
			// The chunk could not be loaded (offline, not cached yet): the next area light asks again.
			this.#loading = undefined;
		}
	}
}
