import { describe, expect, it } from 'vitest';
import { panelZones, zoneAt, type DockNow, type Room } from './panel-zones.ts';

const none = (size: number): DockNow => ({ size, panels: [] });

function setup(docks: Partial<Room['docks']> = {}) {
	const room = {
		width: 1000,
		height: 600,
		docks: { start: none(200), end: none(250), bottom: none(100), ...docks },
	};
	const zones = panelZones(room);
	return (start: number, top: number) => {
		const zone = zoneAt(zones, start, top);
		return zone && [zone.dock, zone.before];
	};
}

describe('[E164] where a dragged panel can be let go', () => {
	it('is the left, the right and the bottom, and not the picture', () => {
		const at = setup();
		expect(at(0, 0)).toEqual(['start', null]);
		expect(at(199, 599)).toEqual(['start', null]);
		expect(at(200, 599)).toEqual(['bottom', null]);
		expect(at(750, 10)).toEqual(['end', null]);
		expect(at(400, 499)).toBeNull();
		expect(at(1000, 10)).toBeNull();
	});

	it('is before or after what is there already, by its middle', () => {
		const at = setup({
			end: {
				size: 250,
				panels: [
					{ id: 'inspector', share: 1 },
					{ id: 'assets', share: 3 },
				],
			},
			bottom: { size: 100, panels: [{ id: 'hierarchy', share: 1 }] },
		});
		expect([at(800, 74), at(800, 76), at(800, 374), at(800, 376)]).toEqual([
			['end', 'inspector'],
			['end', 'assets'],
			['end', 'assets'],
			['end', null],
		]);
		expect([at(474, 550), at(476, 550)]).toEqual([
			['bottom', 'hierarchy'],
			['bottom', null],
		]);
	});
});
