import { describe, expect, it } from 'vitest';
import type { ViewLens, ViewportView } from '../viewport-port.ts';
import {
	asEditingView,
	clipping,
	distanceOf,
	EDITING_FOV,
	lensFov,
	magnification,
	standFor,
} from './lens.ts';

const VIEW: ViewportView = { position: [0, 2, 6], target: [0, 2, 1] };
const WIDE: ViewLens = { projection: 'perspective', fov: 90, near: 0.2, far: 80 };
const FLAT: ViewLens = { projection: 'orthographic', size: 10, near: 0.2, far: 80 };
const heightAt = (distance: number, fov: number) => 2 * distance * Math.tan((fov * Math.PI) / 360);

describe('a lens', () => {
	it('with an angle sees from where its camera stands', () => {
		expect(lensFov(WIDE)).toBe(90);
		expect(standFor(VIEW, WIDE)).toEqual(VIEW);
		expect(clipping(WIDE, 5, 5)).toEqual({ near: 0.2, far: 80 });
	});

	it('that is flat sees as much as it says, and things ten metres apart hardly differ', () => {
		const stand = standFor(VIEW, FLAT);
		const distance = distanceOf(stand);
		expect(heightAt(distance, lensFov(FLAT))).toBeCloseTo(10);
		expect(heightAt(distance + 10, lensFov(FLAT)) / 10).toBeLessThan(1.03);
		expect(stand.position[0]).toBeCloseTo(0);
		expect(stand.position[2], 'behind the camera').toBeGreaterThan(VIEW.position[2]);
	});

	it('that is flat sees nothing nearer or farther than its camera does', () => {
		const distance = distanceOf(standFor(VIEW, FLAT));
		const { near, far } = clipping(FLAT, distance, distanceOf(VIEW));
		expect(distance - near, 'before the target').toBeCloseTo(5 - 0.2);
		expect(far - distance, 'behind the target').toBeCloseTo(80 - 5);
	});

	it('is told to others as the editing lens would see it', () => {
		const told = asEditingView(standFor(VIEW, FLAT), FLAT);
		expect(heightAt(distanceOf(told), EDITING_FOV)).toBeCloseTo(10);
		expect(asEditingView(VIEW, null)).toBe(VIEW);
	});

	it('magnifies nothing while things are edited', () => {
		expect(magnification(null)).toBe(1);
		expect(magnification(FLAT)).toBeLessThan(0.05);
	});
});
