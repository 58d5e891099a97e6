import { err, ok, type Result } from '#lib/base/result.ts';

/** The service worker as an update needs it; `service-worker-adapter.ts` is the real one. */
export interface UpdateSource {
	/** `waiting`: a new version is ready to take over. `replaced`: another version has just taken over. */
	watch(events: { readonly waiting: () => void; readonly replaced: () => void }): void;
	/** Lets the waiting version take over; `replaced` follows. False when none waits. */
	takeOver(): boolean;
	/** Asks the server for a new version now. */
	check(): Promise<void>;
	/** Asks as well, and resolves when what was found is waiting, or could not be installed. */
	findNewer(): Promise<void>;
}

export interface AppUpdateOptions {
	/** Resolves when everything edited so far is durable on this device; rejects when it cannot be. */
	readonly beforeReload: () => Promise<void>;
	readonly reload: () => void;
	/** Where Vite says that a part of the app could not be loaded: the window, outside tests. */
	readonly target: EventTarget;
}

/** A new version of the app: offered, never forced. Code is swapped only after the person said so and work is safe. */
export class AppUpdate {
	#source: UpdateSource | null = null;
	#options: AppUpdateOptions;
	#updateReady = $state(false);
	#applying = $state(false);
	#partMissing = $state(false);
	/** Another tab let the new version take over: this tab only needs to reload. */
	#replaced = false;

	constructor(options: AppUpdateOptions) {
		this.#options = options;
		// Not prevented: whoever asked for the part learns of it too, and says what does not work.
		options.target.addEventListener('vite:preloadError', () => (this.#partMissing = true));
	}

	/** Begins to look for new versions; without, only reloading is left. */
	connect(source: UpdateSource): void {
		this.#source = source;
		source.watch({
			waiting: () => (this.#updateReady = true),
			replaced: () => void this.#onReplaced(),
		});
	}

	/** Whether to offer the new version. */
	get updateReady(): boolean {
		return this.#updateReady;
	}

	/** A part of the app could not be loaded: the server has only a newer version's, or is away. */
	get partMissing(): boolean {
		return this.#partMissing;
	}

	/** The person goes on without the missing part. */
	goOnWithout(): void {
		this.#partMissing = false;
	}

	/** Between the person's yes and the reload. */
	get applying(): boolean {
		return this.#applying;
	}

	/** Asks the server for a new version now; found or not shows in `updateReady`. */
	async check(): Promise<void> {
		await this.#source?.check();
	}

	/** Saves, lets the new version take over, and reloads. On an error nothing has changed and the offer stands. */
	async apply(): Promise<Result<void, 'not-saved'>> {
		if (!(this.#updateReady || this.#partMissing) || this.#applying) return ok();
		this.#applying = true;
		// The part that is missing is in the version that replaced it.
		if (!this.#updateReady) await this.#source?.findNewer();
		if (!(await this.#save())) return err('not-saved');
		if (this.#replaced || !this.#source?.takeOver()) this.#options.reload();
		return ok();
	}

	async #onReplaced(): Promise<void> {
		this.#replaced = true;
		this.#updateReady = true;
		// Saved once more: something may have been edited while the new version took over.
		if (this.#applying && (await this.#save())) this.#options.reload();
	}

	async #save(): Promise<boolean> {
		try {
			await this.#options.beforeReload();
			return true;
		} catch {
			// Why is shown by the save state; here it only means that a reload would lose work.
			this.#applying = false;
			return false;
		}
	}
}
