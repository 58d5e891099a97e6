import { describe, expect, it, vi } from 'vitest';
import type { GameCommand } from '../runtime/game-commands.ts';
import { NO_INPUT, type Player } from '../runtime/input/input-frame.ts';
import type { Recording } from '../runtime/recording/recording.ts';
import { GameFailure } from '../runtime/simulation-port.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import type { GameInsight } from './game-insight.svelte.ts';
import type { GameRun, PlayScene } from './game-run.ts';
import type { Replay } from './game-tape.ts';
import { Playing, type GamePart } from './playing.svelte.ts';

const SCENE = { name: 'Scene' } as unknown as PlayScene;
const VIEWPORT = {} as Viewport;
const INSIGHT = {} as GameInsight;
const RECORDING = { scene: 'Scene' } as Recording;

function setup() {
	const runs: {
		setSpeed: ReturnType<typeof vi.fn>;
		stepOnce: ReturnType<typeof vi.fn>;
		dispose: ReturnType<typeof vi.fn>;
	}[] = [];
	const starts: {
		resolve: () => void;
		reject: (cause: unknown) => void;
		onbegin: () => Promise<void>;
		fail: (cause: unknown) => void;
		player: () => Player | null;
		oncommand: (command: GameCommand) => void;
		replay: Replay | undefined;
	}[] = [];
	const nothing = () => Promise.resolve();
	const codes = { link: vi.fn(), prepare: vi.fn(nothing), ahead: vi.fn(nothing), dispose: vi.fn() };
	const part: GamePart = {
		GameCodes: class {
			link = codes.link;
			prepare = codes.prepare;
			ahead = codes.ahead;
			dispose = codes.dispose;
		},
		GameRun: {
			start: ({ onbegin, onfailure, player, oncommand, replay }) =>
				new Promise((resolve, reject) => {
					const tape = { recording: () => RECORDING };
					const run = { setSpeed: vi.fn(), stepOnce: vi.fn(), dispose: vi.fn(), tape, insight: INSIGHT };
					runs.push(run);
					const started = () => resolve(run as unknown as GameRun);
					starts.push({ resolve: started, reject, onbegin, fail: onfailure, player, oncommand, replay });
				}),
		},
	};
	const bring = vi.fn(() => Promise.resolve(part));
	const playing = new Playing(bring);
	const onproblem = vi.fn();
	playing.onproblem = onproblem;
	const begin = async (recording?: Recording) => {
		const before = starts.length;
		const starting = playing.start(SCENE, VIEWPORT, recording);
		await vi.waitFor(() => expect(starts.length).toBe(before + 1));
		const start = starts[before]!;
		return { starting, start, run: runs[before]!, player: start.player, oncommand: start.oncommand };
	};
	return { playing, bring, begin, onproblem, codes };
}

