import { describe, expect, it, vi } from 'vitest';
import type { Binding } from '#lib/runtime/input/actions.ts';
import { nextButton, PadFocus, type ButtonPlace } from './pad-focus.ts';

const at = (left: number, top: number): ButtonPlace => ({ left, top, width: 20, height: 10 });
/** Two above each other at the left, one at the right. */
const MENU = [at(0, 0), at(0, 20), at(100, 22)];

function setup(places: readonly ButtonPlace[] = MENU, used: readonly Binding[] = []) {
	const buttons = {
		places,
		isShown: places.length > 0,
		focused: -1,
		focus: vi.fn((index: number) => void (buttons.focused = index)),
		press: vi.fn<(index: number) => void>(),
		leave: vi.fn(() => void (buttons.focused = -1)),
		isFree: (binding: Binding) => !used.includes(binding),
	};
	const pad = new PadFocus(buttons);
	const press = (...names: readonly Binding[]) => [...pad.take(new Map(names.map((name) => [name, 1])))];
	/** Pressed, and let go. */
	const tap = (name: Binding) => {
		const taken = press(name);
		press();
		return taken;
	};
	return { buttons, pad, press, tap };
}

describe('a pad alone, and the buttons of a game’s interface', () => {
	it('[T47] the cross goes to them where the game does not use it, from one to the next, and presses', () => {
		const { buttons, tap } = setup();
		expect(tap('pad:0')).toEqual([]);
		expect(tap('pad:13')).toEqual(['pad:13']);
		expect(buttons.focused).toBe(0);
		tap('pad:13');
		tap('stick:0+');
		expect(buttons.focused).toBe(2);
		expect(tap('pad:0')).toEqual(['pad:0']);
		expect(buttons.press).toHaveBeenCalledExactlyOnceWith(2);
		tap('pad:14');
		tap('pad:12');
		tap('pad:12');
		expect(buttons.focused).toBe(0);
	});

	it('[T48] what the game uses stays the game’s until the view button is pressed, and is so again after it', () => {
		const { buttons, press, tap } = setup(MENU, ['pad:13', 'stick:1+']);
		expect([tap('pad:13'), tap('stick:1+')]).toEqual([[], []]);
		expect(buttons.focus).not.toHaveBeenCalled();
		expect(tap('pad:8')).toEqual(['pad:8']);
		expect(buttons.focused).toBe(0);
		// Anything else is the game's all along.
		expect(press('pad:13', 'pad:7')).toEqual(['pad:13']);
		press();
		expect(tap('pad:1')).toEqual(['pad:1']);
		expect([buttons.leave.mock.calls.length, tap('pad:13')]).toEqual([1, []]);
		tap('pad:8');
		tap('pad:8');
		expect(buttons.leave).toHaveBeenCalledTimes(2);
	});

	it('[T49] what pressed a button is not the game’s until it is let go, whatever became of the button; held, it presses once', () => {
		const { buttons, press } = setup();
		buttons.focused = 1;
		expect(press('pad:0')).toEqual(['pad:0']);
		buttons.focused = -1;
		buttons.isShown = false;
		expect([press('pad:0'), press(), press('pad:0')]).toEqual([['pad:0'], [], []]);
		expect(buttons.press).toHaveBeenCalledTimes(1);
	});

	it('[T49] what was held as the focus came does nothing, and a stick that is hardly moved goes nowhere', () => {
		const { buttons, pad, press } = setup();
		press('pad:0');
		buttons.focused = 1;
		press('pad:0');
		expect(buttons.press).not.toHaveBeenCalled();
		// Nor does the game walk by it.
		expect([...pad.take(new Map([['stick:1-', 0.2]]))]).toEqual(['stick:1-']);
		expect(buttons.focused).toBe(1);
	});

	it('[T47] without buttons all of the pad is the game’s', () => {
		const { buttons, tap } = setup([]);
		expect([tap('pad:13'), tap('pad:8'), tap('pad:0')]).toEqual([[], [], []]);
		expect(buttons.focus).not.toHaveBeenCalled();
	});

	it('[T47] the next one is the nearest that way, rather straight ahead; at the end it stays', () => {
		const grid = [at(0, 0), at(50, 0), at(0, 30), at(50, 30), at(40, 60)];
		expect(nextButton(grid, 0, [1, 0])).toBe(1);
		expect(nextButton(grid, 0, [0, 1])).toBe(2);
		expect(nextButton(grid, 3, [0, 1])).toBe(4);
		expect(nextButton(grid, 4, [0, -1])).toBe(3);
		expect(nextButton(grid, 1, [1, 0])).toBe(1);
		expect(nextButton(grid, 9, [1, 0])).toBe(9);
	});
});
