import { describe, expect, it } from 'vitest';
import { GameInput } from './game-input.ts';
import { NO_INPUT, type InputFrame } from './input-frame.ts';

const frame = (change: Partial<InputFrame>): InputFrame => ({ ...NO_INPUT, ...change });
const down = (action: string, value = 1) => frame({ values: { [action]: value } });
const edges = (input: GameInput, action: string) => ({
	down: input.isDown(action),
	pressed: input.pressed(action),
	released: input.released(action),
});

describe('what a game knows of its player', () => {
	it('[T40] what is held lasts over all ticks of a frame, and went down in the first', () => {
		const input = new GameInput();
		expect(input.begin(down('jump'))).toEqual([{ action: 'jump', pressed: true, value: 1 }]);
		expect(edges(input, 'jump')).toEqual({ down: true, pressed: true, released: false });
		expect(input.nextTick()).toEqual([]);
		expect(edges(input, 'jump')).toEqual({ down: true, pressed: false, released: false });
		expect(input.begin(down('jump'))).toEqual([]);
		expect(edges(input, 'jump')).toEqual({ down: true, pressed: false, released: false });
		expect(input.begin(NO_INPUT)).toEqual([{ action: 'jump', pressed: false, value: 0 }]);
		expect(edges(input, 'jump')).toEqual({ down: false, pressed: false, released: true });
		input.nextTick();
		expect(edges(input, 'jump')).toEqual({ down: false, pressed: false, released: false });
	});

	it('[T40] a tap between two frames is down for one tick, in the same frame or the next', () => {
		const tap = frame({ tapped: ['jump'] });
		const long = new GameInput();
		expect(long.begin(tap)).toEqual([{ action: 'jump', pressed: true, value: 1 }]);
		expect(long.value('jump')).toBe(1);
		expect(long.nextTick()).toEqual([{ action: 'jump', pressed: false, value: 0 }]);
		expect(edges(long, 'jump')).toEqual({ down: false, pressed: false, released: true });
		expect(long.nextTick()).toEqual([]);
		const short = new GameInput();
		short.begin(tap);
		expect(short.begin(NO_INPUT)).toEqual([{ action: 'jump', pressed: false, value: 0 }]);
		expect(edges(short, 'jump')).toEqual({ down: false, pressed: false, released: true });
		expect(short.begin(NO_INPUT)).toEqual([]);
		expect(edges(short, 'jump')).toEqual({ down: false, pressed: false, released: false });
	});

	it('[T40] what is pressed anew between two frames went up and down', () => {
		const again = { down: true, pressed: true, released: true };
		const tapped = new GameInput();
		tapped.begin(frame({ tapped: ['fire'] }));
		tapped.begin(frame({ tapped: ['fire'] }));
		expect(edges(tapped, 'fire')).toEqual(again);
		expect(tapped.begin(down('fire')).map(({ pressed }) => pressed)).toEqual([false, true]);
		expect(edges(tapped, 'fire')).toEqual(again);
		const held = new GameInput();
		held.begin(down('fire'));
		held.begin(frame({ values: { fire: 1 }, tapped: ['fire'] }));
		expect(edges(held, 'fire')).toEqual(again);
		held.begin(down('fire'));
		expect(edges(held, 'fire')).toEqual({ down: true, pressed: false, released: false });
	});

	it('[T40] a trembling stick goes down once; numbers out of range are brought into it', () => {
		const input = new GameInput();
		const pressed = [0.45, 0.51, 0.45, 0.51, 0.39].map((value) => {
			input.begin(down('moveX', value));
			return input.isDown('moveX');
		});
		expect(pressed).toEqual([false, true, true, true, false]);
		expect(input.value('moveX')).toBe(0.39);
		input.begin(frame({ values: { moveX: -7, jump: NaN, ['__proto__']: 1 } }));
		expect([input.value('moveX'), input.value('jump'), input.value('toString')]).toEqual([-1, 0, 0]);
	});

	it('[T40] two ways at once are no faster, and up is away from the viewer', () => {
		const input = new GameInput();
		expect(input.move).toEqual({ x: 0, z: 0 });
		input.begin(frame({ values: { moveX: 1, moveY: 1 } }));
		expect(Math.hypot(input.move.x, input.move.z)).toBeCloseTo(1);
		expect(input.move.z).toBeLessThan(0);
		input.begin(frame({ values: { moveX: 0.25, moveY: -0.5 } }));
		expect(input.move).toEqual({ x: 0.25, z: 0.5 });
	});

	it('[T40] looking around and buttons belong to the first tick, the pointer to all', () => {
		const input = new GameInput();
		const pointer = { x: 0.5, y: 0.25, isDown: true };
		input.begin(frame({ look: [3, -1], pointer, buttons: [4] }));
		expect([input.look, input.pointer, input.buttons]).toEqual([{ x: 3, y: -1 }, pointer, [4]]);
		input.nextTick();
		expect([input.look, input.pointer, input.buttons]).toEqual([{ x: 0, y: 0 }, pointer, []]);
	});

	it('[T40] events come by the names of actions, however a frame names them', () => {
		const order = (values: Record<string, number>) =>
			new GameInput().begin(frame({ values, tapped: ['b'] })).map(({ action }) => action);
		expect(order({ c: 1, a: 1 })).toEqual(['a', 'b', 'c']);
		expect(order({ a: 1, c: 1 })).toEqual(['a', 'b', 'c']);
	});
});
