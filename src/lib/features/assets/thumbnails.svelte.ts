import { SvelteMap } from 'svelte/reactivity';
import type { Dispose } from '#lib/base/disposer.ts';
import type { AssetHash } from '#lib/base/ids.ts';
import type { AssetEntry } from '#lib/doc/project.ts';

export type Thumbnail =
	| { readonly kind: 'drawing' }
	| { readonly kind: 'drawn'; readonly url: string }
	/** The bytes are not on this device yet. */
	| { readonly kind: 'missing' }
	/** It cannot be drawn here (no WebGL, say): its icon stands in. */
	| { readonly kind: 'plain' };

export type ThumbnailParts = {
	readonly load: (hash: AssetHash) => Promise<Uint8Array<ArrayBuffer> | null>;
	/** A picture of the asset; null when there can be none. */
	readonly draw: (asset: AssetEntry, bytes: Uint8Array<ArrayBuffer>) => Promise<Blob | null>;
	readonly onArrived: (listener: (hash: AssetHash) => void) => Dispose;
};

/** What is larger is not taken into memory for a picture the size of a stamp. */
const MAX_DRAWN_BYTES = 64 * 1024 * 1024;

/** Pictures of assets, drawn one at a time as they come into sight, and given back when the panel goes. */
export class Thumbnails {
	#parts: ThumbnailParts;
	#known = new SvelteMap<AssetHash, Thumbnail>();
	#wanted = new Map<AssetHash, AssetEntry>();
	#queue: Promise<void> = Promise.resolve();
	#disposed = false;
	#stop: Dispose;

	constructor(parts: ThumbnailParts) {
		this.#parts = parts;
		this.#stop = parts.onArrived((hash) => {
			const asset = this.#wanted.get(hash);
			if (asset && this.#known.get(hash)?.kind === 'missing') this.#plan(asset);
		});
	}

	of(hash: AssetHash): Thumbnail {
		return this.#known.get(hash) ?? { kind: 'drawing' };
	}

	/** An asset came into sight. */
	want(asset: AssetEntry): void {
		if (this.#wanted.has(asset.hash)) return;
		this.#wanted.set(asset.hash, asset);
		this.#plan(asset);
	}

	/** Resolves when everything wanted so far is drawn. */
	whenDrawn(): Promise<void> {
		return this.#queue;
	}

	dispose(): void {
		this.#disposed = true;
		this.#stop();
		for (const thumbnail of this.#known.values()) {
			if (thumbnail.kind === 'drawn') URL.revokeObjectURL(thumbnail.url);
		}
		this.#known.clear();
	}

	#plan(asset: AssetEntry): void {
		this.#queue = this.#queue.then(() => this.#draw(asset));
	}

	async #draw(asset: AssetEntry): Promise<void> {
		if (this.#disposed) return;
		const thumbnail = await this.#picture(asset);
		if (!this.#disposed) this.#known.set(asset.hash, thumbnail);
		else if (thumbnail.kind === 'drawn') URL.revokeObjectURL(thumbnail.url);
	}

	async #picture(asset: AssetEntry): Promise<Thumbnail> {
		if (asset.bytes > MAX_DRAWN_BYTES) return { kind: 'plain' };
		try {
			const bytes = await this.#parts.load(asset.hash);
			if (!bytes) return { kind: 'missing' };
			const picture = await this.#parts.draw(asset, bytes);
			return picture ? { kind: 'drawn', url: URL.createObjectURL(picture) } : { kind: 'plain' };
		} catch {
			// The bytes were checked when they were imported; what still fails is this device's drawing.
			return { kind: 'plain' };
		}
	}
}
