import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import type { EntityId } from '../base/ids.ts';
import type { GameFacts, GameQuery } from '../runtime/insight/game-facts.ts';
import { GameInsight } from './game-insight.svelte.ts';

const [DOOR, LAMP] = ['door', 'lamp'] as EntityId[];
const LINES = Float32Array.of(0, 0, 0, 1, 1, 1);

/** A game that answers at once, unless it is held up. */
function setup() {
	const clock = new ManualClock();
	const asked: GameQuery[] = [];
	const indices = new Map<EntityId, number>([[DOOR!, 3]]);
	let until: Promise<void> = Promise.resolve();
	const draw = vi.fn();
	const inspect = async (query: () => GameQuery): Promise<GameFacts | undefined> => {
		await until;
		const { physics, watch } = query();
		asked.push({ physics, watch });
		const scripts = watch.map((index) => ({
			index,
			slot: 's',
			values: [['n', String(asked.length)]] as const,
		}));
		return { lines: physics ? LINES : null, scripts };
	};
	const insight = new GameInsight({ inspect, draw, size: 4, indexOf: (id) => indices.get(id) }, clock);
	const holdUp = () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		until = promise;
		return resolve;
	};
	return { insight, clock, asked, indices, draw, holdUp };
}

describe('what is seen of a game', () => {
	it('[T122] its physics is asked for and drawn while somebody wants to see it, one at a time', async () => {
		const { insight, asked, draw, holdUp } = setup();
		insight.refresh();
		expect(draw).not.toHaveBeenCalled();
		const goOn = holdUp();
		insight.showsPhysics = true;
		insight.refresh();
		insight.refresh();
		goOn();
		await vi.waitFor(() => expect(draw).toHaveBeenLastCalledWith(LINES));
		expect(asked).toEqual([{ physics: true, watch: [] }]);
		insight.refresh();
		await vi.waitFor(() => expect(asked.length).toBe(2));
		insight.forget();
		expect(draw).toHaveBeenLastCalledWith(null);
	});

	it.each([
		['nobody wants to see it any more', (insight: GameInsight) => (insight.showsPhysics = false)],
		['the game is over', (insight: GameInsight) => insight.dispose()],
	])('[T122] nothing is drawn when %s, also of what is on its way', async (_, end) => {
		const { insight, asked, draw, holdUp } = setup();
		const goOn = holdUp();
		insight.showsPhysics = true;
		end(insight);
		goOn();
		await vi.waitFor(() => expect(asked.length).toBe(1));
		expect(draw.mock.calls).toEqual([[null]]);
	});

	it('[T79] the scripts of an entity are asked for five times a second, while somebody looks', async () => {
		const { insight, clock, asked } = setup();
		const take = vi.fn();
		const stop = insight.watch(DOOR!, take);
		await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(1));
		expect(take).toHaveBeenLastCalledWith([{ index: 3, slot: 's', values: [['n', '1']] }]);
		await vi.waitFor(() => expect(clock.pending).toBe(1));
		clock.advance(199);
		expect(asked.length).toBe(1);
		clock.advance(1);
		await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(2));
		stop();
		await vi.waitFor(() => expect(clock.pending).toBe(1));
		clock.advance(200);
		expect([clock.pending, asked.length]).toEqual([0, 2]);
		insight.watch(DOOR!, take);
		await vi.waitFor(() => expect(asked.length).toBe(3));
	});

	it('[T79] several are asked for at once; one that is not in the game is said to be', async () => {
		const { insight, clock, asked, indices } = setup();
		const seen = { door: vi.fn(), lamp: vi.fn() };
		insight.watch(DOOR!, seen.door);
		insight.watch(LAMP!, seen.lamp);
		await vi.waitFor(() => expect(clock.pending).toBe(1));
		expect(seen.lamp).toHaveBeenLastCalledWith(null);
		indices.set(LAMP!, 5);
		clock.advance(200);
		await vi.waitFor(() =>
			expect(seen.lamp).toHaveBeenLastCalledWith([expect.objectContaining({ index: 5 })]),
		);
		expect(asked.map(({ watch }) => watch)).toEqual([[3], [3, 5]]);
		insight.dispose();
		clock.advance(1000);
		expect([clock.pending, asked.length]).toEqual([0, 2]);
	});
});
