import { decodeSound, MAX_DECODED_BYTES } from '../engine/sound/decode-sound.ts';
import { peaksOf } from '../engine/sound/peaks.ts';

type Size = { readonly width: number; readonly height: number };

/** Of one bar and the gap beside it, px. */
const [BAR, GAP] = [4, 4];
/** Silence is a line, not nothing. */
const LEAST = 2;

/** The form of a sound, in the colour that stands out; null for what is large, or cannot be decoded. */
export async function drawWaveform(
	bytes: Uint8Array<ArrayBuffer>,
	{ width, height }: Size,
): Promise<Blob | null> {
	if (bytes.byteLength > MAX_DECODED_BYTES) return null;
	const sound = await decodeSound(bytes);
	const canvas = Object.assign(document.createElement('canvas'), { width, height });
	const context = canvas.getContext('2d');
	if (!sound || !context) return null;
	const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
	const count = Math.floor((width * 0.8) / (BAR + GAP));
	const start = (width - count * (BAR + GAP) + GAP) / 2;
	context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
	for (const [i, peak] of peaksOf(channels, count).entries()) {
		const tall = Math.max(LEAST, peak * height * 0.7);
		context.fillRect(start + i * (BAR + GAP), (height - tall) / 2, BAR, tall);
	}
	return new Promise((resolve) => canvas.toBlob(resolve));
}
