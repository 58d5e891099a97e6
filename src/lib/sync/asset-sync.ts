import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { AssetHash, ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import { err, type Result } from '../base/result.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { backoffDelay } from './backoff.ts';
import type { FetchedAsset, ProjectsClient, TransferOptions } from './projects-client.ts';
import { isPassing, type ProjectsProblem } from './projects-problem.ts';
import { UploadPlaces, type PlaceSetting } from './upload-places.ts';

/** The assets of this device. */
export interface AssetSource {
	/** Its bytes' number; `null`: not here. */
	size(hash: AssetHash): Promise<number | null>;
	get(hash: AssetHash): Promise<Blob | null>;
	/** The error says, for people, why this device cannot keep it; `differs`: the bytes are not what the hash names. */
	put(
		hash: AssetHash,
		blob: Blob,
	): Promise<Result<unknown, { readonly reason: string; readonly message: string }>>;
}

/** An asset the project lists, with the size it is said to have. */
export type WantedAsset = { readonly hash: AssetHash; readonly bytes: number };

/** Why one was given up on: `here`, what this device says; else the server. `message` is for people. */
export type AssetProblem = {
	readonly reason: ProjectsProblem['reason'] | 'here';
	readonly message: string;
};

export type AssetSyncState = {
	/** Wanted assets here that are not known to be on the server and may get there; 0 for those who may not upload. */
	readonly uploading: number;
	/** Those the server will not take as things are, as when the project has all the bytes it may; with the reason. */
	readonly refused: {
		readonly count: number;
		readonly first: AssetHash;
		readonly problem: AssetProblem;
	} | null;
	/** One that waits until the server's disk has room again, which is asked for by and by. */
	readonly held: AssetHash | null;
	/** Wanted assets here that are larger than the server takes, and that it lacks: they stay on this device. */
	readonly unsendable: number;
	/** Wanted assets this device lacks, as far as it has looked. */
	readonly downloading: number;
	/** Those given up on until `resume()`, with the reason. */
	readonly failed: ReadonlyMap<AssetHash, string>;
	/** What is under way now. */
	readonly transfers: ReadonlyMap<AssetHash, AssetProgress>;
};

export type AssetProgress = {
	readonly way: 'up' | 'down';
	/** Bytes that have arrived, of all there are. */
	readonly done: number;
	readonly bytes: number;
};

export type AssetSyncOptions = {
	readonly projectId: ProjectId;
	/** One that holds now; null: there is none yet, or not any more. */
	readonly token: () => Promise<string | null>;
	readonly client: Pick<ProjectsClient, 'missingAssets' | 'sendAsset' | 'fetchAsset'>;
	readonly source: AssetSource;
	/** Where the addresses of unfinished uploads are kept. */
	readonly places: PlaceSetting;
	/** Keeps other tabs from sending the same asset; null when one of them is at it. */
	readonly holdLock: (name: string) => Promise<Dispose | null>;
	readonly clock: Clock;
	readonly random: Random;
	/** Asked before each round: roles change. */
	readonly canUpload: () => boolean;
	/** What the project's versions on this device name: the server is asked to keep those as well. */
	readonly versionAssets: () => Promise<readonly AssetHash[]>;
};

/** Transfers at once each way: enough that small ones don't wait for a large one, few enough for a slow line. */
const TRANSFERS = 3;
/** How often the server is told what is relied on here; what nobody names nor asks about for days it removes. */
export const RENEW_EVERY_MS = 12 * 60 * 60 * 1000;
/** Progress is told in steps of so many bytes. */
const STEP_BYTES = 1024 * 1024;
const NOTHING: AssetSyncState = {
	uploading: 0,
	refused: null,
	held: null,
	unsendable: 0,
	downloading: 0,
	failed: new Map(),
	transfers: new Map(),
};

/** Brings a project's assets to where they lack, a few at a time, as often as it takes. */
export class AssetSync {
	readonly #options: AssetSyncOptions;
	readonly #places: UploadPlaces;
	readonly #changes = new Emitter<AssetSyncState>();
	readonly #abort = new AbortController();
	#wanted: readonly AssetHash[] = [];
	#sizes: ReadonlyMap<AssetHash, number> = new Map();
	readonly #here = new Set<AssetHash>();
	readonly #tooLarge = new Set<AssetHash>();
	readonly #absent = new Set<AssetHash>();
	readonly #onServer = new Set<AssetHash>();
	readonly #failed = new Map<AssetHash, AssetProblem>();
	#held: AssetHash | null = null;
	readonly #transfers = new Map<AssetHash, AssetProgress & { readonly abort: AbortController }>();
	/** What came of downloads before the line broke. */
	readonly #parts = new Map<AssetHash, Blob>();
	#state = NOTHING;
	#running = false;
	#again = false;
	#attempt = 0;
	/** Seconds the server asked us to wait. */
	#retryAfter = 0;
	#cancelRetry: Dispose | null = null;
	#renewAt = 0;

	constructor(options: AssetSyncOptions) {
		this.#options = options;
		this.#places = new UploadPlaces(options.places);
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
		this.#sizes = new Map([...assets].map(({ hash, bytes }) => [hash, bytes]));
		this.#wanted = [...this.#sizes.keys()];
		for (const hash of this.#parts.keys()) if (!this.#sizes.has(hash)) this.#parts.delete(hash);
		this.#refresh();
		if (this.#wanted.some((hash) => !known.has(hash))) this.#start();
	}

	/** Tries now: the line is back, or the person asked to. Also what was given up on. */
	resume(): void {
		this.#failed.clear();
		this.#attempt = 0;
		this.#start();
	}

	/** Stops bringing this asset anywhere until `resume()`; `why` is for people. What has come of it is kept. */
	cancel(hash: AssetHash, why: string): void {
		this.#failed.set(hash, { reason: 'here', message: why });
		this.#transfers.get(hash)?.abort.abort();
		this.#refresh();
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
				await this.#look();
				// What others wait for and what we wait for do not wait for each other.
				await Promise.all([this.#upload(), this.#download()]);
			} catch {
				// Only this device's storage rejects here; it says so itself, and the next round asks it again.
			}
			if (this.#here.size + this.#onServer.size > progress) this.#attempt = 0;
		}
		this.#running = false;
		if (this.#disposed) return;
		if (this.#isLeft()) this.#retryLater();
		else this.#cancelRetry = this.#options.clock.after(RENEW_EVERY_MS, () => this.#start());
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
		if (!this.#options.canUpload()) return;
		const { client, projectId, clock } = this.#options;
		const isDue = clock.now() >= this.#renewAt;
		const relied = isDue ? await this.#reliedOn() : [];
		const asked = [...new Set([...unsure, ...relied])];
		if (asked.length === 0) return;
		const missing = await this.#withToken((token) =>
			client.missingAssets(projectId, token, asked, { signal: this.#abort.signal }),
		);
		if (!missing.ok) return this.#giveUp(unsure, missing.error);
		if (isDue) this.#renewAt = clock.now() + RENEW_EVERY_MS;
		const lacking = new Set(missing.value);
		for (const hash of asked) if (lacking.has(hash)) this.#onServer.delete(hash);
		for (const hash of unsure) if (!lacking.has(hash)) await this.#isThere(hash);
		this.#refresh();
		await this.#each(
			this.#wanted.filter((hash) => lacking.has(hash) && this.#here.has(hash) && this.#isToSend(hash)),
			(hash) => this.#send(hash),
		);
	}

	/** What must not go from the server though no document there may name it any more, or yet. */
	async #reliedOn(): Promise<readonly AssetHash[]> {
		return [
			...this.#wanted.filter((hash) => this.#onServer.has(hash)),
			...(await this.#options.versionAssets()),
		];
	}

	async #download(): Promise<void> {
		const lacking = this.#wanted.filter((hash) => this.#isToFetch(hash));
		await this.#each(lacking, (hash) => this.#fetch(hash));
	}

	/** A few at once, until one says that there is no point in going on now. */
	async #each(hashes: readonly AssetHash[], bring: (hash: AssetHash) => Promise<boolean>): Promise<void> {
		const left = hashes[Symbol.iterator]();
		let goesOn = true;
		const bringSome = async () => {
			for (const hash of left) {
				// The iterator is shared: whoever is free takes the next.
				if (!goesOn || this.#disposed) return;
				if (this.#failed.has(hash)) continue;
				if (!(await bring(hash))) goesOn = false;
			}
		};
		await Promise.all(Array.from({ length: TRANSFERS }, bringSome));
	}

	async #send(hash: AssetHash): Promise<boolean> {
		const { client, projectId, source, holdLock } = this.#options;
		const release = await holdLock(`asset-upload:${projectId}:${hash}`);
		// Another tab sends it; the next round asks the server whether it did.
		if (!release) return true;
		try {
			const blob = await source.get(hash);
			if (!blob) {
				this.#here.delete(hash);
				this.#absent.add(hash);
				return true;
			}
			const sent = await this.#transfer(hash, 'up', blob.size, (transfer) =>
				this.#withToken((token) =>
					client.sendAsset(projectId, token, hash, blob, { ...transfer, places: this.#places }),
				),
			);
			if (sent.ok) this.#onServer.add(hash);
			return this.#settle(hash, sent.ok ? null : sent.error);
		} finally {
			release();
		}
	}

	async #fetch(hash: AssetHash): Promise<boolean> {
		const { client, projectId, source } = this.#options;
		const after = this.#parts.get(hash) ?? null;
		const found = await this.#transfer(hash, 'down', this.#sizes.get(hash) ?? 0, (transfer) =>
			this.#fetchWithToken(
				(token) => client.fetchAsset(projectId, token, hash, { ...transfer, after }),
				after,
			),
		);
		this.#parts.delete(hash);
		if (found.problem || !found.blob) {
			if (found.blob && found.blob.size > 0) this.#parts.set(hash, found.blob);
			return this.#settle(hash, found.problem);
		}
		if (this.#disposed) return false;
		const kept = await source.put(hash, found.blob);
		if (!kept.ok && kept.error.reason === 'differs') {
			const message = `The server's bytes for asset ${hash} are not what their name says`;
			return this.#settle(hash, { reason: 'damaged', message });
		}
		this.#onServer.add(hash);
		if (kept.ok) this.#arrived(hash, found.blob.size);
		else this.#failed.set(hash, { reason: 'here', message: kept.error.message });
		return this.#settle(hash, null);
	}

	async #withToken<T>(
		run: (token: string) => Promise<Result<T, ProjectsProblem>>,
	): Promise<Result<T, ProjectsProblem>> {
		const token = await this.#options.token();
		return token === null ? err(NO_TOKEN) : run(token);
	}

	async #fetchWithToken(
		run: (token: string) => Promise<FetchedAsset>,
		after: Blob | null,
	): Promise<FetchedAsset> {
		const token = await this.#options.token();
		return token === null ? { blob: after, problem: NO_TOKEN } : run(token);
	}

	async #transfer<T>(
		hash: AssetHash,
		way: AssetProgress['way'],
		bytes: number,
		run: (options: TransferOptions) => Promise<T>,
	): Promise<T> {
		const abort = new AbortController();
		const progress = { way, bytes, abort };
		let told = 0;
		const onProgress = (done: number) => {
			if (done - told < STEP_BYTES && done < bytes) return;
			told = done;
			this.#transfers.set(hash, { ...progress, done });
			this.#refresh();
		};
		this.#transfers.set(hash, { ...progress, done: 0 });
		this.#refresh();
		try {
			return await run({ signal: AbortSignal.any([abort.signal, this.#abort.signal]), onProgress });
		} finally {
			this.#transfers.delete(hash);
		}
	}

	#arrived(hash: AssetHash, size: number): void {
		if (size > MAX_ASSET_BYTES) this.#tooLarge.add(hash);
		this.#absent.delete(hash);
		this.#here.add(hash);
	}

	/** The server says that it has it. */
	async #isThere(hash: AssetHash): Promise<void> {
		this.#onServer.add(hash);
		await this.#places.set(hash, null);
	}

	/** Whether there is a point in going on with the next one now. */
	#settle(hash: AssetHash, problem: ProjectsProblem | null): boolean {
		if (this.#held === hash) this.#held = null;
		if (problem) this.#giveUp([hash], problem);
		this.#refresh();
		// A reason of this one's own; anything else would meet the next one too.
		return problem === null || this.#failed.has(hash) || OWN.has(problem.reason);
	}

	#giveUp(hashes: readonly AssetHash[], error: ProjectsProblem): void {
		this.#retryAfter = Math.max(this.#retryAfter, error.retryAfter ?? 0);
		if (this.#disposed) return;
		if (error.reason === 'storage-full') this.#held = hashes[0] ?? null;
		if (!isPassing(error)) for (const hash of hashes) this.#failed.set(hash, error);
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

	#isToFetch(hash: AssetHash): boolean {
		// No server ever gets those that are too large: whoever has them may hand them over as a file.
		const isFetchable = (this.#sizes.get(hash) ?? 0) <= MAX_ASSET_BYTES;
		return this.#absent.has(hash) && !this.#failed.has(hash) && isFetchable;
	}

	#isLeft(): boolean {
		const uploads = this.#options.canUpload();
		return this.#wanted.some((hash) =>
			this.#here.has(hash) ? uploads && this.#isToSend(hash) : this.#isToFetch(hash),
		);
	}

	#refresh(): void {
		const unsent = this.#options.canUpload()
			? this.#wanted.filter((hash) => !this.#onServer.has(hash) && !this.#absent.has(hash))
			: [];
		const refused = unsent.filter((hash) => this.#failed.has(hash));
		const [first] = refused;
		const problem = first && this.#failed.get(first);
		const unsendable = this.#unsendable();
		this.#set({
			uploading: unsent.filter((hash) => this.#isToSend(hash)).length,
			refused: first && problem ? { count: refused.length, first, problem } : null,
			held: unsent.find((hash) => hash === this.#held) ?? null,
			unsendable,
			downloading: this.#wanted.filter((hash) => this.#absent.has(hash)).length,
			failed: new Map([...this.#failed].map(([hash, { message }]) => [hash, message])),
			transfers: new Map(
				[...this.#transfers].map(([hash, { way, done, bytes }]) => [hash, { way, done, bytes }]),
			),
		});
	}

	#unsendable(): number {
		return this.#wanted.filter((hash) => this.#tooLarge.has(hash) && !this.#onServer.has(hash)).length;
	}

	#set(state: AssetSyncState): void {
		const before = this.#state;
		this.#state = state;
		if (summaryOf(before) !== summaryOf(state)) this.#changes.emit(state);
	}
}

/** It is tried again: whoever may come in has a token by and by. */
const NO_TOKEN: ProjectsProblem = {
	reason: 'unreachable',
	message: 'This device has no way into the project now',
};

/** Problems that are about one asset. */
const OWN = new Set<ProjectsProblem['reason']>(['not-found', 'damaged', 'mismatch', 'conflict', 'answer']);

/** Two states with the same one look the same to everybody. */
function summaryOf(state: AssetSyncState): string {
	const { uploading, refused, held, unsendable, downloading, failed, transfers } = state;
	return JSON.stringify([uploading, refused, held, unsendable, downloading, failed.size, [...transfers]]);
}
