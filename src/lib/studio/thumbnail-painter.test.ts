import { expect, it, vi } from 'vitest';
import type { AssetHash } from '#lib/base/ids.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import { MAX_DRAWN_BYTES, ThumbnailPainter } from './thumbnail-painter.ts';

const IMAGE: AssetEntry = { hash: 'a'.repeat(64) as AssetHash, name: 'wall.png', type: 'image', bytes: 3 };
const NO_ENGINE = { bring: () => Promise.reject(new Error('nothing here needs the engine')) };

it('shows an image as itself, and says what has not come yet', async () => {
	const load = vi.fn(async () => new Uint8Array([1, 2, 3]));
	const picture = await new ThumbnailPainter(load, NO_ENGINE).draw(IMAGE);
	expect(picture).toBeInstanceOf(Blob);
	expect((picture as Blob).size).toBe(3);
	expect(await new ThumbnailPainter(async () => null, NO_ENGINE).draw(IMAGE)).toBe('missing');
});

it('does not take into memory what is too large for a stamp', async () => {
	const load = vi.fn(async () => new Uint8Array(1));
	expect(
		await new ThumbnailPainter(load, NO_ENGINE).draw({ ...IMAGE, bytes: MAX_DRAWN_BYTES + 1 }),
	).toBeNull();
	expect(load).not.toHaveBeenCalled();
});
