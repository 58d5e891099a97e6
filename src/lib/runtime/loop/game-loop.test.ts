import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { NO_INPUT, type InputFrame } from '../input/input-frame.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import type { Advanced, SimulationPort } from '../simulation-port.ts';
import { GameLoop } from './game-loop.ts';

const TICK = 1000 / 60;
const FACTS: GameFacts = { lines: null, scripts: [] };
const QUERY: GameQuery = { physics: true, watch: [] };

/** Frames by hand, and a game that answers when it is told to. */
function setup() {
	let draw: ((time: number) => void) | undefined;
	let time = 0;
	const asked: number[] = [];
	const answers: { resolve: (advanced: Advanced) => void; reject: (cause: unknown) => void }[] = [];
	const heard: InputFrame[] = [];
	const spares: unknown[] = [];
	const seen = { onticks: vi.fn(), ondraw: vi.fn(), onfailure: vi.fn() };
	const dispose = vi.fn();
	const edit = vi.fn(() => Promise.resolve());
	const inspect = vi.fn<SimulationPort['inspect']>(() => Promise.resolve(FACTS));
	let now = 0;
	const loop = new GameLoop({
		simulation: {
			advance(ticks, input, spare) {
				asked.push(ticks);
				heard.push(input);
				spares.push(spare);
				return new Promise((resolve, reject) => answers.push({ resolve, reject }));
			},
			save: () => Promise.reject(new Error('Nobody asks.')),
			edit,
			inspect,
			dispose,
		},
		readTime: () => now,
		nextFrame: (next) => {
			draw = next;
			return () => (draw = undefined);
		},
		readInput: () => ({ ...NO_INPUT, look: [heard.length, 0] }),
		...seen,
	});
	const frame = (ms: number) => draw?.((time += ms));
	const answer = async (tick = 1) => {
		answers.shift()?.resolve({ tick, changes: new Float32Array(), commands: [] });
		await Promise.resolve();
		await Promise.resolve();
		await Promise.resolve();
	};
	frame(0);
	return {
		dispose,
		edit,
		inspect,
		passTime: (ms: number) => (now += ms),
		loop,
		frame,
		asked,
		heard,
		spares,
		answer,
		answers,
		...seen,
		isRunning: () => draw !== undefined,
	};
}

