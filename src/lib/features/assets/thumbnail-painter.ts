import { systemClock } from '#lib/base/clock.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import { isHdr } from '#lib/engine/image/check-hdr.ts';
import type { Thumbnails as Pictures } from '#lib/engine/thumbnail.ts';

/** Twice the card's size in CSS pixels, for dense screens. */
const SIZE = { width: 184, height: 144 };

/** Draws assets: images are themselves, models are rendered by the engine, which comes with the first of them. */
export class ThumbnailPainter {
	#pictures: Promise<Pictures> | null = null;

	/** A picture of the asset; null when the device cannot draw it. */
	async draw({ type }: AssetEntry, bytes: Uint8Array<ArrayBuffer>): Promise<Blob | null> {
		if (type === 'image' && isHdr(bytes))
			return (await import('#lib/engine/image/decode-hdr.ts')).drawHdr(bytes, SIZE.width);
		if (type === 'image') return new Blob([bytes]);
		this.#pictures ??= this.#load();
		const drawn = await (await this.#pictures).model(bytes, SIZE);
		return drawn.ok ? drawn.value : null;
	}

	async #load(): Promise<Pictures> {
		try {
			return (await import('#lib/engine/thumbnail.ts')).createThumbnails(systemClock);
		} catch (cause) {
			// Asked for again by the next one: the device may be online by then.
			this.#pictures = null;
			throw cause;
		}
	}

	/** Gives the engine's renderer back. */
	async dispose(): Promise<void> {
		(await this.#pictures?.catch(() => null))?.dispose();
	}
}
