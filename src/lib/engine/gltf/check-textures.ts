import type { Json } from './gltf-json.ts';
import { Refused } from './refused.ts';

/** All textures of a model together; beyond this phones run out of memory. */
const MAX_TEXTURE_PIXELS = 128 * 1024 * 1024;

export const imageName = (image: Json, index: number): string =>
	typeof image['name'] === 'string' ? image['name'] : `image ${index + 1}`;

export function refuseKtx2(image: Json): void {
	if (image['mimeType'] === 'image/ktx2')
		throw new Refused(
			'unsupported',
			'has KTX2 textures, which cannot be read yet. Export it with PNG, JPEG or WebP textures.',
		);
}

/** Refuses a model whose textures have more pixels in all than can be held. */
export function checkPixels(pixels: number): void {
	if (pixels > MAX_TEXTURE_PIXELS)
		throw new Refused(
			'bad-image',
			`has textures of ${Math.round(pixels / 1e6)} million pixels in all, more than ${Math.round(MAX_TEXTURE_PIXELS / 1e6)}. Scale them down and export it again.`,
		);
}
