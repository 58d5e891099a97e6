import {
	DataTexture,
	DataUtils,
	EquirectangularReflectionMapping,
	HalfFloatType,
	LinearFilter,
	LinearMipmapLinearFilter,
	LinearSRGBColorSpace,
	RepeatWrapping,
	RGBAFormat,
	SRGBColorSpace,
	UnsignedByteType,
} from 'three';
import { HDRLoader } from 'three/addons/loaders/HDRLoader.js';
import { err, ok, type Result } from '../../base/result.ts';
import { checkHdr, type HdrFacts } from './check-hdr.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Pixels = { readonly width: number; readonly height: number; readonly halves: Uint16Array<ArrayBuffer> };

/** A picture of all directions with the light they really have. */
export function decodeHdrPanorama(bytes: Bytes): Result<DataTexture, string> {
	const read = readPixels(bytes);
	if (!read.ok) return read;
	const { width, height, halves } = read.value;
	const texture = new DataTexture(halves, width, height, RGBAFormat, HalfFloatType);
	texture.mapping = EquirectangularReflectionMapping;
	texture.wrapS = RepeatWrapping;
	texture.minFilter = texture.magFilter = LinearFilter;
	texture.colorSpace = LinearSRGBColorSpace;
	texture.flipY = true;
	texture.needsUpdate = true;
	return ok(texture);
}

/** The same as an ordinary picture: what is brighter than white is white. */
export function decodeHdrTexture(bytes: Bytes): Result<DataTexture, string> {
	const read = readPixels(bytes);
	if (!read.ok) return read;
	const { width, height, halves } = read.value;
	const texture = new DataTexture(toScreen(halves), width, height, RGBAFormat, UnsignedByteType);
	texture.colorSpace = SRGBColorSpace;
	texture.magFilter = LinearFilter;
	texture.minFilter = LinearMipmapLinearFilter;
	texture.generateMipmaps = true;
	texture.flipY = true;
	texture.needsUpdate = true;
	return ok(texture);
}

/** A small ordinary picture of it; null where nothing can be drawn. */
export async function drawHdr(bytes: Bytes, widest: number): Promise<Blob | null> {
	const read = readPixels(bytes);
	if (!read.ok) return null;
	const { width, height, halves } = read.value;
	const whole = await createImageBitmap(new ImageData(toScreen(halves), width, height));
	const scale = Math.min(1, widest / width);
	const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
	canvas.getContext('2d')?.drawImage(whole, 0, 0, canvas.width, canvas.height);
	whole.close();
	return await canvas.convertToBlob({ type: 'image/webp' });
}

function readPixels(bytes: Bytes): Result<Pixels, string> {
	const checked = checkHdr(bytes, 'image');
	if (!checked.ok) return err(checked.error.message);
	const { width, height } = checked.value;
	const { data } = new HDRLoader().parse(plain(bytes, checked.value).buffer);
	if (!(data instanceof Uint16Array) || data.length !== width * height * 4)
		return err('“image” is damaged. Save it again and import the new file.');
	return ok({ width, height, halves: data as Uint16Array<ArrayBuffer> });
}

/** With a header that the decoder is sure to read as we did, and no more pixels than it says. */
function plain(bytes: Bytes, { width, height, start }: HdrFacts): Bytes {
	const header = new TextEncoder().encode(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`);
	const packed = width >= 8 && bytes[start] === 2 && bytes[start + 1] === 2 && bytes[start + 2]! < 0x80;
	const pixels = bytes.subarray(start, packed ? undefined : start + width * height * 4);
	const whole = new Uint8Array(header.length + pixels.length);
	whole.set(header);
	whole.set(pixels, header.length);
	return whole;
}

/** Half-precision light to the bytes of a screen, by a table of all there are. */
function toScreen(halves: Uint16Array): Uint8ClampedArray<ArrayBuffer> {
	const table = Uint8ClampedArray.from({ length: 0x8000 }, (_, half) => {
		const light = Math.min(1, DataUtils.fromHalfFloat(half));
		return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
	});
	const bytes = new Uint8ClampedArray(halves.length);
	for (let i = 0; i < halves.length; i++) bytes[i] = table[halves[i]! & 0x7fff]!;
	return bytes;
}
