import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { Toasts } from './toasts.svelte.ts';

function setup() {
	const clock = new ManualClock();
	const toasts = new Toasts(clock);
	return { clock, toasts, texts: () => toasts.list.map((toast) => toast.text) };
}

describe('toasts', () => {
	it('go away by themselves, later when there is something to do', () => {
		const { clock, toasts, texts } = setup();
		toasts.show({ kind: 'info', text: 'Copied' });
		toasts.show({ kind: 'info', text: 'Deleted', action: { label: 'Undo', run: () => {} } });
		clock.advance(6_000);
		expect(texts()).toEqual(['Deleted']);
		clock.advance(6_000);
		expect(texts()).toEqual([]);
	});
	it('stay when they tell of an error', () => {
		const { clock, toasts, texts } = setup();
		toasts.show({ kind: 'error', text: 'Not saved' });
		clock.advance(3_600_000);
		expect(texts()).toEqual(['Not saved']);
	});
	it('wait while someone reads', () => {
		const { clock, toasts, texts } = setup();
		toasts.show({ kind: 'info', text: 'Copied' });
		toasts.hold();
		clock.advance(60_000);
		expect(texts()).toEqual(['Copied']);
		toasts.release();
		clock.advance(6_000);
		expect(texts()).toEqual([]);
	});
	it('run their action once and go', () => {
		const { toasts } = setup();
		let ran = 0;
		toasts.show({ kind: 'info', text: 'Deleted', action: { label: 'Undo', run: () => ran++ } });
		const [toast] = toasts.list;
		if (toast) toasts.act(toast);
		expect(ran).toBe(1);
		expect(toasts.list).toEqual([]);
	});
	it('do not pile up: the same words once, at most four, errors last to go', () => {
		const { toasts, texts } = setup();
		toasts.show({ kind: 'error', text: 'broken' });
		for (const text of ['a', 'b', 'b', 'c', 'd']) toasts.show({ kind: 'info', text });
		expect(texts()).toEqual(['broken', 'b', 'c', 'd']);
	});
});
