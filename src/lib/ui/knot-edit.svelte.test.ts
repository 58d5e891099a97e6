import { describe, expect, it } from 'vitest';
import { isCurve, MAX_POINTS, type Curve } from '#lib/base/curve.ts';
import { isGradient, type Gradient } from '#lib/base/gradient.ts';
import { curvePath } from './curve-path.ts';
import { gradientImage } from './gradient-image.ts';
import { CURVE, GRADIENT, KnotEdit } from './knot-edit.svelte.ts';

const START: Curve = {
	smooth: false,
	points: [
		[0, 0],
		[0.5, 10],
		[1, 0],
	],
};

function setup(start: Curve | null = START) {
	let value = start;
	const log: string[] = [];
	const edit = new KnotEdit(CURVE, () => ({
		value,
		fallback: START,
		min: 0,
		max: 10,
		onpreview: () => log.push('preview'),
		oncancel: () => log.push('cancel'),
		oncommit: (next: Curve) => {
			expect(isCurve(next, 0, 10)).toBe(true);
			log.push('commit');
			value = next;
		},
	}));
	return { edit, log, points: () => value?.points };
}

describe('[E219] a line of knots', () => {
	it('is dragged in one edit, not beyond its neighbours and its range', () => {
		const { edit, log, points } = setup();
		edit.move(1, { at: 0.2, level: 4 });
		edit.move(1, { at: 7, level: -3 });
		expect(edit.knots[1]).toEqual([1, 0]);
		edit.move(1, { at: 0.25, level: 5 });
		expect(points()).toEqual(START.points);
		edit.end();
		edit.end();
		expect(points()).toEqual([
			[0, 0],
			[0.25, 5],
			[1, 0],
		]);
		expect(log).toEqual(['preview', 'preview', 'preview', 'commit']);
	});

	it('given up stays as it was, and ended where it began is no edit', () => {
		const { edit, log } = setup();
		expect(edit.cancel()).toBe(false);
		edit.move(1, { at: 0.2, level: 4 });
		expect(edit.cancel()).toBe(true);
		expect(edit.value).toBe(START);
		edit.move(1, { at: 0.2, level: 4 });
		edit.move(1, { at: 0.5, level: 10 });
		edit.end();
		expect(log).toEqual(['preview', 'cancel', 'preview', 'preview', 'cancel']);
	});

	it('goes by hundredths with the keys, with Shift by tenths, in one edit', () => {
		const { edit, log, points } = setup();
		edit.nudge(1, -1, 0, false);
		edit.nudge(1, 0, -1, true);
		edit.end();
		expect(points()?.[1]).toEqual([0.49, 9]);
		expect(log.filter((entry) => entry === 'commit')).toHaveLength(1);
	});

	it('takes knots where the line is, or where asked, and lets all go but the last', () => {
		const { edit, points } = setup();
		edit.add(0.75);
		expect([edit.selected, points()?.[2]]).toEqual([2, [0.75, 5]]);
		edit.add(0.1, 8);
		expect([edit.selected, points()?.[1]]).toEqual([1, [0.1, 8]]);
		edit.addBeside(4);
		expect(points()?.map(([x]) => x)).toEqual([0, 0.1, 0.5, 0.75, 0.875, 1]);
		for (let i = 0; i < 9; i++) edit.remove(0);
		expect(points()).toEqual([[1, 0]]);
		for (let i = 0; i < 30; i++) edit.addBeside(0);
		expect([points()?.length, edit.isFull]).toEqual([MAX_POINTS, true]);
	});

	it('takes numbers that are typed, and other lines, each as one edit', () => {
		const { edit, log, points } = setup();
		edit.put(1, { level: 3 });
		edit.put(1, { at: 0.3 });
		expect(points()?.[1]).toEqual([0.3, 3]);
		edit.select(2);
		edit.set({ smooth: true, points: [[0, 1]] });
		expect([edit.selected, points()]).toEqual([0, [[0, 1]]]);
		expect(log.filter((entry) => entry === 'commit')).toHaveLength(3);
	});

	it('that is mixed begins with another, which the first edit gives to all', () => {
		const { edit, points } = setup(null);
		expect(edit.value).toBe(START);
		edit.move(1, { at: 0.5, level: 10 });
		edit.end();
		expect(points()).toEqual(START.points);
	});

	it('of colours keeps the colour of what is moved, and mixes it for what is added', () => {
		let value: Gradient = [
			{ at: 0, color: '#ff0000', opacity: 1 },
			{ at: 1, color: '#0000ff', opacity: 0 },
		];
		const oncommit = (next: Gradient) => (value = next);
		const edit = new KnotEdit(GRADIENT, () => ({ value, fallback: value, min: 0, max: 1, oncommit }));
		edit.add(0.5);
		edit.put(0, { at: 0.25 });
		edit.change(2, { at: 1, color: '#ffffff', opacity: 1 });
		expect(isGradient(value)).toBe(true);
		expect(value).toEqual([
			{ at: 0.25, color: '#ff0000', opacity: 1 },
			{ at: 0.5, color: '#800080', opacity: 0.5 },
			{ at: 1, color: '#ffffff', opacity: 1 },
		]);
	});
});

it('a curve is drawn through its corners and straight up where two stand above each other', () => {
	const step: Curve = {
		smooth: false,
		points: [
			[0.5, 0],
			[0.5, 1],
		],
	};
	expect(curvePath(step, 0, 1)).toBe('M0 100L50 100L50 0L100 0');
	expect(curvePath({ ...START, smooth: true }, 0, 10)).toMatch(/^M0 100L.*L50 0L.*L100 100$/);
});

it('a gradient of one stop is a background as well', () => {
	expect(gradientImage([{ at: 0.5, color: '#ff0000', opacity: 0.5 }])).toContain(
		'#ff000080 50%, #ff000080 50%',
	);
});
