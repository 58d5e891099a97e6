import { describe, expect, it } from 'vitest';
import { nextHeight, settleSheet, sheetPixels } from './sheet.ts';

describe('a sheet let go', () => {
	const room = 1000;
	it('comes to rest at the nearest of its three heights', () => {
		expect(settleSheet(200, room, 0)).toBe('peek');
		expect(settleSheet(500, room, 0)).toBe('half');
		expect(settleSheet(800, room, 0)).toBe('full');
	});
	it('follows a fling, up and down', () => {
		expect(settleSheet(sheetPixels('half', room) + 20, room, 1.2)).toBe('full');
		expect(settleSheet(sheetPixels('half', room) - 20, room, -1.2)).toBe('peek');
	});
	it('stays at the ends', () => {
		expect(settleSheet(950, room, 2)).toBe('full');
		expect(settleSheet(20, room, -2)).toBe('peek');
		expect(nextHeight('full', 1)).toBe('full');
		expect(nextHeight('peek', -1)).toBe('peek');
		expect(nextHeight('peek', 1)).toBe('half');
	});
});
