import { SvelteMap } from 'svelte/reactivity';
import { Disposer, type Dispose } from '../base/disposer.ts';

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
	/** Tells the key of what looks otherwise now. */
	readonly onChanged?: (listener: (key: string) => void) => Dispose;
};

/** Small pictures, drawn one at a time as what they are of comes into sight, and given back when nobody looks any more. */
export class Thumbnails<Item> {
	#parts: ThumbnailParts<Item>;
	#known = new SvelteMap<string, Thumbnail>();
	#wanted = new Map<string, Item>();
	#queue: Promise<void> = Promise.resolve();
	#disposed = false;
	#stops = new Disposer();
	/** Drawn anew already, but not yet begun: once is enough. */
	#planned = new Set<string>();

	constructor(parts: ThumbnailParts<Item>) {
		this.#parts = parts;
		const again = (key: string) => {
			const item = this.#wanted.get(key);
			if (item !== undefined) this.#plan(key, item);
		};
		const onlyMissing = (key: string) => this.#known.get(key)?.kind === 'missing' && again(key);
		if (parts.onArrived) this.#stops.add(parts.onArrived(onlyMissing));
		if (parts.onChanged) this.#stops.add(parts.onChanged(again));
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
		this.#stops.dispose();
		for (const thumbnail of this.#known.values()) {
			if (thumbnail.kind === 'drawn') URL.revokeObjectURL(thumbnail.url);
		}
		this.#known.clear();
	}

	#plan(key: string, item: Item): void {
		if (this.#planned.has(key)) return;
		this.#planned.add(key);
		this.#queue = this.#queue.then(() => this.#draw(key, item));
	}

	/** What was drawn before stays until there is another. */
	async #draw(key: string, item: Item): Promise<void> {
		this.#planned.delete(key);
		if (this.#disposed) return;
		const thumbnail = await this.#picture(item);
		const stale = this.#disposed ? thumbnail : this.#known.get(key);
		if (stale?.kind === 'drawn') URL.revokeObjectURL(stale.url);
		if (!this.#disposed) this.#known.set(key, thumbnail);
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
