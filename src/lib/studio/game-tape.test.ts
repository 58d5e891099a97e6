import { describe, expect, it, vi } from 'vitest';
import { NO_INPUT } from '../runtime/input/input-frame.ts';
import type { Recording } from '../runtime/recording/recording.ts';
import type { SimulationPort } from '../runtime/simulation-port.ts';
import { GameTape } from './game-tape.ts';

const DATA = { entities: [], seed: 1, scene: 'One' };

/** A scene that asks for another after so many ticks; its state is its seed and its ticks. */
function scene(ticks: number, seed = 0): SimulationPort {
	let tick = 0;
	return {
		advance: (asked) => {
			tick = Math.min(ticks, tick + asked);
			const checks = tick % 30 === 0 ? [{ tick, hash: seed + tick }] : [];
			const leave = { type: 'load-scene', name: null, vars: {}, held: [] } as const;
			return Promise.resolve({
				tick,
				changes: new Float32Array(),
				commands: tick === ticks ? [leave] : [],
				checks,
			});
		},
		edit: () => Promise.reject(new Error('Nobody asks.')),
		inspect: () => Promise.reject(new Error('Nobody asks.')),
		save: () => Promise.reject(new Error('Nobody asks.')),
		dispose: () => {},
	};
}

/** A game of two scenes, left in the middle of the second. */
async function recorded(): Promise<Recording> {
	const tape = new GameTape(DATA, 'code', undefined);
	const one = tape.thread(scene(62));
	for (let i = 0; i < 13; i++) await one.advance(5, NO_INPUT);
	const two = tape.threadNext(scene(100));
	for (let i = 0; i < 8; i++) await two.advance(5, NO_INPUT);
	return tape.recording();
}

function replaying(recording: Recording, code = 'code') {
	const told = { onother: vi.fn(), ondiffer: vi.fn(), onend: vi.fn() };
	return { tape: new GameTape(DATA, code, { recording, ...told }), ...told };
}

describe('the recording of a game', () => {
	it('[T75] holds each scene with the ticks that it had', async () => {
		const { parts } = await recorded();
		expect(parts).toEqual([
			{ runs: [[62, {}]], checks: [30, 60] },
			{ runs: [[40, {}]], checks: [30] },
		]);
	});

	it('[T77] goes from scene to scene as the game did, and ends where it was left', async () => {
		const { tape, onother, ondiffer, onend } = replaying(await recorded());
		const one = tape.thread(scene(62));
		for (let i = 0; i < 13; i++) await one.advance(5, NO_INPUT);
		expect(onend).not.toHaveBeenCalled();
		const two = tape.threadNext(scene(100));
		for (let i = 0; i < 10; i++) await two.advance(5, NO_INPUT);
		expect(onend).toHaveBeenCalledExactlyOnceWith({ ticks: 102, differsAt: undefined });
		expect([onother.mock.calls, ondiffer.mock.calls]).toEqual([[], []]);
		// What is played again is written down as well, and what its player does from there.
		expect(tape.recording().parts[1]?.runs).toEqual([[50, {}]]);
	});

	it.each([
		['stands otherwise in a later scene', 13, scene(62), scene(100, 1), 92],
		['leaves a scene too soon', 8, scene(40), scene(100), 40],
		['never leaves a scene', 20, scene(1000), undefined, 62],
	])('[T77] says by which tick a game that %s went otherwise', async (_, times, first, second, tick) => {
		const { tape, ondiffer, onend } = replaying(await recorded());
		const one = tape.thread(first);
		for (let i = 0; i < times; i++) await one.advance(5, NO_INPUT);
		const two = second && tape.threadNext(second);
		for (let i = 0; two && i < 10; i++) await two.advance(5, NO_INPUT);
		expect(ondiffer).toHaveBeenCalledExactlyOnceWith(tick);
		expect(onend).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ differsAt: tick }));
	});

	it('[T77] tells where the game is made of something else by now', async () => {
		const recording = await recorded();
		expect(replaying(recording).onother).not.toHaveBeenCalled();
		expect(replaying(recording, 'other code').onother).toHaveBeenCalledOnce();
	});
});
