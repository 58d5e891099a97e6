import { describe, expect, it } from 'vitest';
import { marqueeMode, pictureRectangle } from './marquee.ts';

const NONE = { shiftKey: false, ctrlKey: false, metaKey: false };
const BOX = { left: 100, top: 50, width: 400, height: 200 };

describe('[E64] a rectangle', () => {
	it.each([
		['replaces', NONE, 'replace'],
		['adds, with Shift', { ...NONE, shiftKey: true }, 'add'],
		['takes away, with Ctrl', { ...NONE, ctrlKey: true }, 'remove'],
		['takes away, with ⌘', { ...NONE, metaKey: true, shiftKey: true }, 'remove'],
	])('%s', (_, held, mode) => {
		expect(marqueeMode(held)).toBe(mode);
	});

	it('is the same from whichever corner it is drawn', () => {
		const corners = [
			{ x: 300, y: 100 },
			{ x: 400, y: 150 },
		] as const;
		const expected = { left: 0, right: 0.5, bottom: 0, top: 0.5 };
		expect(pictureRectangle(corners[0], corners[1], BOX)).toEqual(expected);
		expect(pictureRectangle(corners[1], corners[0], BOX)).toEqual(expected);
		expect(pictureRectangle({ x: 300, y: 150 }, { x: 400, y: 100 }, BOX)).toEqual(expected);
	});
});
