import { err, ok, type Result } from '#lib/base/result.ts';
import type { OfflineWish } from './app-caches.ts';
import type { KeepProblem, OfflineStatus } from './worker-messages.ts';

/** Why the app would not open, or not do everything, without a network. */
export type OfflineProblem =
	/** No service worker here: a private window, plain http, or the host withdrew it. */
	| 'unsupported'
	/** The worker's own files could not be fetched or verified. */
	| 'not-installed'
	/** The person asks to save data, or pays for it by the megabyte. */
	| 'saving-data'
	| 'metered'
	/** The person removed the parts to make room. */
	| 'removed'
	| 'cancelled'
	| KeepProblem;

export type OfflineState =
	| { readonly kind: 'checking' }
	| { readonly kind: 'ready' }
	| { readonly kind: 'preparing'; readonly done: number; readonly of: number }
	| { readonly kind: 'not-yet'; readonly reason: OfflineProblem };

/** One of this origin's caches. */
export interface KeptCache {
	readonly name: string;
	/** `other`: not the app's, such as an installed game's. */
	readonly what: 'shell' | 'parts' | 'other';
	readonly bytes: number;
	readonly entries: number;
}

export interface OfflineProgress {
	readonly done: number;
	readonly of: number;
}

/** The service worker and its caches as the offline copy needs them; `offline-adapter.ts` is the real one. */
export interface OfflineSource {
	/** Resolves when a worker is installed; false when it could not be. Tries again each time it is asked. */
	whenInstalled(): Promise<boolean>;
	/** What the worker has and lacks; null when it does not say. */
	status(): Promise<OfflineStatus | null>;
	/** Brings one file to this device, verified. */
	keep(url: string): Promise<Result<void, KeepProblem>>;
	/** Why nothing should be fetched unasked; `full`: what room is left is for the person's work. */
	frugality(): Promise<'saving-data' | 'metered' | 'full' | null>;
	whenIdle(): Promise<void>;
	readWish(): Promise<OfflineWish>;
	writeWish(wish: OfflineWish): Promise<void>;
	removeParts(): Promise<void>;
	listCaches(): Promise<KeptCache[]>;
	/** Lets the worker remove what older versions left. */
	tidy(): void;
	/** Calls back when what is known may have changed: seen again, back online, another worker. */
	watch(changed: () => void): void;
}

interface Run {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: OfflineProgress) => void) | undefined;
	/** Waits for a quiet moment before each file. */
	readonly gently?: boolean;
}

const AT_ONCE = 4;

/** The app itself on this device: whether all of it is here, so that it works without any network. */
export class OfflineCopy {
	#state = $state.raw<OfflineState>({ kind: 'checking' });
	#source = Promise.withResolvers<OfflineSource | null>();
	#background: Promise<void> | null = null;
	/** Something changed while the background was at work: it looks again. */
	#changed = false;

	get state(): OfflineState {
		return this.#state;
	}

	/** Begins, with the worker that there is; null where the browser has none. */
	connect(source: OfflineSource | null): void {
		this.#source.resolve(source);
		source?.watch(() => {
			this.#changed = this.#background !== null;
			void this.prepare();
		});
		void this.prepare();
	}

	/** Finds out how it stands, and brings what is missing in quiet moments, unless that costs the person something. */
	prepare(): Promise<void> {
		this.#background ??= this.#prepareAll().finally(() => (this.#background = null));
		return this.#background;
	}

	async #prepareAll(): Promise<void> {
		do {
			this.#changed = false;
			await this.#prepare();
		} while (this.#changed);
	}

	/** Brings all of the app to this device now, because the person asked. What came before a problem stays. */
	async makeAvailableOffline(run: Omit<Run, 'gently'> = {}): Promise<Result<void, OfflineProblem>> {
		const source = await this.#source.promise;
		if (!source) return this.#fail('unsupported');
		if (!(await source.whenInstalled())) return this.#fail('not-installed');
		if ((await source.readWish()) === 'as-used') await source.writeWish('open');
		return await this.#bring(source, run);
	}

	/** Removes everything but the shell. It comes back as it is used, or by `makeAvailableOffline`. */
	async removeHeavyCaches(): Promise<void> {
		const source = await this.#source.promise;
		if (!source) return;
		await source.writeWish('as-used');
		await this.#background;
		await source.removeParts();
		await this.prepare();
	}

	/** The caches of this origin and their size; none where the browser has none. */
	async listCaches(): Promise<KeptCache[]> {
		return (await (await this.#source.promise)?.listCaches()) ?? [];
	}

	async #prepare(): Promise<void> {
		const source = await this.#source.promise;
		if (!source) return void this.#fail('unsupported');
		if (!(await source.whenInstalled())) return void this.#fail('not-installed');
		const status = await source.status();
		if (!status) return void this.#fail('not-installed');
		if (status.missing.length === 0) return await this.#finish(source);
		const wish = await source.readWish();
		const hindrance = wish === 'as-used' ? 'removed' : await source.frugality();
		if (hindrance) return void this.#fail(hindrance);
		await this.#bring(source, { gently: true });
	}

	async #bring(source: OfflineSource, run: Run): Promise<Result<void, OfflineProblem>> {
		const status = await source.status();
		if (!status) return this.#fail('not-installed');
		const left = [...status.missing];
		let done = status.files - left.length;
		const say = () => {
			this.#state = { kind: 'preparing', done, of: status.files };
			run.onProgress?.({ done, of: status.files });
		};
		say();
		let problem: OfflineProblem | null = null;
		const work = async () => {
			for (let url = left.shift(); url !== undefined && !problem; url = left.shift()) {
				if (run.gently) await source.whenIdle();
				problem ??= await this.#hindrance(source, run);
				if (problem) return;
				const kept = await source.keep(url);
				if (!kept.ok) problem ??= kept.error;
				else done++;
				say();
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
		if (problem) return this.#fail(problem);
		await this.#finish(source);
		return ok();
	}

	async #hindrance(source: OfflineSource, { signal, gently }: Run): Promise<OfflineProblem | null> {
		if (signal?.aborted) return 'cancelled';
		return gently && (await source.readWish()) === 'as-used' ? 'removed' : null;
	}

	async #finish(source: OfflineSource): Promise<void> {
		if ((await source.readWish()) !== 'whole') await source.writeWish('whole');
		this.#state = { kind: 'ready' };
		source.tidy();
	}

	#fail(reason: OfflineProblem): Result<void, OfflineProblem> {
		this.#state = { kind: 'not-yet', reason };
		return err(reason);
	}
}
