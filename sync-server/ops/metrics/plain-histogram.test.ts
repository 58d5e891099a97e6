import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { PlainHistogram } from './plain-histogram.ts';

it('[L59] samples are written as the Prometheus client writes them', async () => {
	const registry = new Registry();
	const about = { name: 'seconds', help: 'Time something took' };
	const theirs = new Histogram({ ...about, buckets: [0.01, 1, 5], registers: [registry] });
	const ours = new PlainHistogram({ ...about, bounds: [0.01, 1, 5] });
	for (const value of [0, 0.01, 0.02, 1, 4, 5, 700]) {
		theirs.observe(value);
		ours.observe(value);
	}
	const lines = (text: string) => text.trim().split('\n');
	expect(lines(ours.read())).toEqual(lines(await registry.metrics()));
});
