import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { ThumbnailKeeper } from './thumbnail-keeper.ts';

function setup() {
	const clock = new ManualClock();
	const kept: Blob[] = [];
	let taken = 0;
	const keeper = new ThumbnailKeeper({
		clock,
		capture: async () => {
			taken++;
			return new Blob(['picture']);
		},
		keep: async (picture) => void kept.push(picture),
	});
	return { clock, keeper, kept, taken: () => taken };
}

describe('the picture of a project', () => {
	it('is taken five seconds after the last edit, not after each', () => {
		const { clock, keeper, taken } = setup();
		keeper.touch();
		clock.advance(4_000);
		keeper.touch();
		clock.advance(4_999);
		expect(taken()).toBe(0);
		clock.advance(1);
		expect(taken()).toBe(1);
	});

	it('is taken on looking away, once, until something changes', async () => {
		const { keeper, kept } = setup();
		await keeper.take();
		await keeper.take();
		expect(kept).toHaveLength(1);
		keeper.touch();
		await keeper.take();
		expect(kept).toHaveLength(2);
	});

	it('is left as it was when it cannot be taken', async () => {
		const kept: Blob[] = [];
		const keeper = new ThumbnailKeeper({
			clock: new ManualClock(),
			capture: () => Promise.reject(new Error('lost')),
			keep: async (picture) => void kept.push(picture),
		});
		await keeper.take();
		expect(kept).toEqual([]);
	});
});
