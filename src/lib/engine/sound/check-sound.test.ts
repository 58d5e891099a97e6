import { afterEach, expect, it, vi } from 'vitest';
import { checkSoundFile } from './check-sound.ts';

/** A browser that decodes, or does not. */
function decoding(works: boolean) {
	const decodeAudioData = vi.fn(() => (works ? Promise.resolve({}) : Promise.reject(new Error('cannot'))));
	vi.stubGlobal('OfflineAudioContext', function () {
		return { decodeAudioData };
	});
	return decodeAudioData;
}

afterEach(() => vi.unstubAllGlobals());

it('[E184] a sound is told by its first bytes, whatever it is called', async () => {
	decoding(true);
	for (const head of ['RIFF----WAVE', 'OggS', 'ID3', new Uint8Array([0xff, 0xfb])])
		expect(await checkSoundFile(new Blob([head]))).toBe('fine');
	for (const head of ['RIFF----WEBP', 'fLaC', 'a song', new Uint8Array([0xff, 0x00])])
		expect(await checkSoundFile(new Blob([head]))).toBe('other');
});

it('[E184] what the browser cannot decode is damaged; where nothing decodes nothing is', async () => {
	expect(await checkSoundFile(new Blob(['OggS']))).toBe('fine');
	const decode = decoding(false);
	expect(await checkSoundFile(new Blob(['OggS']))).toBe('damaged');
	expect(decode).toHaveBeenCalledTimes(1);
});
