import { findJpegFrame, type ImageFacts } from './check-image.ts';

/** What the last part of an image begins with: IEND and its checksum, and EOI. */
const ENDS = {
	'image/png': [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
	'image/jpeg': [0xff, 0xd9],
} as const;
const PIECE_BYTES = 64 * 1024;

/**
 * Whether an image ends before its end, though its head, which was found fine, is there. More may lie behind the end:
 * it is looked for from the back, a piece at a time.
 */
export async function isCutOff(
	file: Blob,
	head: Uint8Array,
	mediaType: ImageFacts['mediaType'],
): Promise<boolean> {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	if (mediaType === 'image/webp') return view.getUint32(4, true) + 8 > file.size;
	// A photograph may carry a small one in its head, which has an end too.
	const from = mediaType === 'image/jpeg' ? (findJpegFrame(view) ?? 0) : 0;
	const end = ENDS[mediaType];
	for (let to = file.size; to > from; to -= PIECE_BYTES) {
		// Pieces overlap, as the end may lie across two.
		const piece = file.slice(Math.max(from, to - PIECE_BYTES - end.length), to);
		if (holds(new Uint8Array(await piece.arrayBuffer()), end)) return false;
	}
	return true;
}

function holds(bytes: Uint8Array, sought: readonly number[]): boolean {
	const [first = 0] = sought;
	for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
		if (sought.every((byte, i) => bytes[at + i] === byte)) return true;
	return false;
}
