import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { NO_INPUT } from '../input/input-frame.ts';
import { SandboxedSimulation } from './sandboxed-simulation.ts';
import type { SandboxError } from './sandbox-adapter.ts';

/** A sandbox whose inside is this test. */
async function setup(answers: (message: unknown) => unknown = () => ({ type: 'started' })) {
	const { port1, port2 } = new MessageChannel();
	const clock = new ManualClock();
	let received = 0;
	port1.addEventListener('message', () => received++);
	let breakIt: (error: SandboxError) => void = () => {};
	let disposed = 0;
	port2.onmessage = ({ data }: MessageEvent<unknown>) => {
		const answer = answers(data);
		if (answer !== undefined) port2.postMessage(answer);
	};
	const open = (onerror: (error: SandboxError) => void) => {
		breakIt = onerror;
		const dispose = () => {
			disposed++;
			port1.close();
			port2.close();
		};
		return Promise.resolve({ port: port1, dispose });
	};
	const starting = SandboxedSimulation.start({ entities: [], seed: 1 }, open, clock);
	return {
		starting,
		/** Half of the time that a question may take. */
		pass: () => clock.advance(500),
		received: () => received,
		port2,
		breakIt: (message: string) => breakIt({ message, line: 0 }),
		disposed: () => disposed,
	};
}

const byType = (answers: Record<string, unknown>) => (message: unknown) =>
	answers[(message as { type: string }).type];
const advanced = (commands: readonly unknown[]) => ({
	...{ type: 'advanced', tick: 1, changes: Float32Array.of(), commands },
});
const STARTED = { type: 'started' };

