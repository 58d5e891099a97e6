import { describe, expect, it } from 'vitest';
import { placeBeside } from './place.ts';

const screen = { width: 400, height: 300 };
const size = { width: 100, height: 80 };
const anchorAt = (left: number, top: number) => ({ left, top, right: left + 20, bottom: top + 20 });

describe('placing a floating box beside its anchor', () => {
	it('goes below, aligned with the start', () => {
		expect(placeBeside(anchorAt(50, 50), size, screen)).toEqual({ left: 50, top: 74, maxHeight: 218 });
	});
	it('flips above when there is no room below', () => {
		expect(placeBeside(anchorAt(50, 250), size, screen).top).toBe(250 - 4 - 80);
	});
	it('stays below when neither side has room but below has more, and says how much', () => {
		const place = placeBeside(anchorAt(50, 100), { width: 100, height: 500 }, screen);
		expect(place).toEqual({ left: 50, top: 124, maxHeight: 168 });
	});
	it('keeps a tall box that goes above within the room above', () => {
		const place = placeBeside(anchorAt(50, 200), { width: 100, height: 500 }, screen);
		expect(place.top).toBe(8);
		expect(place.maxHeight).toBe(188);
	});
	it('never leaves the screen sideways', () => {
		expect(placeBeside(anchorAt(380, 50), size, screen).left).toBe(292);
		expect(placeBeside(anchorAt(2, 50), size, screen, { align: 'end' }).left).toBe(8);
	});
	it('goes beside, and to the other side when it must', () => {
		expect(placeBeside(anchorAt(50, 50), size, screen, { side: 'inline-end' }).left).toBe(74);
		expect(placeBeside(anchorAt(350, 50), size, screen, { side: 'inline-end' }).left).toBe(246);
		expect(placeBeside(anchorAt(50, 50), size, screen, { side: 'inline-start' }).left).toBe(74);
	});
});
