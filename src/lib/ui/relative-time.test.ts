import { expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = new Date(2026, 4, 20, 15, 0).getTime();
const minute = 60_000;
const say = (at: Date | number) => relativeTime(+at, now, { locale: 'en', justNow: 'Just now' });

it.each([
	[now, 'Just now'],
	[now + 5 * minute, 'Just now'],
	[now - 44_000, 'Just now'],
	[now - 50_000, '1 minute ago'],
	[now - 2 * minute, '2 minutes ago'],
	[now - 61 * minute, '1 hour ago'],
	[new Date(2026, 4, 20, 0, 5), '15 hours ago'],
	[new Date(2026, 4, 19, 23, 55), 'Yesterday'],
	[new Date(2026, 4, 17, 9, 0), '3 days ago'],
	[new Date(2026, 4, 13, 9, 0), '7 days ago'],
	[new Date(2026, 2, 5), 'Mar 5'],
	[new Date(2024, 2, 5), 'Mar 5, 2024'],
])('%s is "%s"', (at, words) => {
	expect(say(at)).toBe(words);
});
