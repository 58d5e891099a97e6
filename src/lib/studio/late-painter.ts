import { systemClock } from '../base/clock.ts';
import type { Thumbnails as Painter } from '../engine/thumbnail.ts';

/** The engine's painter of small pictures, which comes with the first of them. */
export class LatePainter {
	#painter: Promise<Painter> | null = null;

	/** Rejects when the engine cannot be fetched; asked again it tries again: the device may be online by then. */
	bring(): Promise<Painter> {
		this.#painter ??= this.#load();
		return this.#painter;
	}

	/** Gives the engine's renderer back. */
	async dispose(): Promise<void> {
		(await this.#painter?.catch(() => null))?.dispose();
	}

	async #load(): Promise<Painter> {
		try {
			return (await import('../engine/thumbnail.ts')).createThumbnails(systemClock);
		} catch (cause) {
			this.#painter = null;
			throw cause;
		}
	}
}
