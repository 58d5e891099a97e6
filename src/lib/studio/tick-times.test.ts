import { expect, it } from 'vitest';
import { TickTimes } from './tick-times.ts';

it('[T120] ticks are told by how long one takes, in the middle and at worst', () => {
	const times = new TickTimes();
	for (const [ms, ticks] of [
		[1, 1],
		[8, 2],
		[9, 1],
		[2, 0],
	] as const)
		times.take({ ms, ticks, at: 100 });
	expect(times.summary(200)).toEqual({ perSecond: 4, median: 4, worst: 9, graph: [1, 4, 9] });
});

it('[T120] ticks of a second ago count no more, and old answers go', () => {
	const times = new TickTimes();
	for (let i = 0; i < 500; i++) times.take({ ms: 1000 - i, ticks: 1, at: i * 10 });
	const { perSecond, worst, graph } = times.summary(5000);
	expect([perSecond, worst, graph.length]).toEqual([99, 740, 240]);
	expect(times.summary(9000).perSecond).toBe(0);
});

it('[T120] a game without a tick has nothing to tell', () => {
	expect(new TickTimes().summary(0)).toEqual({ perSecond: 0, median: 0, worst: 0, graph: [] });
});
