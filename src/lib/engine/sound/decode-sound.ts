/** Decoded, a minute of it takes twenty megabytes: what is larger is played, but not looked into. */
export const MAX_DECODED_BYTES = 8 * 1024 * 1024;

/** The sound's samples; null when the browser cannot decode it. */
export async function decodeSound(bytes: Uint8Array<ArrayBuffer>): Promise<AudioBuffer | null> {
	const context = new OfflineAudioContext(1, 1, 44_100);
	try {
		// Decoding takes the bytes away.
		return await context.decodeAudioData(bytes.slice().buffer);
	} catch {
		return null; // it says only that it could not
	}
}
