import { expect, it, vi } from 'vitest';
import { SoundPlayer } from './sound-player.svelte.ts';

const load = async () => new Uint8Array([1, 2]);

/** A device with a loudspeaker, and what it was told. */
function setup(decodes = true) {
	const told: string[] = [];
	const sources: { onended?: () => void; connect: () => void }[] = [];
	const open = vi.fn(() => ({
		destination: {},
		decodeAudioData: () => (decodes ? Promise.resolve({}) : Promise.reject(new Error('cannot'))),
		createBufferSource: () => {
			const source = { connect() {}, start: () => told.push('start'), stop: () => told.push('stop') };
			sources.push(source);
			return source;
		},
		close: async () => void told.push('close'),
	}));
	return { player: new SoundPlayer(open as never), open, told, sources };
}

it('[E184] a sound is played once, and is silent when it ended', async () => {
	const { player, told, sources } = setup();
	await player.play(load);
	expect([player.state, told]).toEqual(['playing', ['start']]);
	sources[0]?.onended?.();
	expect(player.state).toBe('silent');
});

it('[E184] it is stopped, also before it began, and gives the loudspeaker back', async () => {
	const { player, open, told } = setup();
	const playing = player.play(load);
	player.stop();
	await playing;
	expect([player.state, told]).toEqual(['silent', []]);
	await player.play(load);
	player.dispose();
	expect(told).toEqual(['start', 'stop', 'close']);
	expect(open).toHaveBeenCalledTimes(1);
});

it('[E184] it is heard once, however quickly it is asked for again', async () => {
	const { player, told } = setup();
	await Promise.all([player.play(load), player.play(load)]);
	expect([player.state, told]).toEqual(['playing', ['start']]);
});

it('[E184] what cannot be played says so', async () => {
	const { player } = setup(false);
	await player.play(load);
	expect(player.state).toBe('failed');
	const missing = setup().player;
	await missing.play(async () => null);
	expect(missing.state).toBe('failed');
});
