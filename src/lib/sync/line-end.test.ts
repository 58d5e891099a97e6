import { describe, expect, it } from 'vitest';
import { CLOSE, formatRestart } from '../protocol/close-codes.ts';
import { readLineEnd } from './line-end.ts';

function spreadOf(reason: string): number {
	const end = readLineEnd(CLOSE.restarting, reason, false);
	if (end.kind === 'refused') throw new Error('A restart is no refusal');
	expect(end).toMatchObject({ restarting: true, leastAttempt: 0 });
	return end.spreadMs;
}

describe('the end of a line', () => {
	it('[P18] a server that restarts says over how long its clients spread their return', () => {
		for (const seconds of [1, 2, 5, 15]) expect(spreadOf(formatRestart(seconds))).toBe(seconds * 1000);
	});

	it('[P18] a server that names no time, or one that makes no sense, is asked again soon', () => {
		for (const reason of [
			'',
			'The server restarts',
			'within 0 s',
			'come back within 1000 s',
			'within -5 s',
		]) {
			expect(spreadOf(reason), reason).toBe(1000);
		}
		expect(spreadOf('come back within 99 s')).toBe(15_000);
	});
});
