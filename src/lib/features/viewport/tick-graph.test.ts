import { expect, it } from 'vitest';
import { FRAME_AT, GRAPH, graphPoints, timesText } from './tick-graph.ts';

it('[T120] the newest tick is at the end of the graph, and none leaves it', () => {
	expect(graphPoints([])).toBe('');
	expect(graphPoints([50 / 3])).toBe(`${GRAPH.width.toFixed(1)},${FRAME_AT.toFixed(1)}`);
	const points = graphPoints(Array.from({ length: 500 }, (_, i) => (i % 2 ? 0 : 1e6))).split(' ');
	expect(points.length).toBe(240);
	expect([points[0], points.at(-1)]).toEqual(['0.0,0.0', '240.0,40.0']);
});

it('[T120] the same is said in words', () => {
	const times = { perSecond: 60, median: 0.42, worst: 2.08, graph: [] };
	expect(timesText(times, 134)).toBe('60 ticks/s · 0.4 ms a tick, 2.1 at worst · 134 in the game');
});
