import { err, ok, type Result } from '../../base/result.ts';
import type { BadImage } from './check-image.ts';

export type HdrFacts = {
	readonly width: number;
	readonly height: number;
	/** Where the pixels begin. */
	readonly start: number;
};

/** On the graphics card each pixel takes eight bytes, and a panorama is there twice. */
const MAX_HDR_SIDE = 4096;
const MAX_HDR_PIXELS = 4096 * 2048;
const MAX_HEADER_BYTES = 64 * 1024;
const NEW_LINE = 10;

/** Whether bytes call themselves a Radiance picture. */
export const isHdr = (bytes: Uint8Array): boolean => bytes[0] === 0x23 && bytes[1] === 0x3f;

/** Whether a Radiance picture is whole and not too large: to the last line, since its decoder trusts what it reads. */
export function checkHdr(bytes: Uint8Array, fileName: string): Result<HdrFacts, BadImage> {
	const refuse = (reason: BadImage['reason'], why: string) =>
		err({ reason, message: `“${fileName}” ${why}` });
	const header = readHeader(bytes);
	if (header === 'no-format')
		return refuse(
			'not-an-image',
			'is an HDR image of a kind that cannot be read. Save it as Radiance RGBE (.hdr), its top line first, and import that.',
		);
	if (header === null)
		return refuse('damaged', 'is damaged: its size cannot be read. Save it again and import the new file.');
	const { width, height } = header;
	if (width > MAX_HDR_SIDE || height > MAX_HDR_SIDE || width * height > MAX_HDR_PIXELS)
		return refuse(
			'too-many-pixels',
			`has ${width} × ${height} pixels; an HDR panorama may have ${MAX_HDR_SIDE} × ${MAX_HDR_PIXELS / MAX_HDR_SIDE}. Take its 4K version, or scale it down, and import that.`,
		);
	if (!isWhole(bytes, header))
		return refuse('damaged', 'is damaged or cut off. Copy or download it again and import the new file.');
	return ok(header);
}

/** Lines of settings up to an empty one, then the size. null: something is wrong with these. */
function readHeader(bytes: Uint8Array): HdrFacts | 'no-format' | null {
	let format: string | undefined;
	let start = 0;
	for (;;) {
		const end = bytes.indexOf(NEW_LINE, start);
		if (end < 0 || end > MAX_HEADER_BYTES) return null;
		const line = lineOf(bytes, start, end);
		start = end + 1;
		if (line === '') break;
		format ??= /^FORMAT=(\S+)$/.exec(line)?.[1];
	}
	const end = bytes.indexOf(NEW_LINE, start);
	if (end < 0 || end > MAX_HEADER_BYTES) return null;
	const line = lineOf(bytes, start, end);
	if (format !== '32-bit_rle_rgbe' || /^[-+]Y \d+ -X|^\+Y|^[-+]X/.test(line)) return 'no-format';
	const size = /^-Y +(\d{1,9}) +\+X +(\d{1,9})$/.exec(line);
	const [width, height] = [Number(size?.[2] ?? 0), Number(size?.[1] ?? 0)];
	return width > 0 && height > 0 ? { width, height, start: end + 1 } : null;
}

const lineOf = (bytes: Uint8Array, start: number, end: number): string =>
	String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 1024))).trim();

/** How many bytes of pixels there must be; every run of every line is walked through. */
function isWhole(bytes: Uint8Array, { width, height, start }: HdrFacts): boolean {
	if (!isPacked(bytes, start, width)) return bytes.length - start >= width * height * 4;
	let at = start;
	for (let row = 0; row < height; row++) {
		if (!isPacked(bytes, at, width) || ((bytes[at + 2]! << 8) | bytes[at + 3]!) !== width) return false;
		at += 4;
		for (let filled = 0; filled < width * 4;) {
			const head = bytes[at++];
			if (head === undefined) return false;
			const count = head > 128 ? head - 128 : head;
			filled += count;
			if (count === 0 || filled > width * 4) return false;
			at += head > 128 ? 1 : count;
		}
		if (at > bytes.length) return false;
	}
	return true;
}

/** Lines say that they are packed; very short and very long ones never are. */
function isPacked(bytes: Uint8Array, at: number, width: number): boolean {
	if (width < 8 || width > 0x7fff) return false;
	return bytes[at] === 2 && bytes[at + 1] === 2 && (bytes[at + 2] ?? 0x80) < 0x80;
}