describe('the loop of a game', () => {
	it('[T1] asks for what is due, one question at a time, and owes nothing to a slow game', async () => {
		const { frame, asked, answer, onticks } = setup();
		frame(TICK);
		expect(asked).toEqual([1]);
		frame(TICK);
		frame(TICK);
		expect(asked).toEqual([1]);
		await answer();
		expect(onticks).toHaveBeenCalledOnce();
		frame(TICK);
		expect(asked).toEqual([1, 3]);
	});

	it('[T3] gives what was shown back for the next ticks to be told in', async () => {
		const { frame, answers, answer, spares, onticks } = setup();
		const changes = new Float32Array(11);
		frame(TICK);
		answers[0]?.resolve({ tick: 1, changes, commands: [] });
		await vi.waitFor(() => expect(onticks).toHaveBeenCalledOnce());
		answers.shift();
		frame(TICK);
		expect(spares).toEqual([undefined, changes]);
		await answer();
	});

	it('[T40] ticks hear of the player once, when they are asked for', async () => {
		const { loop, frame, heard, answer } = setup();
		frame(TICK);
		frame(TICK);
		await answer();
		frame(TICK);
		expect(heard.map(({ look }) => look[0])).toEqual([0, 1]);
		await answer();
		loop.speed = 0;
		frame(TICK);
		expect(heard.length).toBe(2);
		void loop.stepOnce();
		expect(heard.length).toBe(3);
	});

	it('[T1] stands still, goes one tick further when asked, and goes on', async () => {
		const { loop, frame, asked, answer, ondraw } = setup();
		loop.speed = 0;
		frame(TICK * 3);
		expect(asked).toEqual([]);
		void loop.stepOnce();
		expect(asked).toEqual([1]);
		await answer(7);
		expect(ondraw).toHaveBeenLastCalledWith(1);
		expect(loop.tick).toBe(7);
		loop.speed = 1;
		frame(TICK * 2);
		expect(asked).toEqual([1, 2]);
	});

	it('[T6] ends once when the game does, and asks nothing after it was disposed', async () => {
		const { loop, frame, answers, onfailure, isRunning, asked } = setup();
		frame(TICK);
		answers[0]?.reject(new Error('broken'));
		await vi.waitFor(() => expect(onfailure).toHaveBeenCalledOnce());
		expect(isRunning()).toBe(false);
		loop.dispose();
		void loop.stepOnce();
		expect(asked).toEqual([1]);
	});

	it('[T90] another goes on in its place, between two ticks; where it cannot be made, the old one does', async () => {
		const { loop, frame, asked, answer, dispose, onfailure } = setup();
		const other = {
			advance: vi.fn(() => new Promise<Advanced>(() => {})),
			save: () => Promise.reject(new Error('Nobody asks.')),
			edit: () => Promise.resolve(),
			inspect: () => Promise.resolve(FACTS),
			dispose: vi.fn(),
		};
		frame(20);
		expect(asked).toHaveLength(1);
		const make = vi.fn(() => Promise.resolve(other));
		const replaced = loop.replace(make);
		await Promise.resolve();
		expect(make).not.toHaveBeenCalled();
		await answer();
		await replaced;
		expect(dispose).toHaveBeenCalledOnce();
		await expect(loop.replace(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
		frame(20);
		expect(other.advance).toHaveBeenCalledOnce();
		expect(asked).toHaveLength(1);
		expect(onfailure).not.toHaveBeenCalled();
		loop.dispose();
		expect(other.dispose).toHaveBeenCalledOnce();
	});

	it('[T90] while another is made nothing is drawn: it moves nothing, and keeps from it what it takes', async () => {
		const { loop, frame, ondraw } = setup();
		const made = Promise.withResolvers<void>();
		const replaced = loop.replace(async (old) => (await made.promise, old));
		ondraw.mockClear();
		frame(1);
		expect(ondraw).not.toHaveBeenCalled();
		made.resolve();
		await replaced;
		frame(1);
		expect(ondraw).toHaveBeenCalledOnce();
	});

	it('[T110] while it is held nothing is asked for or drawn, and nothing is owed for it', async () => {
		const { loop, frame, asked, answer, ondraw } = setup();
		frame(TICK);
		await answer();
		loop.hold();
		ondraw.mockClear();
		frame(10 * TICK);
		await loop.stepOnce();
		expect([asked, ondraw.mock.calls.length]).toEqual([[1], 0]);
		loop.release();
		frame(TICK);
		expect(asked).toEqual([1, 1]);
	});

	it('[T114] takes in an edit between two ticks, and shows what came of it at once', async () => {
		const { loop, frame, asked, heard, answer, edit, ondraw } = setup();
		frame(TICK);
		const edited = loop.edit({ added: [], removed: [], changed: [] });
		expect(edit).not.toHaveBeenCalled();
		await answer();
		await vi.waitFor(() => expect(asked).toEqual([1, 0]));
		expect(edit).toHaveBeenCalledOnce();
		// What the player did meanwhile is for the next tick.
		expect(heard[1]).toBe(NO_INPUT);
		ondraw.mockClear();
		await answer();
		await edited;
		expect(ondraw).toHaveBeenCalledExactlyOnceWith(1);
	});

	it('[T90] a step pressed twice while the first is on its way: what waits for its turn leaves the page its own', async () => {
		// In a process of its own: what waits without end, and never for a timer, could not be ended otherwise.
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--input-type=module', '--no-warnings', '-e', STEPPED_TWICE],
			{ timeout: 25_000, killSignal: 'SIGKILL' },
		);
		expect(stdout).toBe('first second');
	});

	it('[T79] is looked into between two ticks, also while it stands still, and what is asked is known by then', async () => {
		const { loop, frame, asked, answer, inspect } = setup();
		frame(TICK);
		const query = vi.fn(() => QUERY);
		const inspected = loop.inspect(query);
		expect(query).not.toHaveBeenCalled();
		await answer();
		expect(await inspected).toBe(FACTS);
		expect(inspect).toHaveBeenCalledExactlyOnceWith(QUERY);
		loop.speed = 0;
		expect(await Promise.all([loop.inspect(query), loop.inspect(query)])).toEqual([FACTS, FACTS]);
		expect(asked).toEqual([1]);
		loop.hold();
		expect(await loop.inspect(query)).toBeUndefined();
		loop.dispose();
		expect(await loop.inspect(query)).toBeUndefined();
		expect(inspect).toHaveBeenCalledTimes(3);
	});

	it('[T79] no tick is asked for meanwhile; a step waits, and what breaks ends the game', async () => {
		const { loop, frame, asked, inspect, onfailure } = setup();
		const { promise, resolve } = Promise.withResolvers<GameFacts>();
		inspect.mockReturnValueOnce(promise);
		const inspected = loop.inspect(() => QUERY);
		frame(TICK);
		void loop.stepOnce();
		expect(asked).toEqual([]);
		resolve(FACTS);
		await inspected;
		await vi.waitFor(() => expect(asked).toEqual([1]));
		const broken = setup();
		broken.inspect.mockReturnValueOnce(Promise.reject(new Error('broken')));
		expect(await broken.loop.inspect(() => QUERY)).toBeUndefined();
		expect(broken.onfailure).toHaveBeenCalledOnce();
		expect(onfailure).not.toHaveBeenCalled();
	});

	it('[T1] steps that are asked for at once are taken one after the other', async () => {
		const { loop, asked, answer } = setup();
		loop.speed = 0;
		const steps = Promise.all([loop.stepOnce(), loop.stepOnce()]);
		expect(asked).toEqual([1]);
		await answer();
		await vi.waitFor(() => expect(asked).toEqual([1, 1]));
		await answer(2);
		await steps;
		expect(loop.tick).toBe(2);
	});

	it('[T120] tells how long its page waited for ticks, and for how many', async () => {
		const { frame, answer, passTime, onticks } = setup();
		frame(TICK * 2);
		passTime(7);
		await answer();
		expect(onticks).toHaveBeenCalledExactlyOnceWith(expect.anything(), 2, 7);
	});
});

const STEPPED_TWICE = `
const { GameLoop } = await import(${JSON.stringify(new URL('./game-loop.ts', import.meta.url).href)});
const later = (answer) => new Promise((resolve) => setTimeout(() => resolve(answer), 1));
const simulation = { advance: () => later({ tick: 1, changes: new Float32Array(), commands: [] }), dispose() {} };
const loop = new GameLoop({ simulation, nextFrame: () => () => {}, readInput: () => ({}), readTime: () => 0, onticks() {}, ondraw() {}, onfailure() {} });
loop.speed = 0;
void loop.stepOnce();
void loop.stepOnce();
const replaced = (name) => loop.replace(async (old) => (await later(), process.stdout.write(name), old));
await Promise.all([replaced('first'), replaced(' second')]);
`;