describe('playing a scene', () => {
	it('[T7] begins, stands still, goes a tick further, goes on, and ends', async () => {
		const { playing, begin } = setup();
		expect(playing.isOn).toBe(false);
		const { starting, start, run } = await begin();
		expect(playing.state).toBe('starting');
		start.resolve();
		await starting;
		expect(playing.state).toBe('playing');
		playing.step();
		expect(playing.state).toBe('paused');
		expect(run.setSpeed).toHaveBeenLastCalledWith(0);
		expect(run.stepOnce).toHaveBeenCalledOnce();
		playing.togglePause();
		expect(run.setSpeed).toHaveBeenLastCalledWith(1);
		playing.stop();
		expect(playing.state).toBe('stopped');
		expect(run.dispose).toHaveBeenCalledOnce();
	});

	it('[T7] a game can be told to stand still before it has begun', async () => {
		const { playing, begin } = setup();
		const { starting, start, run } = await begin();
		playing.togglePause();
		start.resolve();
		await starting;
		expect(playing.state).toBe('paused');
		expect(run.setSpeed).toHaveBeenLastCalledWith(0);
	});

	it('[T79] can be looked into from when it has begun until it ends', async () => {
		const { playing, begin } = setup();
		const { starting, start } = await begin();
		expect(playing.insight).toBeUndefined();
		start.resolve();
		await starting;
		expect(playing.insight).toBe(INSIGHT);
		start.fail(new Error('broken'));
		expect(playing.insight).toBeUndefined();
	});

	it('[T46] stands still by itself and says why, until somebody has it go on', async () => {
		const { playing, begin } = setup();
		playing.pause('hidden');
		expect(playing.isOn).toBe(false);
		const { starting, start, run } = await begin();
		playing.pause('hidden');
		start.resolve();
		await starting;
		expect([playing.state, playing.pauseCause]).toEqual(['paused', 'hidden']);
		expect(run.setSpeed).toHaveBeenLastCalledWith(0);
		playing.togglePause();
		expect([playing.state, playing.pauseCause]).toEqual(['playing', undefined]);
		playing.pause('pad');
		// The first cause is why.
		playing.pause('hidden');
		expect(playing.pauseCause).toBe('pad');
		playing.togglePause();
		playing.togglePause();
		expect([playing.state, playing.pauseCause]).toEqual(['paused', undefined]);
		// Who made it stand still is asked for nothing by what happens then.
		playing.pause('hidden');
		expect(playing.pauseCause).toBe(undefined);
	});

	it('[T41] hears of whoever plays now, and of nobody when they are gone', async () => {
		const { playing, begin } = setup();
		const { starting, start, player } = await begin();
		start.resolve();
		await starting;
		const mine = { read: () => NO_INPUT, lockPointer: () => {} };
		expect(player()).toBe(null);
		const leave = playing.attachPlayer(mine);
		expect(player()).toBe(mine);
		const other = { ...mine };
		playing.attachPlayer(other);
		leave();
		expect(player()).toBe(other);
	});

	it('[T41] a game that asks for the pointer has it, also from whoever plays later', async () => {
		const { playing, begin } = setup();
		const { starting, start, oncommand } = await begin();
		start.resolve();
		await starting;
		oncommand({ type: 'lock-pointer', on: true });
		const lockPointer = vi.fn();
		playing.attachPlayer({ read: () => NO_INPUT, lockPointer });
		expect(lockPointer).toHaveBeenLastCalledWith(true);
		oncommand({ type: 'lock-pointer', on: false });
		expect(lockPointer).toHaveBeenLastCalledWith(false);
		const other = vi.fn();
		playing.attachPlayer({ read: () => NO_INPUT, lockPointer: other });
		expect(other).not.toHaveBeenCalled();
	});

	it('[T7] a game that was stopped while it got ready never begins', async () => {
		const { playing, begin, onproblem } = setup();
		const { starting, start, run } = await begin();
		playing.stop();
		start.resolve();
		await starting;
		expect(playing.state).toBe('stopped');
		expect(run.dispose).toHaveBeenCalledOnce();
		start.fail(new GameFailure('broken', 'late'));
		expect(onproblem).not.toHaveBeenCalled();
	});

	it('[T7] what ends by itself says why, and can be played again', async () => {
		const { playing, begin, onproblem } = setup();
		const first = await begin();
		first.start.resolve();
		await first.starting;
		first.start.fail(new GameFailure('stuck', ''));
		expect(playing.state).toBe('stopped');
		expect(onproblem).toHaveBeenLastCalledWith('stuck', '', '');
		const second = await begin();
		second.start.reject(new GameFailure('broken', 'no memory'));
		await second.starting;
		expect(onproblem).toHaveBeenLastCalledWith('broken', 'no memory', '');
		const third = await begin();
		third.start.reject(new GameFailure('missing', 'offline'));
		await third.starting;
		expect(onproblem).toHaveBeenLastCalledWith('missing', 'offline', '');
		const fourth = await begin();
		fourth.start.reject(new TypeError('x is not a function'));
		await fourth.starting;
		expect(onproblem).toHaveBeenLastCalledWith('broken', 'x is not a function', '');
	});

	it('[T7] says so when the part that plays cannot be had', async () => {
		const { playing, bring, onproblem } = setup();
		bring.mockRejectedValueOnce(new TypeError('offline'));
		await playing.start(SCENE, VIEWPORT);
		expect(playing.state).toBe('stopped');
		expect(onproblem).toHaveBeenCalledExactlyOnceWith('missing', '', '');
	});

	it('[T81] a game that is won or lost stands still, with its last words, and can go on', async () => {
		const { playing, begin } = setup();
		const { starting, start, oncommand, run } = await begin();
		start.resolve();
		await starting;
		oncommand({ type: 'end', result: 'won', words: 'All coins' });
		expect([playing.state, playing.pauseCause, playing.lastWords]).toEqual(['paused', 'won', 'All coins']);
		expect(run.setSpeed).toHaveBeenLastCalledWith(0);
		playing.togglePause();
		expect([playing.state, playing.pauseCause]).toEqual(['playing', undefined]);
	});

	it('[T116] goes slower, also when it goes on again, until it ends', async () => {
		const { playing, begin } = setup();
		const first = await begin();
		first.start.resolve();
		await first.starting;
		playing.setSpeed(0.25);
		expect(first.run.setSpeed).toHaveBeenLastCalledWith(0.25);
		playing.togglePause();
		playing.setSpeed(0.5);
		expect(first.run.setSpeed).toHaveBeenLastCalledWith(0);
		playing.togglePause();
		expect(first.run.setSpeed).toHaveBeenLastCalledWith(0.5);
		const second = await begin();
		expect(playing.speed).toBe(1);
		playing.setSpeed(0.1);
		second.start.resolve();
		await second.starting;
		expect(second.run.setSpeed.mock.calls).toEqual([[0.1]]);
	});
});

