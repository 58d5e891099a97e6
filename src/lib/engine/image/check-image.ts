import { err, ok, type Result } from '../../base/result.ts';

export type ImageFacts = {
	readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
	readonly width: number;
	readonly height: number;
};

export type BadImage = {
	readonly reason: 'empty' | 'too-large' | 'vector' | 'not-an-image' | 'damaged' | 'too-many-pixels';
	/** Names the file, what is wrong and what to do. */
	readonly message: string;
};

export const MAX_IMAGE_BYTES = 200 * 1024 * 1024;
export const MAX_IMAGE_SIDE = 8192;
export const MAX_IMAGE_PIXELS = 64 * 1024 * 1024;

type Size = { readonly width: number; readonly height: number };
type Reader = (view: DataView) => Size | undefined;

const READERS: readonly [ImageFacts['mediaType'], (view: DataView) => boolean, Reader][] = [
	['image/png', (view) => startsWith(view, 0, '\x89PNG\r\n\x1a\n'), readPng],
	['image/jpeg', (view) => startsWith(view, 0, '\xff\xd8\xff'), readJpeg],
	['image/webp', (view) => startsWith(view, 0, 'RIFF') && startsWith(view, 8, 'WEBP'), readWebp],
];

export const imageTooLarge = (fileName: string): BadImage => ({
	reason: 'too-large',
	message: `“${fileName}” is larger than 200 MB. Save a smaller copy and import that.`,
});

/** Whether bytes are an image the engine can show: by their content, never by the name, and before any decoding. */
export function checkImage(bytes: Uint8Array, fileName: string): Result<ImageFacts, BadImage> {
	const refuse = (reason: BadImage['reason'], why: string) =>
		err({ reason, message: `“${fileName}” ${why}` });
	if (bytes.length === 0) return refuse('empty', 'is empty (0 bytes). Choose another file.');
	if (bytes.length > MAX_IMAGE_BYTES) return err(imageTooLarge(fileName));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const known = READERS.find(([, matches]) => matches(view));
	if (!known) {
		if (looksLikeSvg(bytes))
			return refuse('vector', 'is an SVG, which can carry scripts. Save it as PNG and import that.');
		return refuse(
			'not-an-image',
			'is not a PNG, JPEG or WebP image. Convert it to one of these and import that.',
		);
	}
	const [mediaType, , read] = known;
	const size = readSafely(read, view);
	if (!size || size.width === 0 || size.height === 0)
		return refuse('damaged', 'is damaged: its size cannot be read. Save it again and import the new file.');
	const { width, height } = size;
	if (width > MAX_IMAGE_SIDE || height > MAX_IMAGE_SIDE || width * height > MAX_IMAGE_PIXELS)
		return refuse(
			'too-many-pixels',
			`has ${width} × ${height} pixels; at most ${MAX_IMAGE_SIDE} a side can be shown. Scale it down and import that.`,
		);
	return ok({ mediaType, width, height });
}

function readSafely(read: Reader, view: DataView): Size | undefined {
	try {
		return read(view);
	} catch {
		// A read past the end: the header promises more than there is.
		return undefined;
	}
}

function readPng(view: DataView): Size | undefined {
	if (!startsWith(view, 12, 'IHDR')) return undefined;
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function readJpeg(view: DataView): Size | undefined {
	const at = findJpegFrame(view);
	return at === undefined ? undefined : { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
}

/** Walks the segments to the frame header: SOF0 … SOF15, without DHT (C4), JPG (C8) and DAC (CC). */
export function findJpegFrame(view: DataView): number | undefined {
	let at = 2;
	while (at < view.byteLength) {
		if (view.getUint8(at) !== 0xff) return undefined;
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at++;
			continue;
		}
		const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (frame) return at;
		const length = view.getUint16(at + 2);
		if (length < 2) return undefined;
		at += 2 + length;
	}
	return undefined;
}

function readWebp(view: DataView): Size | undefined {
	if (startsWith(view, 12, 'VP8X'))
		return { width: readUint24(view, 24) + 1, height: readUint24(view, 27) + 1 };
	if (startsWith(view, 12, 'VP8L')) {
		const bits = view.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
	}
	if (startsWith(view, 12, 'VP8 '))
		return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
	return undefined;
}

const readUint24 = (view: DataView, at: number): number =>
	view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

function startsWith(view: DataView, at: number, text: string): boolean {
	if (view.byteLength < at + text.length) return false;
	return [...text].every((letter, i) => view.getUint8(at + i) === letter.charCodeAt(0));
}

function looksLikeSvg(bytes: Uint8Array): boolean {
	const head = new TextDecoder().decode(bytes.subarray(0, 1024)).toLowerCase();
	return head.includes('<svg') || (head.includes('<?xml') && head.includes('svg'));
}
