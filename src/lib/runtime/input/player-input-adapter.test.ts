import { describe, expect, it, vi } from 'vitest';
import { BUILT_IN_ACTIONS } from './actions.ts';
import { NO_INPUT } from './input-frame.ts';
import { PlayerInput } from './player-input.ts';
import { PlayerInputAdapter } from './player-input-adapter.ts';

type Pad = { index: number; axes: number[]; buttons: { value: number; pressed: boolean }[] };

/** A page of nothing but its events, a picture of 200 × 100 in it, pads and pictures by hand. */
function setup() {
	const view = new EventTarget();
	const lock: { pointerLockElement: unknown } = { pointerLockElement: null };
	const page = Object.assign(new EventTarget(), lock, {
		defaultView: view,
		exitPointerLock: vi.fn(),
	});
	const picture = Object.assign(new EventTarget(), {
		ownerDocument: page,
		focus: vi.fn(),
		setPointerCapture: vi.fn(),
		requestPointerLock: vi.fn(() => Promise.resolve()),
		getBoundingClientRect: () => ({ left: 100, top: 0, width: 200, height: 100 }),
	});
	const pads: (Pad | null)[] = [];
	let draw: ((time: number) => void) | undefined;
	let time = 0;
	const input = new PlayerInput(BUILT_IN_ACTIONS);
	const told = { onpause: vi.fn(), onlost: vi.fn() };
	/** Of a pad, by the game's interface. */
	const taken = new Set<string>();
	input.onpause = told.onpause;
	const adapter = new PlayerInputAdapter({
		picture: picture as unknown as HTMLElement,
		input,
		nextFrame: (next) => {
			draw = next;
			return () => (draw = undefined);
		},
		pads: () => pads,
		takesOfPad: () => taken,
		passes: ({ code }) => code === 'KeyO',
		...told,
	});
	adapter.isOn = true;
	const send = (on: EventTarget, type: string, facts: object = {}) => {
		const event = new Event(type, { cancelable: true, bubbles: true });
		const stop = vi.spyOn(event, 'stopPropagation');
		on.dispatchEvent(Object.assign(event, facts));
		return { isStopped: stop.mock.calls.length > 0, isPrevented: event.defaultPrevented };
	};
	return {
		...{ adapter, input, picture, page, view, pads, taken, send, ...told },
		key: (code: string, facts: object = {}) => send(picture, 'keydown', { code, ...facts }),
		keyUp: (code: string) => send(view, 'keyup', { code, key: code }),
		mouse: (type: string, facts: object) =>
			send(picture, type, { pointerType: 'mouse', clientX: 200, clientY: 25, button: 0, ...facts }),
		finger: (type: string, pointerId: number, clientX: number, clientY: number) =>
			send(picture, type, { pointerType: 'touch', pointerId, clientX, clientY }),
		frame: () => draw?.((time += 16)),
		hasFrames: () => draw !== undefined,
	};
}

const pad = (index: number, ...pressed: number[]): Pad => ({
	index,
	axes: [0, 0, 0, 0],
	buttons: Array.from({ length: 17 }, (_, at) => ({
		value: Number(pressed.includes(at)),
		pressed: pressed.includes(at),
	})),
});

