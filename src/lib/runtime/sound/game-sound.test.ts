import { describe, expect, it, vi } from 'vitest';
import type { Vector3 } from '#lib/doc/components/component.ts';
import { Clips } from './clips.ts';
import { makeEffect } from './effects.ts';
import { GameSound, isSoundCommand, type SoundCommand } from './game-sound.ts';
import type { Speakers, VoiceOptions } from './speakers.ts';
import { FULL_VOLUMES } from './volumes.ts';

const EFFECTS = ['pickup', 'jump', 'hit', 'hurt', 'explosion', 'shoot', 'click', 'power-up', 'win', 'lose', 'step', 'door']; // prettier-ignore
const SONG = 'a'.repeat(64);

function setup() {
	const played: (VoiceOptions & { move: ReturnType<typeof vi.fn>; stop: ReturnType<typeof vi.fn> })[] = [];
	const speakers = {
		rate: 8000,
		decode: async (bytes: Uint8Array) =>
			bytes.length === 0 ? null : { length: bytes.length, numberOfChannels: 1 },
		clipOf: (samples: Float32Array) => ({ length: samples.length, numberOfChannels: 1 }),
		play: (_: unknown, options: VoiceOptions) => {
			const voice = { ...options, move: vi.fn(), stop: vi.fn() };
			played.push(voice);
			return voice;
		},
		listen: vi.fn(),
		setVolume: vi.fn(),
		setPaused: vi.fn(),
		dispose: vi.fn(),
	} satisfies Speakers;
	const places = new Map<number, Vector3>([[4, [1, 2, 3]]]);
	const load = vi.fn(async (hash: string) =>
		hash === SONG ? new Uint8Array(8) : hash === 'broken' ? new Uint8Array() : null,
	);
	const sound = new GameSound({ speakers, load, placeOf: (index) => places.get(index) });
	return { sound, speakers, played, places, load };
}

const effect = (id: number, more: Partial<Extract<SoundCommand, { type: 'sound' }>> = {}): SoundCommand => ({
	...{ type: 'sound', id, sound: 'jump', isAsset: false, volume: 0.5, pitch: 2, loop: false },
	...{ index: -1, bus: 'effects', ...more },
});
/** Until what is decoded at once is played. */
const heard = (played: readonly unknown[], count: number) =>
	vi.waitFor(() => expect(played).toHaveLength(count));

