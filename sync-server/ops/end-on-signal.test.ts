import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { RecordedLog } from '../../tests/helpers/recorded-log.ts';
import { createSignalHandler } from './end-on-signal.ts';

function setup() {
	const clock = new ManualClock(1_000_000);
	const log = new RecordedLog();
	const exits: number[] = [];
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const signal = createSignalHandler({
		clock,
		log,
		deadlineMs: 9_000,
		end: () => promise,
		exit: (code) => void exits.push(code),
	});
	return { clock, log, exits, signal, finish: resolve, fail: reject };
}

describe('ending on a signal', () => {
	it('[L61] is clean once everything is stored', async () => {
		const { signal, finish, exits } = setup();
		signal();
		expect(exits).toEqual([]);
		finish();
		await expect.poll(() => exits).toEqual([0]);
	});

	it('[L61] a second signal ends at once, the echo of the first does not', () => {
		const { signal, clock, exits } = setup();
		signal();
		clock.advance(499);
		signal();
		expect(exits).toEqual([]);
		clock.advance(1);
		signal();
		expect(exits).toEqual([1]);
	});

	it('[L61] does not take longer than it may, and says so', () => {
		const { signal, clock, exits, log } = setup();
		signal();
		clock.advance(8_999);
		expect(exits).toEqual([]);
		clock.advance(1);
		expect(exits).toEqual([1]);
		expect(log.entries.at(-1)).toMatchObject({ level: 'error', fields: { seconds: 9 } });
	});

	it('[L61] a failing end is no clean one', async () => {
		const { signal, fail, exits, log } = setup();
		signal();
		fail(new Error('disk full'));
		await expect.poll(() => exits).toEqual([1]);
		expect(log.entries.at(-1)).toMatchObject({ level: 'error', fields: { cause: 'disk full' } });
	});
});
