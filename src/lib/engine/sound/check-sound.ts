import { decodeSound, MAX_DECODED_BYTES } from './decode-sound.ts';

export const MAX_SOUND_BYTES = 64 * 1024 * 1024;

const HEAD_BYTES = 12;

/** Whether a file is a WAV, MP3 or Ogg sound, and can be played here: all of it is tried, unless it is large. */
export async function checkSoundFile(file: Blob): Promise<'fine' | 'other' | 'damaged'> {
	const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
	if (!isSound(head)) return 'other';
	// Outside of browsers nothing decodes, and nothing is played.
	if (file.size > MAX_DECODED_BYTES || !('OfflineAudioContext' in globalThis)) return 'fine';
	return (await decodeSound(new Uint8Array(await file.arrayBuffer()))) ? 'fine' : 'damaged';
}

function isSound(head: Uint8Array): boolean {
	const says = (text: string, at = 0) => [...text].every((each, i) => head[at + i] === each.charCodeAt(0));
	if (says('RIFF')) return says('WAVE', 8);
	// An MP3 begins with its tags, or with the eleven bits of its first frame.
	return says('OggS') || says('ID3') || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);
}
