import { describe, expect, it, vi } from 'vitest';
import { BUILT_IN_ACTIONS } from './actions.ts';
import { NO_INPUT } from './input-frame.ts';
import { PlayerInput } from './player-input.ts';

const setup = () => new PlayerInput(BUILT_IN_ACTIONS);
const REST = { ...NO_INPUT, values: {}, tapped: [] };

describe('what a player does until a game asks for it', () => {
	it('[T41] is told by actions, whatever presses them, as long as it is held', () => {
		const input = setup();
		input.press('key:KeyD', 1);
		input.press('pad:15', 1);
		input.press('key:Space', 1);
		expect(input.read()).toEqual({ ...REST, values: { moveX: 1, jump: 1 } });
		input.press('key:KeyD', 0);
		input.press('key:KeyS', 1);
		expect(input.read().values).toEqual({ moveX: 1, moveY: -1, jump: 1 });
		input.press('key:ArrowLeft', 1);
		expect(input.read().values).toEqual({ moveY: -1, jump: 1 });
		expect([input.uses('key:KeyD'), input.uses('key:KeyQ')]).toEqual([true, false]);
	});

	it('[T40] a press that is over before it is asked for is told', () => {
		const input = setup();
		input.press('key:Space', 1);
		input.press('key:Space', 0);
		expect(input.read()).toEqual({ ...REST, tapped: ['jump'] });
		expect(input.read()).toEqual(REST);
		// Held, let go, and held again.
		input.press('key:Space', 1);
		expect(input.read().tapped).toEqual([]);
		input.press('key:Space', 0);
		input.press('key:Space', 1);
		expect(input.read()).toEqual({ ...REST, values: { jump: 1 }, tapped: ['jump'] });
		// A trigger that came and half went.
		input.press('pad:7', 0.6);
		input.press('pad:7', 0.45);
		expect(input.read().tapped).toEqual(['fire']);
	});

	it('[T42] when it is released nothing stays pressed, nothing of before is told, and what is polled is not pressed anew', () => {
		const input = setup();
		input.onpause = vi.fn();
		for (const binding of ['key:KeyD', 'mouse:0', 'pad:9', 'pad:0']) input.press(binding, 1);
		input.touch('moveY', 1);
		input.lookAround(4, 4);
		input.point({ x: 0, y: 0, isDown: true });
		input.pressButton(3);
		expect(input.onpause).toHaveBeenCalledTimes(1);
		input.release((binding) => binding.startsWith('pad:'));
		input.press('pad:9', 1);
		expect(input.onpause).toHaveBeenCalledTimes(1);
		expect(input.read()).toEqual({ ...REST, values: { jump: 1 } });
		input.release();
		expect(input.read()).toEqual(REST);
		input.press('pad:9', 1);
		expect(input.onpause).toHaveBeenCalledTimes(2);
	});

	it('[T41] looking around adds up until it is asked for; a stick looks as long as it is held, and never leaps', () => {
		const input = setup();
		input.lookAround(1, -2);
		input.lookAround(2, 0);
		expect(input.read().look).toEqual([3, -2]);
		expect(input.read().look).toEqual([0, 0]);
		input.press('stick:2+', 0.5);
		input.passTime(0.05);
		const [slowly] = input.read().look;
		expect(slowly).toBeGreaterThan(0);
		input.passTime(60);
		expect(input.read().look[0]).toBeCloseTo(slowly * 2);
	});

	it('[T41] on-screen controls, the pointer and buttons are told', () => {
		const input = setup();
		input.touch('moveX', -0.5);
		input.touch('fire', 1);
		input.touch('fire', 0);
		input.point({ x: 0.5, y: 1, isDown: false });
		input.pressButton(7);
		expect(input.read()).toEqual({
			values: { moveX: -0.5 },
			tapped: ['fire'],
			look: [0, 0],
			pointer: { x: 0.5, y: 1, isDown: false },
			buttons: [7],
		});
		expect(input.read().buttons).toEqual([]);
	});

	it('[T43] with other bindings all is let go first', () => {
		const input = setup();
		input.press('key:Space', 1);
		input.setActions(BUILT_IN_ACTIONS.map((action) => ({ ...action, plus: ['key:KeyQ'], minus: [] })));
		expect(input.read()).toEqual(REST);
		input.press('key:Space', 1);
		expect(input.read()).toEqual(REST);
		input.press('key:KeyQ', 1);
		expect(input.read().values).toMatchObject({ jump: 1, moveX: 1 });
	});
});
