import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { GATHER_MS, MemberNews, MOST_READINGS, WITHIN_MS } from './member-news.ts';

function setup() {
	const clock = new ManualClock(1_000_000);
	const finish: (() => void)[] = [];
	const read = () => new Promise<void>((resolve) => void finish.push(resolve));
	const news = new MemberNews({ clock, read });
	/** Lets the reading under way come to its end. */
	const answer = async () => {
		finish.at(-1)?.();
		await Promise.resolve();
		await Promise.resolve();
	};
	return { clock, news, answer, readings: () => finish.length };
}

describe('what is said of members', () => {
	it('[R146] is read once for all that is said together, and once more for what was said meanwhile', async () => {
		const { clock, news, answer, readings } = setup();
		for (let i = 0; i < 3; i++) news.hear();
		expect(readings()).toBe(0);
		clock.advance(GATHER_MS);
		expect(readings()).toBe(1);
		for (let i = 0; i < 3; i++) news.hear();
		clock.advance(GATHER_MS);
		expect(readings()).toBe(1);
		await answer();
		clock.advance(GATHER_MS);
		expect(readings()).toBe(2);
		await answer();
		clock.advance(WITHIN_MS);
		expect(readings()).toBe(2);
	});

	it('[R146] is not read more often than a person may ask, and what came last is read in the end', async () => {
		const { clock, news, answer, readings } = setup();
		for (let at = 0; at < WITHIN_MS - GATHER_MS; at += 2 * GATHER_MS) {
			news.hear();
			clock.advance(2 * GATHER_MS);
			await answer();
		}
		expect(readings()).toBe(MOST_READINGS);
		clock.advance(WITHIN_MS);
		expect(readings()).toBe(MOST_READINGS + 1);
	});

	it('[R146] is nobody’s business once the dialog is closed', () => {
		const { clock, news, readings } = setup();
		news.hear();
		news.dispose();
		news.hear();
		clock.advance(WITHIN_MS);
		expect(readings()).toBe(0);
		expect(clock.pending).toBe(0);
	});
});
