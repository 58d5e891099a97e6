import { describe, expect, it } from 'vitest';
import { checkImage, type BadImage } from './check-image.ts';

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

const png = (width: number, height: number) =>
	new Uint8Array([
		0x89,
		...ascii('PNG\r\n\x1a\n'),
		...u32(13),
		...ascii('IHDR'),
		...u32(width),
		...u32(height),
		8,
		6,
		0,
		0,
		0,
	]);

/** An EXIF segment, then the frame header. */
const jpeg = (width: number, height: number) =>
	new Uint8Array([
		...[0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xc2, 0, 17, 8],
		...[height >> 8, height & 255, width >> 8, width & 255, 3],
	]);

const webp = (kind: 'VP8X' | 'VP8L' | 'VP8 ', rest: number[]) =>
	new Uint8Array([...ascii('RIFF'), 0, 0, 0, 0, ...ascii('WEBP'), ...ascii(kind), 0, 0, 0, 0, ...rest]);

describe('images that can be shown', () => {
	it.each([
		['png', png(300, 200), 'image/png'],
		['progressive jpeg behind EXIF', jpeg(300, 200), 'image/jpeg'],
		['extended webp', webp('VP8X', [0, 0, 0, 0, 299 & 255, 1, 0, 199, 0, 0]), 'image/webp'],
		[
			'lossless webp',
			webp('VP8L', [0x2f, 299 & 255, ((299 >> 8) | (199 << 6)) & 255, 199 >> 2, 0]),
			'image/webp',
		],
		['lossy webp', webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 300 & 255, 300 >> 8, 200, 0]), 'image/webp'],
	])('%s: size and kind come from the bytes', (_, bytes, mediaType) => {
		expect(checkImage(bytes, 'a.xyz')).toEqual({ ok: true, value: { mediaType, width: 300, height: 200 } });
	});
});

describe('images that are refused', () => {
	it.each<[string, Uint8Array, BadImage['reason']]>([
		['nothing', new Uint8Array(), 'empty'],
		['an SVG', new TextEncoder().encode('<?xml version="1.0"?>\n<svg xmlns="…"/>'), 'vector'],
		['text', new TextEncoder().encode('GIF? no'), 'not-an-image'],
		['a GIF', new Uint8Array(ascii('GIF89a....')), 'not-an-image'],
		['a cut-off png', png(10, 10).subarray(0, 18), 'damaged'],
		['a jpeg without a frame', jpeg(10, 10).subarray(0, 10), 'damaged'],
		['a jpeg whose segment has no length', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]), 'damaged'],
		['no pixels', png(0, 10), 'damaged'],
		['a pixel flood', png(60_000, 60_000), 'too-many-pixels'],
		['a side too long', png(8193, 1), 'too-many-pixels'],
	])('%s', (_, bytes, reason) => {
		const checked = checkImage(bytes, 'photo.png');
		expect(checked).toMatchObject({ ok: false, error: { reason } });
		if (!checked.ok) expect(checked.error.message).toMatch(/^“photo\.png” .*\./);
	});
});