describe('a game in a sandbox', () => {
	it('[T6] begins, and says what its ticks changed', async () => {
		const changes = Float32Array.of(1, 2);
		const { starting } = await setup(
			byType({ start: STARTED, advance: { type: 'advanced', tick: 1, changes, commands: [] } }),
		);
		const simulation = await starting;
		expect(await simulation.advance(1)).toMatchObject({ tick: 1, changes });
		simulation.dispose();
	});

	it('[T6] a script that does not come to an end while it begins is named, and nothing else is hurried', async () => {
		const { starting, pass, received, port2, disposed } = await setup(() => undefined);
		const failed = starting.catch((cause: unknown) => cause);
		const said = async (script: string) => {
			const before = received();
			port2.postMessage({ type: 'running', script });
			await expect.poll(received).toBe(before + 1);
		};
		await said('one');
		pass();
		await said('');
		for (let i = 0; i < 10; i++) pass();
		expect(disposed()).toBe(0);
		await said('two');
		pass();
		expect(disposed()).toBe(0);
		pass();
		expect(await failed).toMatchObject({ reason: 'stuck', script: 'two' });
	});

	it('[T6] hears of its player where they do anything', async () => {
		const heard: unknown[] = [];
		const { starting } = await setup((message) => {
			heard.push(message);
			return heard.length === 1 ? STARTED : advanced([]);
		});
		const simulation = await starting;
		await simulation.advance(1);
		const input = { ...NO_INPUT, values: { jump: 1 } };
		await simulation.advance(2, input);
		expect(heard.slice(1)).toEqual([
			{ type: 'advance', ticks: 1 },
			{ type: 'advance', ticks: 2, input },
		]);
		simulation.dispose();
	});

	it('[T3] gets the room of what was told back, once', async () => {
		const heard: unknown[] = [];
		const { starting } = await setup((message) => {
			heard.push(message);
			return heard.length === 1 ? STARTED : advanced([]);
		});
		const simulation = await starting;
		const spare = Float32Array.of(1, 2, 3);
		await simulation.advance(1, NO_INPUT, spare);
		expect(spare).toHaveLength(0);
		await simulation.advance(1, NO_INPUT, spare);
		expect(heard.slice(1)).toEqual([
			{ type: 'advance', ticks: 1, spare: Float32Array.of(1, 2, 3) },
			{ type: 'advance', ticks: 1 },
		]);
		simulation.dispose();
	});

	it('[T79] [T122] what it says of itself is read with care, and is no reason to end it', async () => {
		const facts = {
			lines: Float32Array.of(0, 0, 0, 1, NaN, 1),
			scripts: [{ index: 0, slot: 's', values: [['a', 'b'], 7] }],
		};
		const { starting, disposed } = await setup(
			byType({ start: STARTED, inspect: { type: 'inspected', facts } }),
		);
		const simulation = await starting;
		expect(await simulation.inspect({ physics: true, watch: [0] })).toEqual({
			lines: null,
			scripts: [{ index: 0, slot: 's', values: [['a', 'b']] }],
		});
		expect(disposed()).toBe(0);
		simulation.dispose();
	});

	it('[T6] what gives no sign is ended, and its sandbox taken away', async () => {
		const { starting, pass, disposed } = await setup(byType({ start: STARTED }));
		const simulation = await starting;
		const advancing = simulation.advance(1);
		pass();
		expect(disposed()).toBe(0);
		pass();
		await expect(advancing).rejects.toMatchObject({ reason: 'stuck' });
		expect(disposed()).toBe(1);
		await expect(simulation.advance(1)).rejects.toMatchObject({ reason: 'stuck' });
	});

	it('[T6] the script that was running is named', async () => {
		const { starting, pass, port2 } = await setup(byType({ start: STARTED }));
		const simulation = await starting;
		const first = simulation.advance(1);
		port2.postMessage({ type: 'running', script: 'door' });
		port2.postMessage(advanced([]));
		await first;
		const second = simulation.advance(1);
		pass();
		pass();
		await expect(second).rejects.toMatchObject({ reason: 'stuck', script: 'door' });
	});

	it.each([
		['says nothing a game says', { type: 'pwned' }],
		['answers with the wrong thing', STARTED],
		['sends what are no numbers', { type: 'advanced', tick: 1, changes: [1, 2], commands: [] }],
		['asks for nothing that is known', advanced([{ type: 'pwn' }])],
		['asks for what has no such shape', advanced([{ type: 'set', index: -3, key: 'a', value: 1 }])],
		['asks without end', advanced(Array(60_000).fill({ type: 'destroy', index: 1 }))],
		['counts ticks that are none', { type: 'advanced', tick: NaN, changes: Float32Array.of(), commands: [] }],
		['breaks', { type: 'failed', message: 'no' }],
	])('[T6] what %s is ended', async (_, answer) => {
		const { starting, disposed } = await setup(byType({ start: STARTED, advance: answer }));
		const simulation = await starting;
		await expect(simulation.advance(1)).rejects.toMatchObject({ reason: 'broken' });
		expect(disposed()).toBe(1);
	});

	it('[T6] each of several ticks has its second, and no more are counted than were asked for', async () => {
		const { starting, pass, received, port2, disposed } = await setup(byType({ start: STARTED }));
		const simulation = await starting;
		const ticked = async () => {
			const before = received();
			port2.postMessage({ type: 'ticked' });
			await expect.poll(received).toBe(before + 1);
		};
		const slow = simulation.advance(3);
		for (let tick = 1; tick < 3; tick++) {
			pass();
			await ticked();
		}
		pass();
		port2.postMessage(advanced([]));
		expect(await slow).toMatchObject({ tick: 1 });
		const stuck = simulation.advance(2).catch((cause: unknown) => cause);
		await ticked();
		pass();
		expect(disposed()).toBe(0);
		pass();
		pass();
		expect(await stuck).toMatchObject({ reason: 'stuck' });
	});

	it('[T6] a game that counts ticks nobody asked for is ended', async () => {
		const { starting, port2, disposed } = await setup(byType({ start: STARTED }));
		const simulation = await starting;
		const failed = simulation.advance(1).catch((cause: unknown) => cause);
		port2.postMessage({ type: 'ticked' });
		expect(await failed).toMatchObject({ reason: 'broken' });
		expect(disposed()).toBe(1);
	});

	it('[T6] what speaks unasked is ended', async () => {
		const { starting, port2, disposed } = await setup();
		const simulation = await starting;
		port2.postMessage(STARTED);
		await expect.poll(disposed).toBe(1);
		await expect(simulation.advance(1)).rejects.toMatchObject({ reason: 'broken' });
	});

	it('[T6] an answer that a frozen page hears late is one', async () => {
		const { starting, pass, disposed } = await setup(
			byType({
				start: STARTED,
				advance: { type: 'advanced', tick: 1, changes: Float32Array.of(), commands: [] },
			}),
		);
		const simulation = await starting;
		const advancing = simulation.advance(1);
		// The timer goes first.
		pass();
		expect(await advancing).toMatchObject({ tick: 1 });
		expect(disposed()).toBe(0);
		simulation.dispose();
	});

	it('[T6] code that the browser cannot run is told in its words', async () => {
		const { starting, breakIt } = await setup(() => undefined);
		await Promise.resolve();
		breakIt('SyntaxError: what');
		await expect(starting).rejects.toMatchObject({ reason: 'broken', message: 'SyntaxError: what' });
	});
});