describe('what is heard of a game', () => {
	it('[T83] ready-made effects are heard, each as itself, and no others', () => {
		const made = EFFECTS.map((name) => makeEffect(name, 8000)!);
		for (const samples of made) {
			expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
			expect(Math.max(...samples)).toBeGreaterThan(0.1);
		}
		expect(new Set(made.map((samples) => samples.join())).size).toBe(EFFECTS.length);
		expect([makeEffect('toString', 8000), makeEffect('', 8000)]).toEqual([null, null]);
	});

	it('[T83] a sound is as it was asked for, from where its entity is shown, until it is stopped', async () => {
		const { sound, played, places, speakers } = setup();
		sound.take(effect(1, { index: 4, loop: true }));
		await heard(played, 1);
		expect(played[0]).toMatchObject({ volume: 0.5, pitch: 2, loop: true, bus: 'effects', at: [1, 2, 3] });
		places.set(4, [7, 7, 7]);
		sound.show([0, 1, 0], [0, 0, 0, 1]);
		expect(speakers.listen).toHaveBeenCalledWith([0, 1, 0], [0, 0, 0, 1]);
		expect(played[0]!.move).toHaveBeenLastCalledWith([7, 7, 7]);
		sound.take({ type: 'stop-sound', id: 1 });
		expect(played[0]!.stop).toHaveBeenCalledOnce();
	});

	it('[T83] what names nothing, cannot be played, or was stopped before it began is silent', async () => {
		const { sound, played } = setup();
		sound.take(effect(1, { sound: 'nonsense' }));
		sound.take(effect(2, { sound: 'missing', isAsset: true }));
		sound.take(effect(3, { sound: 'broken', isAsset: true }));
		sound.take(effect(4, { index: 99 }));
		sound.take(effect(5, { sound: SONG, isAsset: true }));
		sound.take({ type: 'stop-sound', id: 5 });
		sound.take(effect(6, { sound: SONG, isAsset: true, volume: 0.25 }));
		await heard(played, 1);
		expect(played[0]!.volume).toBe(0.25);
	});

	it('[T84] of too many the oldest goes', async () => {
		const { sound, played } = setup();
		sound.take(effect(1, { loop: true }));
		await heard(played, 1);
		for (let id = 2; id <= 33; id++) sound.take(effect(id));
		await heard(played, 33);
		expect(played.map(({ stop }) => stop.mock.calls.length)).toEqual([1, ...new Array<number>(32).fill(0)]);
	});

	it('[T84] music fades into the next, and is quieter while somebody speaks', async () => {
		const { sound, played, speakers } = setup();
		sound.take({ type: 'music', sound: SONG, volume: 0.8, fade: 2 });
		await heard(played, 1);
		expect(played[0]).toMatchObject({ volume: 0.8, fade: 2, loop: true, bus: 'music' });
		sound.take(effect(1, { bus: 'voice' }));
		await heard(played, 2);
		expect(speakers.setVolume).toHaveBeenLastCalledWith('music', 0.3);
		played[1]!.onended();
		expect(speakers.setVolume).toHaveBeenLastCalledWith('music', 1);
		sound.take({ type: 'music', sound: null, volume: 1, fade: 3 });
		expect(played[0]!.stop).toHaveBeenCalledExactlyOnceWith(3);
	});

	it('[T28] begins as loud as who plays wants it, and follows; what somebody speaks over is quieter still', async () => {
		const { sound, speakers, played } = setup();
		sound.volumes = { ...FULL_VOLUMES, music: 0.5 };
		expect(speakers.setVolume.mock.calls.slice(4)).toEqual([['music', 0.25]]);
		sound.take(effect(1, { bus: 'voice', loop: true }));
		await heard(played, 1);
		expect(speakers.setVolume).toHaveBeenLastCalledWith('music', 0.25 * 0.3);
		sound.take({ type: 'stop-sound', id: 1 });
		expect(speakers.setVolume).toHaveBeenLastCalledWith('music', 0.25);
		sound.volumes = { ...FULL_VOLUMES, music: 0.5, muted: true };
		expect(speakers.setVolume).toHaveBeenLastCalledWith('all', 0);
	});

	it('[T29] at the end of a game what was begun rings out, then all is silent; what goes on and on waits for nobody', async () => {
		const { sound, speakers, played } = setup();
		sound.take(effect(1, { loop: true }));
		await heard(played, 1);
		sound.take(effect(2));
		sound.setPaused(true, true);
		await heard(played, 2);
		expect(speakers.setPaused).not.toHaveBeenCalled();
		played[1]!.onended();
		expect(speakers.setPaused).toHaveBeenCalledExactlyOnceWith(true);
		sound.setPaused(false);
		sound.setPaused(true, true);
		expect(speakers.setPaused.mock.calls).toEqual([[true], [false], [true]]);
		sound.setPaused(false);
		sound.take(effect(3));
		sound.setPaused(true);
		expect(speakers.setPaused).toHaveBeenLastCalledWith(true);
	});

	it('[T84] a scene begins with its own sounds, and ends in silence', async () => {
		const { sound, played, places, speakers } = setup();
		places.set(0, [5, 0, 0]);
		const data = (values: Record<string, string | boolean | number>) => ({
			...{ id: 'a', name: 'A', parent: -1 },
			values: { audio: true, 'audio.source': SONG, ...values },
		});
		sound.begin([data({ 'audio.volume': 0.4 }), data({ 'audio.autoplay': false }), data({ audio: false })]);
		await heard(played, 1);
		expect(played[0]).toMatchObject({ volume: 0.4, at: [5, 0, 0] });
		places.clear();
		sound.show([0, 0, 0], [0, 0, 0, 1]);
		expect(played[0]!.stop).toHaveBeenCalledOnce();
		sound.dispose();
		sound.take(effect(9));
		expect(speakers.dispose).toHaveBeenCalledOnce();
	});

	it('[T84] what is spawned comes with its sound, and takes it along', async () => {
		const { sound, played, places } = setup();
		const thing = (values: Record<string, string | boolean>) => ({
			...{ id: 'a', name: 'A', parent: -1 },
			values: { 'audio.source': SONG, ...values },
		});
		const [near, everywhere] = [thing({ audio: true }), thing({ audio: true, 'audio.positional': false })];
		const spawn = { type: 'spawn', index: 7, entities: [thing({}), near, everywhere] } as const;
		expect(isSoundCommand({ ...spawn, entities: [thing({})] })).toBe(false);
		places.set(8, [5, 0, 0]).set(9, [6, 0, 0]);
		if (isSoundCommand(spawn)) sound.take(spawn);
		await heard(played, 2);
		expect(played.map(({ at }) => at)).toEqual([[5, 0, 0], null]);
		places.set(8, [5, 1, 0]);
		sound.show([0, 0, 0], [0, 0, 0, 1]);
		expect(played[0]!.move).toHaveBeenLastCalledWith([5, 1, 0]);
		expect(played[1]!.move).not.toHaveBeenCalled();
		places.clear();
		sound.show([0, 0, 0], [0, 0, 0, 1]);
		for (const { stop } of played) expect(stop).toHaveBeenCalledOnce();
	});

	it('[T84] a sound is decoded once, and kept while there is room', async () => {
		const { speakers, load } = setup();
		const clips = new Clips(speakers, async (hash) => load(hash).then(() => new Uint8Array(10)), 100);
		await Promise.all([clips.get('a', true), clips.get('a', true)]);
		await clips.get('b', true);
		await clips.get('a', true);
		expect(load.mock.calls.flat()).toEqual(['a', 'b']);
		await clips.get('c', true);
		await clips.get('a', true);
		await clips.get('b', true);
		expect(load.mock.calls.flat()).toEqual(['a', 'b', 'c', 'b']);
	});

	it('[T110] with its scene ends what goes on and on; what was just begun rings out, and music plays on', async () => {
		const { sound, played, places } = setup();
		sound.take({ type: 'music', sound: SONG, volume: 1, fade: 0 });
		sound.take(effect(1, { loop: true }));
		sound.take(effect(2, { index: 4 }));
		await heard(played, 3);
		const [loop, once] = [
			played.find((one) => one.loop && one.bus === 'effects'),
			played.find(({ at }) => at),
		];
		const music = played.find(({ bus }) => bus === 'music');
		sound.leave();
		expect([loop!.stop, once!.stop, music!.stop].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 0]);
		// What the next scene calls the same is another.
		places.set(4, [9, 9, 9]);
		sound.take({ type: 'stop-sound', id: 2 });
		sound.show([0, 0, 0], [0, 0, 0, 1]);
		expect([once!.stop.mock.calls.length, once!.move.mock.calls.length]).toEqual([0, 0]);
	});
});
