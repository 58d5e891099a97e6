import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { Patience } from './patience.ts';

function setup() {
	const clock = new ManualClock(1000);
	const planned = vi.spyOn(clock, 'after');
	const onover = vi.fn();
	return { clock, planned, onover, patience: new Patience(clock, onover) };
}

describe('waiting for answers', () => {
	it('[T6] is over when no answer came in its time', () => {
		const { clock, onover, patience } = setup();
		patience.begin(1000);
		clock.advance(999);
		expect(onover).not.toHaveBeenCalled();
		clock.advance(1);
		expect(onover).toHaveBeenCalledOnce();
	});

	it('[T6] begins anew with each question, with a timer for many', () => {
		const { clock, planned, onover, patience } = setup();
		for (let question = 0; question < 100; question++) {
			patience.begin(1000);
			clock.advance(10);
			patience.end();
		}
		expect(planned.mock.calls.length).toBeLessThan(10);
		patience.begin(1000);
		clock.advance(999);
		expect(onover).not.toHaveBeenCalled();
		clock.advance(1);
		expect(onover).toHaveBeenCalledOnce();
	});

	it('[T6] a short one after a long one is as short', () => {
		const { clock, onover, patience } = setup();
		patience.begin(20_000);
		clock.advance(100);
		patience.end();
		patience.begin(1000);
		clock.advance(1000);
		expect(onover).toHaveBeenCalledOnce();
	});

	it('[T6] a page that was frozen gives an answer that is there another turn', () => {
		const { clock, onover, patience } = setup();
		patience.begin(1000);
		vi.spyOn(clock, 'now').mockReturnValue(1_000_000);
		clock.advance(500);
		expect(onover).not.toHaveBeenCalled();
		patience.end();
		clock.advance(5000);
		expect(onover).not.toHaveBeenCalled();
	});

	it('[T6] a clock that is set back makes nobody wait for ever', () => {
		const { clock, onover, patience } = setup();
		patience.begin(1000);
		vi.spyOn(clock, 'now').mockReturnValue(-1_000_000);
		clock.advance(1000);
		expect(onover).toHaveBeenCalledOnce();
	});

	it('nothing comes of it when it is disposed', () => {
		const { clock, onover, patience } = setup();
		patience.begin(1000);
		patience.dispose();
		clock.advance(5000);
		expect(onover).not.toHaveBeenCalled();
	});
});