describe('what is heard of a player on the page', () => {
	it('[T44] keys of the game are the game’s; what stops it, Escape, Tab and keys with Ctrl are not', () => {
		const { key, keyUp, input, onpause } = setup();
		expect(key('KeyW')).toEqual({ isStopped: true, isPrevented: true });
		// Nothing presses anything by it, but a player would run a command.
		expect(key('KeyG')).toEqual({ isStopped: true, isPrevented: false });
		for (const free of ['KeyO', 'Tab', 'F5']) expect(key(free).isStopped).toBe(false);
		expect(key('KeyD', { ctrlKey: true })).toEqual({ isStopped: false, isPrevented: false });
		expect(input.read().values).toEqual({ moveY: 1 });
		keyUp('KeyW');
		key('KeyW', { repeat: true });
		expect(input.read()).toEqual({ ...NO_INPUT, tapped: [] });
		expect(onpause).not.toHaveBeenCalled();
		key('Escape');
		key('KeyP');
		expect(onpause).toHaveBeenCalledTimes(2);
	});

	it('[T44] while it stands still keys are the studio’s, but the one that makes it go on', () => {
		const { adapter, key, input, onpause, mouse } = setup();
		key('KeyW');
		adapter.isOn = false;
		expect(input.read().values).toEqual({});
		expect(key('KeyW').isStopped).toBe(false);
		expect(key('Escape').isStopped).toBe(false);
		mouse('mousedown', { buttons: 1 });
		expect(input.read().values).toEqual({});
		key('KeyP');
		expect(onpause).toHaveBeenCalledTimes(1);
	});

	it.each(['blur', 'focus goes', 'hidden', 'Meta down', 'Meta up'])(
		'[T42] nothing stays pressed: %s',
		(why) => {
			const { key, mouse, send, view, page, picture, input } = setup();
			key('KeyW');
			mouse('mousedown', { buttons: 1 });
			if (why === 'blur') send(view, 'blur');
			else if (why === 'focus goes') send(picture, 'blur');
			else if (why === 'hidden') send(page, 'visibilitychange');
			else if (why === 'Meta down') key('KeyC', { metaKey: true });
			else send(view, 'keyup', { key: 'Meta', code: 'MetaLeft' });
			expect(input.read()).toEqual({ ...NO_INPUT, tapped: [] });
		},
	);

	it('[T41] the mouse fires and points; dragged or held in the picture it looks around', () => {
		const { adapter, mouse, send, view, page, picture, input } = setup();
		mouse('pointermove', { movementX: 50, movementY: 0 });
		expect(input.read()).toMatchObject({ look: [0, 0], pointer: { x: 0.5, y: 0.25, isDown: false } });
		mouse('mousedown', { buttons: 1 });
		mouse('pointermove', { movementX: 50, movementY: -50 });
		const { values, look, pointer } = input.read();
		expect([values, pointer?.isDown]).toEqual([{ fire: 1 }, true]);
		expect(look[0]).toBeGreaterThan(0);
		expect(look[1]).toBe(look[0]);
		send(view, 'mouseup', { button: 0, buttons: 0 });
		mouse('pointerleave', {});
		expect(input.read()).toMatchObject({ values: {}, pointer: null });
		adapter.lockPointer(true);
		page.pointerLockElement = picture;
		send(page, 'pointerlockchange');
		mouse('pointermove', { movementX: -50, movementY: 0 });
		expect(input.read()).toMatchObject({ look: [-look[0], 0], pointer: { x: 0.5, y: 0.5 } });
	});

	it('[T46] a pointer that is taken away makes the game stand still; one that is given back does not', () => {
		const { adapter, mouse, send, page, picture, onlost } = setup();
		const change = (element: unknown) => {
			page.pointerLockElement = element;
			send(page, 'pointerlockchange');
		};
		adapter.lockPointer(true);
		mouse('mousedown', {});
		expect(picture.requestPointerLock).toHaveBeenCalledTimes(2);
		change(picture);
		mouse('mousedown', {});
		expect(picture.requestPointerLock).toHaveBeenCalledTimes(2);
		adapter.lockPointer(false);
		expect(page.exitPointerLock).toHaveBeenCalledOnce();
		change(null);
		expect(onlost).not.toHaveBeenCalled();
		adapter.lockPointer(true);
		change(picture);
		change(null);
		expect(onlost).toHaveBeenCalledExactlyOnceWith('pointer');
		adapter.isOn = false;
		adapter.isOn = true;
		expect(picture.requestPointerLock).toHaveBeenCalledTimes(4);
	});

	it('[T41] one finger looks around, whatever the others do, and fires nothing', () => {
		const { finger, input } = setup();
		expect(finger('pointerdown', 1, 150, 50).isPrevented).toBe(true);
		finger('pointerdown', 2, 250, 50);
		finger('pointermove', 2, 299, 50);
		expect(input.read()).toMatchObject({ values: {}, look: [0, 0], pointer: { x: 0.25, isDown: true } });
		finger('pointermove', 1, 160, 30);
		const { look } = input.read();
		expect(look[0]).toBeGreaterThan(0);
		expect(look[1]).toBe(look[0] * 2);
		finger('pointerup', 1, 160, 30);
		finger('pointermove', 1, 190, 30);
		expect(input.read()).toMatchObject({ look: [0, 0], pointer: null });
	});

	it('[T46] a pad plays; when the one in use goes, the game stands still with nothing pressed', () => {
		const { pads, frame, send, view, input, onlost } = setup();
		pads.push(null, pad(1, 0, 15), pad(2));
		frame();
		expect(input.read().values).toEqual({ jump: 1, moveX: 1 });
		pads[2] = null;
		frame();
		expect(onlost).not.toHaveBeenCalled();
		pads[1] = null;
		send(view, 'gamepaddisconnected');
		expect(onlost).toHaveBeenCalledExactlyOnceWith('pad');
		expect(input.read().values).toEqual({});
		frame();
		expect(onlost).toHaveBeenCalledOnce();
	});

	it('[T49] what the interface takes of a pad is let go in the game, the rest plays on, also while it stands still', () => {
		const { adapter, pads, taken, frame, input, onpause } = setup();
		pads.push(pad(0, 0, 15));
		frame();
		expect(input.read().values).toEqual({ jump: 1, moveX: 1 });
		taken.add('pad:15');
		frame();
		expect(input.read().values).toEqual({ jump: 1 });
		taken.delete('pad:15');
		frame();
		expect(input.read().values).toEqual({ jump: 1, moveX: 1 });
		adapter.isOn = false;
		taken.add('pad:9');
		pads[0] = pad(0, 9);
		frame();
		expect(onpause).not.toHaveBeenCalled();
		taken.delete('pad:9');
		frame();
		expect(onpause).toHaveBeenCalledTimes(1);
	});

	it('[T46] a button that is held pauses once, and makes it go on from the pad', () => {
		const { adapter, pads, frame, onpause } = setup();
		pads.push(pad(0, 9));
		frame();
		adapter.isOn = false;
		frame();
		adapter.isOn = true;
		frame();
		expect(onpause).toHaveBeenCalledTimes(1);
		adapter.isOn = false;
		pads[0] = pad(0);
		frame();
		pads[0] = pad(0, 9);
		frame();
		expect(onpause).toHaveBeenCalledTimes(2);
	});

	it('[T42] while another window has the keys its pads mean that one; nothing is left behind', () => {
		const { adapter, pads, frame, send, view, input, key, hasFrames } = setup();
		pads.push(pad(0, 0));
		send(view, 'blur');
		frame();
		expect(input.read().values).toEqual({});
		send(view, 'focus');
		frame();
		expect(input.read().values).toEqual({ jump: 1 });
		adapter.dispose();
		expect(hasFrames()).toBe(false);
		key('KeyW');
		expect(input.read().values).toEqual({ jump: 1 });
	});
});
