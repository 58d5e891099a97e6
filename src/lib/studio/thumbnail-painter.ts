import type { AssetHash } from '../base/ids.ts';
import type { AssetEntry } from '../doc/project.ts';
import { isHdr } from '../engine/image/check-hdr.ts';
import { CARD_SIZE } from './card-size.ts';
import type { LatePainter } from './late-painter.ts';

/** What is larger is not taken into memory for a picture the size of a stamp. */
export const MAX_DRAWN_BYTES = 64 * 1024 * 1024;

type Load = (hash: AssetHash) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Draws assets: images are themselves, models are rendered by the engine, sounds show how loud they are. */
export class ThumbnailPainter {
	#load: Load;
	#painter: Pick<LatePainter, 'bring'>;

	constructor(load: Load, painter: Pick<LatePainter, 'bring'>) {
		this.#load = load;
		this.#painter = painter;
	}

	/** A picture of the asset; null when the device cannot draw it. */
	async draw({ type, hash, bytes: size }: AssetEntry): Promise<Blob | 'missing' | null> {
		if (size > MAX_DRAWN_BYTES) return null;
		const bytes = await this.#load(hash);
		if (!bytes) return 'missing';
		if (type === 'image' && isHdr(bytes))
			return (await import('../engine/image/decode-hdr.ts')).drawHdr(bytes, CARD_SIZE.width);
		if (type === 'image') return new Blob([bytes]);
		if (type === 'audio') return (await import('./draw-waveform.ts')).drawWaveform(bytes, CARD_SIZE);
		const drawn = await (await this.#painter.bring()).model(bytes, CARD_SIZE);
		return drawn.ok ? drawn.value : null;
	}
}
