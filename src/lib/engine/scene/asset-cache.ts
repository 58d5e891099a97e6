import type { Clock } from '../../base/clock.ts';
import type { Dispose } from '../../base/disposer.ts';
import type { AssetHash } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import type { AssetSource } from '../viewport-port.ts';

/** missing: the bytes are not on this device yet. broken: they are, and cannot be shown. */
export type AssetState<Value> =
	| { readonly status: 'loading' }
	| { readonly status: 'missing' }
	| { readonly status: 'broken'; readonly message: string }
	| { readonly status: 'ready'; readonly value: Value };

type Entry<Value> = { state: AssetState<Value>; users: number; cancelFree: Dispose | undefined };

export type AssetCacheOptions<Value> = {
	readonly source: AssetSource;
	readonly decode: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Value, string>>;
	readonly free: (value: Value) => void;
	readonly clock: Clock;
	/** The state of this asset is another now. */
	readonly onChange: (hash: AssetHash) => void;
};

/** An unused asset is kept this long: undo and scene switches bring it back without decoding. */
const KEEP_UNUSED_MS = 20_000;

/** Decoded assets by hash, loaded once however many entities use them. */
export class AssetCache<Value> {
	#options: AssetCacheOptions<Value>;
	#entries = new Map<AssetHash, Entry<Value>>();
	#loads = new Set<Promise<void>>();
	#disposed = false;

	constructor(options: AssetCacheOptions<Value>) {
		this.#options = options;
	}

	get size(): number {
		return this.#entries.size;
	}

	/** Counts a user and starts loading; what comes later is announced by `onChange`. */
	acquire(hash: AssetHash): AssetState<Value> {
		const known = this.#entries.get(hash);
		if (known) {
			known.users++;
			known.cancelFree?.();
			known.cancelFree = undefined;
			return known.state;
		}
		const entry: Entry<Value> = { state: { status: 'loading' }, users: 1, cancelFree: undefined };
		this.#entries.set(hash, entry);
		this.#begin(hash, entry);
		return entry.state;
	}

	peek(hash: AssetHash): AssetState<Value> | undefined {
		return this.#entries.get(hash)?.state;
	}

	release(hash: AssetHash): void {
		const entry = this.#entries.get(hash);
		if (!entry || --entry.users > 0) return;
		entry.cancelFree = this.#options.clock.after(KEEP_UNUSED_MS, () => {
			this.#entries.delete(hash);
			this.#free(entry);
		});
	}

	/** The bytes may have come: loads again what was missing or broken. */
	retry(hash: AssetHash): void {
		const entry = this.#entries.get(hash);
		if (!entry || entry.state.status === 'ready' || entry.state.status === 'loading') return;
		entry.state = { status: 'loading' };
		this.#begin(hash, entry);
	}

	get loading(): boolean {
		return this.#loads.size > 0;
	}

	/** Resolves when nothing is loading any more. */
	async idle(): Promise<void> {
		while (this.#loads.size > 0) await Promise.all(this.#loads);
	}

	dispose(): void {
		this.#disposed = true;
		for (const entry of this.#entries.values()) {
			entry.cancelFree?.();
			this.#free(entry);
		}
		this.#entries.clear();
	}

	#begin(hash: AssetHash, entry: Entry<Value>): void {
		const load = this.#load(hash, entry).finally(() => this.#loads.delete(load));
		this.#loads.add(load);
	}

	async #load(hash: AssetHash, entry: Entry<Value>): Promise<void> {
		const state = await this.#decode(hash);
		if (this.#disposed || this.#entries.get(hash) !== entry) {
			if (state.status === 'ready') this.#options.free(state.value);
			return;
		}
		entry.state = state;
		this.#options.onChange(hash);
	}

	async #decode(hash: AssetHash): Promise<AssetState<Value>> {
		try {
			const bytes = await this.#options.source.load(hash);
			if (!bytes) return { status: 'missing' };
			const decoded = await this.#options.decode(bytes);
			return decoded.ok
				? { status: 'ready', value: decoded.value }
				: { status: 'broken', message: decoded.error };
		} catch (cause) {
			return { status: 'broken', message: cause instanceof Error ? cause.message : String(cause) };
		}
	}

	#free(entry: Entry<Value>): void {
		if (entry.state.status === 'ready') this.#options.free(entry.state.value);
	}
}
