import { SvelteMap } from 'svelte/reactivity';
import type { Dispose } from '../base/disposer.ts';

export type Thumbnail =
	| { readonly kind: 'drawing' }
	| { readonly kind: 'drawn'; readonly url: string }
	/** The bytes are not on this device yet. */
	| { readonly kind: 'missing' }
	/** It cannot be drawn here (no WebGL, say): its icon stands in. */
	| { readonly kind: 'plain' };

export type ThumbnailParts<Item> = {
	readonly keyOf: (item: Item) => string;
	/** A picture of it; null when there can be none. */
	readonly draw: (item: Item) => Promise<Blob | 'missing' | null>;
	/** Tells the key of what can be drawn from now on. */
	readonly onArrived?: (listener: (key: string) => void) => Dispose;
};

/** Small pictures, drawn one at a time as what they are of comes into sight, and given back when nobody looks any more. */
export class Thumbnails<Item> {
	#parts: ThumbnailParts<Item>;
	#known = new SvelteMap<string, Thumbnail>();
	#wanted = new Map<string, Item>();
	#queue: Promise<void> = Promise.resolve();
	#disposed = false;
	#stop: Dispose | undefined;

	constructor(parts: ThumbnailParts<Item>) {
		this.#parts = parts;
		this.#stop = parts.onArrived?.((key) => {
			const item = this.#wanted.get(key);
			if (item !== undefined && this.#known.get(key)?.kind === 'missing') this.#plan(key, item);
		});
	}

	of(key: string): Thumbnail {
		return this.#known.get(key) ?? { kind: 'drawing' };
	}

	/** It came into sight. */
	want(item: Item): void {
		const key = this.#parts.keyOf(item);
		if (this.#wanted.has(key)) return;
		this.#wanted.set(key, item);
		this.#plan(key, item);
	}

	/** Resolves when everything wanted so far is drawn. */
	whenDrawn(): Promise<void> {
		return this.#queue;
	}

	dispose(): void {
		this.#disposed = true;
		this.#stop?.();
		for (const thumbnail of this.#known.values()) {
			if (thumbnail.kind === 'drawn') URL.revokeObjectURL(thumbnail.url);
		}
		this.#known.clear();
	}

	#plan(key: string, item: Item): void {
		this.#queue = this.#queue.then(() => this.#draw(key, item));
	}

	async #draw(key: string, item: Item): Promise<void> {
		if (this.#disposed) return;
		const thumbnail = await this.#picture(item);
		if (!this.#disposed) this.#known.set(key, thumbnail);
		else if (thumbnail.kind === 'drawn') URL.revokeObjectURL(thumbnail.url);
	}

	async #picture(item: Item): Promise<Thumbnail> {
		try {
			const picture = await this.#parts.draw(item);
			if (picture === 'missing') return { kind: 'missing' };
			return picture ? { kind: 'drawn', url: URL.createObjectURL(picture) } : { kind: 'plain' };
		} catch {
			// What it is of was checked when it came; what still fails is this device's drawing.
			return { kind: 'plain' };
		}
	}
}
