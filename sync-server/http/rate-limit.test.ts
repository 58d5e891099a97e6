import { expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { RateLimit } from './rate-limit.ts';

it('[A7] so many a minute for each, growing back evenly', () => {
	const clock = new ManualClock();
	const limit = new RateLimit(60, clock);
	for (let i = 0; i < 60; i++) expect(limit.take('ann')).toBe(0);
	expect(limit.take('ann')).toBe(1);
	expect(limit.take('ben')).toBe(0);
	clock.advance(1000);
	expect(limit.take('ann')).toBe(0);
	expect(limit.take('ann')).toBe(1);
	clock.advance(3_600_000);
	for (let i = 0; i < 60; i++) expect(limit.take('ann')).toBe(0);
	expect(limit.take('ann')).toBe(1);
});

it('[A7] asking while refused does not make the wait longer', () => {
	const clock = new ManualClock();
	const limit = new RateLimit(2, clock);
	limit.take('ann');
	limit.take('ann');
	expect(limit.take('ann')).toBe(30);
	clock.advance(29_000);
	expect(limit.take('ann')).toBe(1);
	clock.advance(1_000);
	expect(limit.take('ann')).toBe(0);
});
