import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { playAtRandom, RECORDED_GAME, RECORDED_SCRIPTS } from '../../../../tests/helpers/recorded-game.ts';
import { replayInNode, startRecorded } from '../../../../tests/helpers/recorded-in-node.ts';
import { NO_INPUT } from '../input/input-frame.ts';
import { contentHash } from './content-hash.ts';
import { readRecording } from './read-recording.ts';
import { Recorder } from './recorder.ts';
import { CHECK_EVERY, MOST_TICKS, type Recording } from './recording.ts';
import { ReplayedSimulation, replay, type ReplayResult } from './replay.ts';

const TICKS = 120;
const played = async (most = 4) => playAtRandom(await startRecorded(), { seed: 5, ticks: TICKS, most });
const actions = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 1]));
const [first] = [<T>(list: readonly T[]) => list[0]!];

describe('a recording', () => {
	it('[T75] plays the same game again, also after it was a file', async () => {
		const recording = await played();
		expect(first(recording.parts).checks).toHaveLength(TICKS / CHECK_EVERY);
		expect(new Set(first(recording.parts).checks).size).toBe(TICKS / CHECK_EVERY);
		const read = unwrap(readRecording(JSON.stringify(recording)));
		expect(read).toEqual(recording);
		expect(await replayInNode(read)).toEqual({ ticks: TICKS, differsAt: undefined });
	});

	it('[T75] plays the same however many ticks are asked for at once, and tells where all came to', async () => {
		const recording = await played();
		const ends: ReplayResult[] = [];
		const one = new ReplayedSimulation(await startRecorded(), first(recording.parts), {
			onend: (end) => ends.push(end),
		});
		const five = new ReplayedSimulation(await startRecorded(), first(recording.parts), {
			onend: (end) => ends.push(end),
		});
		const [places, commands] = [new Map<number, number[]>(), { one: 0, five: 0 }];
		const take = (changes: Float32Array, into: Map<number, number[]>) => {
			for (let at = 0; at < changes.length; at += 11)
				into.set(changes[at] ?? -1, [...changes.subarray(at, at + 11)]);
		};
		const others = new Map<number, number[]>();
		for (let tick = 0; tick < TICKS; tick += 5) {
			for (let i = 0; i < 5; i++) {
				const answer = await one.advance(1, NO_INPUT);
				take(answer.changes, places);
				commands.one += answer.commands.length;
			}
			const answer = await five.advance(5, NO_INPUT);
			take(answer.changes, others);
			commands.five += answer.commands.length;
			expect(answer.tick).toBe(tick + 5);
		}
		expect(others).toEqual(places);
		expect(commands.five).toBe(commands.one);
		expect(ends).toEqual(Array(2).fill({ ticks: TICKS, differsAt: undefined }));
	});

	it('[T75] tells by which tick the game went otherwise', async () => {
		const recording = await played();
		const { runs, checks } = first(recording.parts);
		const idle: Recording = { ...recording, parts: [{ runs: [[TICKS, {}]], checks }] };
		expect(await replayInNode(idle)).toEqual({ ticks: TICKS, differsAt: CHECK_EVERY });
		const late = { runs, checks: checks.map((hash, i) => (i === 3 ? hash + 1 : hash)) };
		expect(await replayInNode({ ...recording, parts: [late] })).toMatchObject({
			differsAt: 4 * CHECK_EVERY,
		});
		const [walk] = RECORDED_SCRIPTS;
		const scripts = [{ ...walk!, text: walk!.text.replace('* 4 * dt', '* 5 * dt') }];
		expect(await replay(recording, await startRecorded(scripts))).toMatchObject({ differsAt: CHECK_EVERY });
	});

	it('[T75] afterwards the game is its player’s', async () => {
		const recording = await played();
		const replayed = new ReplayedSimulation(await startRecorded(), first(recording.parts), {
			onend: () => {},
		});
		await replayed.advance(TICKS, NO_INPUT);
		const before = (await replayed.save()).vars.looked;
		const { tick } = await replayed.advance(2, { ...NO_INPUT, look: [9, 0] });
		expect(tick).toBe(TICKS + 2);
		expect((await replayed.save()).vars.looked).toBe(Number(before) + 9);
	});

	it('[T75] is small where little is done', () => {
		const recorder = new Recorder(RECORDED_GAME);
		for (let i = 0; i < 100; i++) recorder.take(3, { ...NO_INPUT, values: { moveX: 1, moveY: -0 } });
		recorder.take(2, { ...NO_INPUT, look: [1, NaN], tapped: ['jump'], buttons: [4] });
		expect(first(recorder.recording('').parts).runs).toEqual([
			[300, { v: { moveX: 1 } }],
			[1, { t: ['jump'], l: [1, 0], b: [4] }],
			[1, {}],
		]);
	});

	it('[T76] ends after ten minutes, where its game is changed, and says why', () => {
		const recorder = new Recorder(RECORDED_GAME);
		recorder.take(MOST_TICKS, NO_INPUT);
		expect(recorder.end).toBeUndefined();
		recorder.take(1, NO_INPUT);
		expect([recorder.ticks, recorder.recording('').end]).toEqual([MOST_TICKS, 'too-long']);
		const changed = new Recorder(RECORDED_GAME);
		changed.take(5, NO_INPUT);
		changed.stop('changed');
		changed.take(5, NO_INPUT);
		changed.check([{ tick: CHECK_EVERY, hash: 1 }]);
		expect(changed.recording('')).toMatchObject({ parts: [{ runs: [[5, {}]], checks: [] }], end: 'changed' });
	});

	it('[T76] is read however deep its game had saved', () => {
		const tree = (depth: number): JsonValue => (depth === 0 ? 1 : [tree(depth - 1)]);
		const saves = { tree: tree(33) };
		const recording = new Recorder({ ...RECORDED_GAME, saves }).recording('');
		expect(unwrap(readRecording(JSON.stringify(recording))).saves).toEqual(saves);
	});

	it('[T76] holds as many actions at once as can be read again', () => {
		const recorder = new Recorder(RECORDED_GAME);
		const told = recorder.take(1, { ...NO_INPUT, values: actions(100) });
		expect(told.values).toEqual(actions(64));
		expect(readRecording(JSON.stringify(recorder.recording(''))).ok).toBe(true);
	});

	it('[T76] is told from what is none', async () => {
		const recording = await played();
		const whole = JSON.stringify(recording);
		const { runs } = first(recording.parts);
		const withRuns = (more: unknown) => JSON.stringify({ ...recording, parts: [{ runs: more, checks: [] }] });
		const problems = [
			'',
			'{}',
			'[1]',
			whole.slice(0, -100),
			whole.replace('"version":1', '"version":2'),
			withRuns([[0, {}]]),
			withRuns([[1e9, {}]]),
			withRuns([...runs, [MOST_TICKS, {}]]),
			withRuns([[1, { v: { a: 'b' } }]]),
			withRuns([[1, { v: actions(65) }]]),
			whole.replace(/"l":\[[^,]+/, '"l":[1e999'),
			' '.repeat(16_000_001),
		].map((text) => {
			const read = readRecording(text);
			return read.ok ? 'ok' : read.error;
		});
		expect(problems).toEqual([
			...['foreign', 'foreign', 'foreign', 'damaged', 'newer'],
			...['damaged', 'damaged', 'damaged', 'damaged', 'damaged', 'damaged', 'too-large'],
		]);
	});

	it('[T76] knows what its game was made of, in whatever order that comes', () => {
		const { entities, seed } = RECORDED_GAME;
		const [ground, ...others] = entities;
		const turned = { ...ground!, values: Object.fromEntries(Object.entries(ground!.values).toReversed()) };
		const known = contentHash(RECORDED_GAME, 'code');
		expect(contentHash({ ...RECORDED_GAME, seed: 9, entities: [turned, ...others] }, 'code')).toBe(known);
		const moved = { ...ground!, values: { ...ground!.values, position: [0, 0, 1e-9] } };
		const outline = { points: Float32Array.of(1), indices: Uint32Array.of(0) };
		const hashes = [
			contentHash({ ...RECORDED_GAME, entities: [moved, ...others] }, 'code'),
			contentHash({ ...RECORDED_GAME, entities: [{ ...ground!, outline }, ...others] }, 'code'),
			contentHash({ entities, seed }, 'code'),
			contentHash(RECORDED_GAME, 'edoc'),
		];
		expect(new Set([known, ...hashes]).size).toBe(5);
	});
});
