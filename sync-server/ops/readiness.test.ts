import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { RecordedLog } from '../../tests/helpers/recorded-log.ts';
import { Readiness } from './readiness.ts';

function setup() {
	const clock = new ManualClock(1_000_000);
	const log = new RecordedLog();
	const store = { fails: false, checks: 0 };
	const checkStore = () => {
		store.checks++;
		if (store.fails) throw new Error('disk full');
	};
	return { clock, log, store, readiness: new Readiness({ clock, log, checkStore }) };
}

describe('readiness', () => {
	it('[L58] is not there while the server starts or drains', () => {
		const { readiness } = setup();
		expect(readiness.reasons()).toEqual(['starting']);
		readiness.started();
		expect(readiness.reasons()).toEqual([]);
		readiness.drain();
		expect(readiness.reasons()).toEqual(['draining']);
		readiness.started();
		expect(readiness.reasons()).toEqual(['draining']);
	});

	it('[L58] goes with the store and returns with it, each said once', () => {
		const { readiness, clock, store, log } = setup();
		readiness.started();
		store.fails = true;
		expect(readiness.reasons()).toEqual(['store']);
		clock.advance(1_000);
		expect(readiness.reasons()).toEqual(['store']);
		store.fails = false;
		clock.advance(1_000);
		expect(readiness.reasons()).toEqual([]);
		expect(log.entries.map(({ level }) => level)).toEqual(['error', 'info']);
	});

	it('[L58] asks the store at most once a second', () => {
		const { readiness, clock, store } = setup();
		for (let i = 0; i < 100; i++) readiness.reasons();
		expect(store.checks).toBe(1);
		clock.advance(1_000);
		readiness.reasons();
		expect(store.checks).toBe(2);
	});
});
