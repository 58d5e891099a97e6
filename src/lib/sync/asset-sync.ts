import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { AssetHash, ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { backoffDelay } from './backoff.ts';
import type { ProjectsClient } from './projects-client.ts';
import { isPassing, type ProjectsProblem } from './projects-problem.ts';

/** The assets of this device. */
export interface AssetSource {
	/** Its bytes' number; `null`: not here. */
	size(hash: AssetHash): Promise<number | null>;
	get(hash: AssetHash): Promise<Blob | null>;
	/** The error says, for people, why this device cannot keep it. */
	put(
		hash: AssetHash,
		bytes: Uint8Array<ArrayBuffer>,
	): Promise<Result<unknown, { readonly message: string }>>;
}

/** An asset the project lists, with the size it is said to have. */
export type WantedAsset = { readonly hash: AssetHash; readonly bytes: number };

export type AssetSyncState = {
	/** Wanted assets not known to be on the server, unless this device lacks them; 0 for those who may not upload. */
	readonly uploading: number;
	/** Wanted assets here that are larger than the server takes, and that it lacks: they stay on this device. */
	readonly unsendable: number;
	/** Wanted assets this device lacks, as far as it has looked. */
	readonly downloading: number;
	/** Those given up on until `resume()`, with the reason. */
	readonly failed: ReadonlyMap<AssetHash, string>;
};

export type AssetSyncOptions = {
	readonly projectId: ProjectId;
	readonly token: string;
	readonly client: Pick<ProjectsClient, 'missingAssets' | 'putAsset' | 'getAsset'>;
	readonly source: AssetSource;
	readonly clock: Clock;
	readonly random: Random;
	/** Asked before each round: roles change. */
	readonly canUpload: () => boolean;
};

/** Brings a project's assets to where they lack, one at a time, as often as it takes. */
export class AssetSync {
	readonly #options: AssetSyncOptions;
	readonly #changes = new Emitter<AssetSyncState>();
	readonly #abort = new AbortController();
	#wanted: readonly AssetHash[] = [];
	readonly #here = new Set<AssetHash>();
	#unfetchable: ReadonlySet<AssetHash> = new Set();
	readonly #tooLarge = new Set<AssetHash>();
	readonly #absent = new Set<AssetHash>();
	readonly #onServer = new Set<AssetHash>();
	readonly #failed = new Map<AssetHash, string>();
	#state: AssetSyncState = { uploading: 0, unsendable: 0, downloading: 0, failed: new Map() };
	#running = false;
	#again = false;
	#attempt = 0;
	/** Seconds the server asked us to wait. */
	#retryAfter = 0;
	#cancelRetry: Dispose | null = null;

	constructor(options: AssetSyncOptions) {
		this.#options = options;
	}

	get state(): AssetSyncState {
		return this.#state;
	}

	onChange(listener: (state: AssetSyncState) => void): Dispose {
		return this.#changes.on(listener);
	}

	/** The assets the project refers to now, wherever they are. */
	want(assets: Iterable<WantedAsset>): void {
		const known = new Set(this.#wanted);
		const bytesOf = new Map([...assets].map(({ hash, bytes }) => [hash, bytes]));
		this.#wanted = [...bytesOf.keys()];
		// No server ever gets those: whoever has them may hand them over as a file.
		this.#unfetchable = new Set(this.#wanted.filter((hash) => (bytesOf.get(hash) ?? 0) > MAX_ASSET_BYTES));
		this.#refresh();
		if (this.#wanted.some((hash) => !known.has(hash))) this.#start();
	}

	/** Tries now: the line is back, or the person asked to. Also what was given up on. */
	resume(): void {
		this.#failed.clear();
		this.#attempt = 0;
		this.#start();
	}

	/** Ends transfers under way. Idempotent. */
	dispose(): void {
		this.#abort.abort();
		this.#cancelRetry?.();
		this.#cancelRetry = null;
		this.#changes.clear();
	}

	get #disposed(): boolean {
		return this.#abort.signal.aborted;
	}

	#start(): void {
		if (this.#disposed) return;
		this.#cancelRetry?.();
		this.#cancelRetry = null;
		this.#again = true;
		if (!this.#running) void this.#run();
	}

	async #run(): Promise<void> {
		this.#running = true;
		while (this.#again && !this.#disposed) {
			this.#again = false;
			this.#retryAfter = 0;
			const progress = this.#here.size + this.#onServer.size;
			try {
				await this.#round();
			} catch {
				// Only this device's storage rejects here; it says so itself, and the next round asks it again.
			}
			if (this.#here.size + this.#onServer.size > progress) this.#attempt = 0;
		}
		this.#running = false;
		if (!this.#disposed && this.#isLeft()) this.#retryLater();
	}

	async #round(): Promise<void> {
		await this.#look();
		await this.#upload();
		await this.#download();
	}

	async #look(): Promise<void> {
		for (const hash of this.#wanted) {
			if (this.#here.has(hash)) continue;
			const size = await this.#options.source.size(hash);
			if (size === null) this.#absent.add(hash);
			else this.#arrived(hash, size);
		}
		this.#refresh();
	}

	async #upload(): Promise<void> {
		const unsure = this.#wanted.filter((hash) => this.#isToSend(hash) && this.#here.has(hash));
		if (unsure.length === 0 || !this.#options.canUpload()) return;
		const { client, projectId, token } = this.#options;
		const missing = await client.missingAssets(projectId, token, unsure, this.#transfer);
		if (!missing.ok) return this.#giveUp(unsure, missing.error);
		const lacking = new Set(missing.value);
		for (const hash of unsure) if (!lacking.has(hash)) this.#onServer.add(hash);
		this.#refresh();
		for (const hash of unsure) if (lacking.has(hash) && !(await this.#send(hash))) return;
	}

	/** False when there is no point in going on with the next one now. */
	async #send(hash: AssetHash): Promise<boolean> {
		const { client, projectId, token, source } = this.#options;
		if (this.#disposed) return false;
		const blob = await source.get(hash);
		if (!blob) {
			this.#here.delete(hash);
			this.#absent.add(hash);
			return true;
		}
		const sent = await client.putAsset(projectId, token, hash, blob, this.#transfer);
		if (sent.ok) this.#onServer.add(hash);
		return this.#settle(hash, sent);
	}

	async #download(): Promise<void> {
		for (const hash of this.#wanted) {
			if (!this.#absent.has(hash) || this.#failed.has(hash) || this.#unfetchable.has(hash)) continue;
			if (!(await this.#fetch(hash))) return;
		}
	}

	async #fetch(hash: AssetHash): Promise<boolean> {
		const { client, projectId, token, source } = this.#options;
		if (this.#disposed) return false;
		const found = await client.getAsset(projectId, token, hash, this.#transfer);
		if (found.ok && !this.#disposed) {
			const kept = await source.put(hash, found.value);
			this.#onServer.add(hash);
			if (kept.ok) this.#arrived(hash, found.value.length);
			else this.#failed.set(hash, kept.error.message);
		}
		return this.#settle(hash, found);
	}

	get #transfer(): { signal: AbortSignal } {
		return { signal: this.#abort.signal };
	}

	#arrived(hash: AssetHash, size: number): void {
		if (size > MAX_ASSET_BYTES) this.#tooLarge.add(hash);
		this.#absent.delete(hash);
		this.#here.add(hash);
	}

	#settle(hash: AssetHash, outcome: Result<unknown, ProjectsProblem>): boolean {
		if (!outcome.ok) this.#giveUp([hash], outcome.error);
		this.#refresh();
		// Not found, damaged or invalid is about this one; anything else would meet the next one too.
		return outcome.ok || ['not-found', 'damaged', 'invalid'].includes(outcome.error.reason);
	}

	#giveUp(hashes: readonly AssetHash[], error: ProjectsProblem): void {
		this.#retryAfter = Math.max(this.#retryAfter, error.retryAfter ?? 0);
		if (isPassing(error) || this.#disposed) return;
		for (const hash of hashes) this.#failed.set(hash, error.message);
		this.#refresh();
	}

	#retryLater(): void {
		const { clock, random } = this.#options;
		const delay = backoffDelay(this.#attempt++, random, this.#retryAfter * 1000);
		this.#cancelRetry = clock.after(delay, () => this.#start());
	}

	#isToSend(hash: AssetHash): boolean {
		return !this.#onServer.has(hash) && !this.#failed.has(hash) && !this.#tooLarge.has(hash);
	}

	#isLeft(): boolean {
		const uploads = this.#options.canUpload();
		return this.#wanted.some((hash) =>
			this.#here.has(hash)
				? uploads && this.#isToSend(hash)
				: !this.#failed.has(hash) && !this.#unfetchable.has(hash),
		);
	}

	#refresh(): void {
		const unsent = this.#wanted.filter((hash) => !this.#onServer.has(hash) && !this.#absent.has(hash));
		const unsendable = unsent.filter((hash) => this.#tooLarge.has(hash)).length;
		const uploading = this.#options.canUpload() ? unsent.length - unsendable : 0;
		const downloading = this.#wanted.filter((hash) => this.#absent.has(hash)).length;
		const failed = new Map(this.#failed);
		const { state } = this;
		this.#state = { uploading, unsendable, downloading, failed };
		const same =
			state.uploading === uploading && state.unsendable === unsendable && state.downloading === downloading;
		if (!same || state.failed.size !== failed.size) this.#changes.emit(this.#state);
	}
}
