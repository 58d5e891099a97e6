import fc from 'fast-check';
import { DataUtils, EquirectangularReflectionMapping, SRGBColorSpace } from 'three';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { checkPictureFile } from './check-image-file.ts';
import { checkHdr, isHdr } from './check-hdr.ts';
import { decodeHdrPanorama, decodeHdrTexture } from './decode-hdr.ts';
import { decodePanorama } from './decode-texture.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (header: string, pixels: readonly number[]): Bytes =>
	new Uint8Array([...new TextEncoder().encode(header), ...pixels]);
const headerOf = (width: number, height: number, more = 'FORMAT=32-bit_rle_rgbe\n'): string =>
	`#?RADIANCE\n# made for a test\n${more}EXPOSURE=1.0\n\n-Y ${height} +X ${width}\n`;

/** Every pixel of one colour; an exponent of 129 makes 255 of 2. */
const flat = (width: number, height: number, rgbe = [128, 64, 255, 129]): Bytes =>
	bytesOf(headerOf(width, height), Array.from({ length: width * height }, () => rgbe).flat());

/** The same in packed lines: red in one run, green literally, blue and exponent in runs. */
function packed(width: number, height: number): Bytes {
	const line = [
		...[2, 2, width >> 8, width & 255],
		...[128 + width, 128],
		...[width, ...Array.from({ length: width }, () => 64)],
		...[128 + width, 255, 128 + width, 129],
	];
	return bytesOf(headerOf(width, height), Array.from({ length: height }, () => line).flat());
}

const reasonOf = (bytes: Uint8Array): string => {
	const checked = checkHdr(bytes, 'sky.hdr');
	if (checked.ok) return 'fine';
	expect(checked.error.message).toMatch(/^“sky\.hdr” .*\.$/);
	return checked.error.reason;
};

describe('[E142] a Radiance picture', () => {
	it.each([
		['flat', flat(4, 2)],
		['packed', packed(16, 8)],
	])('%s: is read as the light it has', (_, bytes) => {
		expect([isHdr(bytes), reasonOf(bytes)]).toEqual([true, 'fine']);
		const texture = unwrap(decodeHdrPanorama(bytes));
		const { width, height, data } = texture.image as { width: number; height: number; data: Uint16Array };
		expect(data).toHaveLength(width * height * 4);
		for (const at of [0, data.length - 4]) {
			const [red, green, blue] = [...data.subarray(at, at + 3)].map(DataUtils.fromHalfFloat);
			expect(red).toBeCloseTo(1.004, 2);
			expect(green).toBeCloseTo(0.502, 2);
			expect(blue).toBeCloseTo(2, 2);
		}
		expect(texture.mapping).toBe(EquirectangularReflectionMapping);
	});

	it('is an ordinary picture elsewhere, what is brighter than white being white', () => {
		const texture = unwrap(decodeHdrTexture(flat(4, 2)));
		expect([...(texture.image as { data: Uint8ClampedArray }).data.subarray(0, 4)]).toEqual([
			255, 188, 255, 255,
		]);
		expect(texture.colorSpace).toBe(SRGBColorSpace);
	});

	it('is told by its content, wherever an environment asks for an image', async () => {
		const texture = unwrap(await decodePanorama(packed(16, 8)));
		expect(texture.colorSpace).not.toBe(SRGBColorSpace);
		expect((await checkPictureFile(new Blob([packed(16, 8)]), 'misnamed.png')).ok).toBe(true);
		const other = await checkPictureFile(new Blob([new Uint8Array(50)]), 'misnamed.hdr');
		expect(other.ok ? '' : other.error.message).toContain('“misnamed.hdr”');
	});

	it('may have more behind its pixels', () => {
		const longer = new Uint8Array([...flat(4, 2), 1, 2, 3, 4, 5]);
		expect(decodeHdrPanorama(longer).ok).toBe(true);
	});
});

describe('[E143] a Radiance picture is refused', () => {
	it.each<[string, Uint8Array, string]>([
		['that ends in its header', flat(4, 2).subarray(0, 40), 'damaged'],
		['that ends in its pixels', flat(4, 2).subarray(0, -1), 'damaged'],
		['that ends in a packed line', packed(16, 8).subarray(0, -1), 'damaged'],
		['without a size', bytesOf('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\nhello\n', []), 'damaged'],
		['of no pixels', bytesOf(headerOf(0, 4), []), 'damaged'],
		['of other colours', bytesOf(headerOf(4, 2, 'FORMAT=32-bit_rle_xyze\n'), []), 'not-an-image'],
		['that does not say its colours', bytesOf(headerOf(4, 2, ''), []), 'not-an-image'],
		['upside down', bytesOf(headerOf(4, 2).replace('-Y', '+Y'), []), 'not-an-image'],
		['with a side too long', bytesOf(headerOf(4097, 1), []), 'too-many-pixels'],
		['that claims a flood of pixels', bytesOf(headerOf(999_999_999, 999_999_999), []), 'too-many-pixels'],
		['whose header has no end', bytesOf(`#?RADIANCE\n${'#\n'.repeat(40_000)}`, []), 'damaged'],
	])('%s', (_, bytes, reason) => {
		expect(reasonOf(bytes)).toBe(reason);
		expect(decodeHdrPanorama(bytes.slice()).ok).toBe(false);
	});

	it('in words, whatever its bytes: what the check lets through can be decoded', () => {
		const bases = [flat(5, 3), packed(16, 8), packed(100, 2)];
		let fine = 0;
		const damage = fc.record({
			base: fc.constantFrom(...bases),
			keep: fc.double({ min: 0, max: 1, noNaN: true }),
			cut: fc.boolean(),
			flips: fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 3 }),
		});
		fc.assert(
			fc.property(damage, ({ base, keep, cut, flips }) => {
				const bytes = base.slice(0, cut ? Math.ceil(base.length * keep) : base.length);
				for (const [at, value] of flips) if (bytes.length > 0) bytes[at % bytes.length] = value;
				const { ok } = checkHdr(bytes, 'sky.hdr');
				const decoded = decodeHdrPanorama(bytes);
				expect(decoded.ok).toBe(ok);
				if (ok) fine++;
			}),
			{ seed: 140, numRuns: 1500 },
		);
		expect(fine).toBeGreaterThan(100);
	});
});