describe('a recording that is played again', () => {
	it('[T77] says how it goes, stands still at its end, and is its player’s from there', async () => {
		const { playing, begin } = setup();
		const { starting, start, run, oncommand } = await begin(RECORDING);
		start.resolve();
		await starting;
		expect(playing.replay).toEqual({ ticks: 0, differsAt: undefined });
		const lockPointer = vi.fn();
		playing.attachPlayer({ read: () => NO_INPUT, lockPointer });
		oncommand({ type: 'lock-pointer', on: true });
		oncommand({ type: 'end', result: 'won', words: '' });
		expect([lockPointer.mock.calls, playing.state]).toEqual([[], 'playing']);
		start.replay?.ondiffer(60);
		expect(playing.replay?.differsAt).toBe(60);
		start.replay?.onend({ ticks: 90, differsAt: 60 });
		expect([playing.state, playing.pauseCause, playing.replay?.ticks]).toEqual(['paused', 'replayed', 90]);
		expect(run.setSpeed).toHaveBeenLastCalledWith(0);
		playing.togglePause();
		expect([playing.state, playing.replay]).toEqual(['playing', undefined]);
		oncommand({ type: 'end', result: 'won', words: '' });
		expect(playing.pauseCause).toBe('won');
	});

	it('[T77] the game’s own recording is there while it plays and after it', async () => {
		const { playing, begin } = setup();
		expect(playing.recording).toBeUndefined();
		const { starting, start } = await begin();
		start.resolve();
		await starting;
		expect(playing.replay).toBeUndefined();
		playing.stop();
		expect(playing.recording?.()).toBe(RECORDING);
	});

	it('[T131] has the picture from when it begins until it ends, and not where it was ended before', async () => {
		const { playing, begin } = setup();
		const { starting, start } = await begin();
		expect(playing.hasPicture).toBe(false);
		await start.onbegin();
		expect(playing.hasPicture).toBe(true);
		start.resolve();
		await starting;
		playing.stop();
		expect(playing.hasPicture).toBe(false);
		await expect(start.onbegin()).rejects.toThrow('before it began');
		expect(playing.hasPicture).toBe(false);
	});

	it('[T130] the next game is made ready while none is played, and not for a project that was left', async () => {
		const { playing, begin, codes } = setup();
		const session = {} as PlayScene['session'];
		await playing.prepare(session);
		expect(codes.prepare).toHaveBeenCalledOnce();
		expect(playing.wasPlayed).toBe(false);
		const { starting, start } = await begin();
		start.resolve();
		await starting;
		await playing.prepare(session);
		expect(codes.prepare).toHaveBeenCalledOnce();
		playing.stop();
		expect(playing.wasPlayed).toBe(true);
		playing.dispose();
		await playing.prepare(session);
		expect(codes.prepare).toHaveBeenCalledOnce();
		expect(codes.dispose).toHaveBeenCalledOnce();
	});
});
