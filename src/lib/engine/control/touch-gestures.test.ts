import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { LONG_PRESS_MS, TouchGestures } from './touch-gestures.ts';

function setup(mayHold = true) {
	const clock = new ManualClock();
	const element = new EventTarget();
	const told: string[] = [];
	const gestures = new TouchGestures(element, clock, {
		mayHold: () => mayHold,
		onHold: ({ x, y }) => told.push(`hold ${x},${y}`),
		onHeld: ({ x, y }, travel) => told.push(`held ${x},${y} after ${travel}`),
		onFingerTap: (fingers) => told.push(`tap ${fingers}`),
	});
	const finger = (type: string, pointerId: number, x = 50, y = 50, at = 0, pointerType = 'touch') => {
		const event = new Event(`pointer${type}`);
		Object.defineProperty(event, 'timeStamp', { value: at });
		element.dispatchEvent(Object.assign(event, { pointerId, clientX: x, clientY: y, pointerType }));
	};
	return { clock, told, finger, gestures, element };
}

describe('[E158] a finger that stays', () => {
	it('asks for the menu when it is lifted, and is no tap', () => {
		const { clock, told, finger, gestures, element } = setup();
		finger('down', 1);
		clock.advance(LONG_PRESS_MS - 1);
		expect([told, gestures.held]).toEqual([[], false]);
		clock.advance(1);
		finger('move', 1, 53);
		finger('up', 1, 52, 50, 900);
		expect([told, gestures.held]).toEqual([['hold 50,50', 'held 52,50 after 3'], true]);
		expect(element.dispatchEvent(new Event('touchend', { cancelable: true }))).toBe(false);
		finger('down', 2, 0, 0, 0, 'mouse');
		expect(gestures.held).toBe(false);
	});

	it('is none when it travels, is joined by another, is taken away or means something else', () => {
		const { clock, told, finger } = setup();
		finger('down', 1);
		finger('move', 1, 70, 50);
		clock.advance(LONG_PRESS_MS);
		finger('up', 1, 70, 50, 900);
		finger('down', 1);
		finger('down', 2);
		clock.advance(LONG_PRESS_MS);
		finger('up', 2, 50, 50, 900);
		finger('up', 1, 50, 50, 900);
		finger('down', 3);
		finger('cancel', 3);
		clock.advance(LONG_PRESS_MS);
		expect(told).toEqual([]);
		const busy = setup(false);
		busy.finger('down', 1);
		busy.clock.advance(LONG_PRESS_MS);
		expect(busy.told).toEqual([]);
	});

	it('has not stayed when it left in time, however late that is told', () => {
		const { clock, told, finger, gestures, element } = setup();
		finger('down', 1);
		clock.advance(LONG_PRESS_MS);
		finger('up', 1, 50, 50, 100);
		expect([told, gestures.held]).toEqual([['hold 50,50'], false]);
		expect(element.dispatchEvent(new Event('touchend', { cancelable: true }))).toBe(true);
	});

	it('has stayed when it left that late, also where the time was not told meanwhile', () => {
		const { told, finger, gestures } = setup();
		finger('down', 1);
		finger('up', 1, 52, 50, LONG_PRESS_MS);
		expect([told, gestures.held]).toEqual([['hold 50,50', 'held 52,50 after 0'], true]);
		const busy = setup(false);
		busy.finger('down', 1);
		busy.finger('up', 1, 50, 50, LONG_PRESS_MS);
		expect([busy.told, busy.gestures.held]).toEqual([[], false]);
	});

	it('is no mouse and no pen', () => {
		const { clock, told, finger } = setup();
		finger('down', 1, 0, 0, 0, 'mouse');
		finger('down', 2, 0, 0, 0, 'pen');
		clock.advance(LONG_PRESS_MS);
		expect(told).toEqual([]);
	});
});

describe('[E157] several fingers that tap', () => {
	it('are counted by how many were there at most', () => {
		const { told, finger } = setup();
		for (const id of [1, 2]) finger('down', id, id * 40);
		for (const id of [2, 1]) finger('up', id, id * 40, 50, 200);
		for (const id of [1, 2, 3]) finger('down', id, id * 40);
		for (const id of [1, 2, 3]) finger('up', id, id * 40, 50, 250);
		expect(told).toEqual(['tap 2', 'tap 3']);
	});

	it('have not when they travel, stay, or are one or four', () => {
		const { told, finger } = setup();
		for (const id of [1, 2]) finger('down', id);
		finger('move', 2, 90);
		for (const id of [1, 2]) finger('up', id, 50, 50, 100);
		for (const id of [1, 2]) finger('down', id);
		for (const id of [1, 2]) finger('up', id, 50, 50, 400);
		finger('down', 1);
		finger('up', 1, 50, 50, 50);
		for (const id of [1, 2, 3, 4]) finger('down', id);
		for (const id of [1, 2, 3, 4]) finger('up', id, 50, 50, 100);
		expect(told).toEqual([]);
	});
});
