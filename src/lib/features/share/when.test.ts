import { describe, expect, it } from 'vitest';
import { formatAgo } from './when.ts';

const HOUR = 3_600_000;
const now = 1_700_000_000_000;

describe('how long ago', () => {
	it('is told in the largest unit that fits', () => {
		expect(formatAgo(now - 30_000, now, 'en')).toBe('now');
		expect(formatAgo(now - 2 * 60_000, now, 'en')).toBe('2 minutes ago');
		expect(formatAgo(now - 3.9 * HOUR, now, 'en')).toBe('3 hours ago');
		expect(formatAgo(now - 25 * HOUR, now, 'en')).toBe('yesterday');
	});

	it('is now for clocks that run ahead', () => {
		expect(formatAgo(now + HOUR, now, 'en')).toBe('now');
	});
});
