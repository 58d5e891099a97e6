import { expect, it, vi } from 'vitest';
import { dragOrbit } from './drag-orbit.ts';

function setup() {
	const element = Object.assign(new EventTarget(), { setPointerCapture: vi.fn() });
	const orbit = vi.fn();
	const clicked = vi.fn();
	const stop = dragOrbit({ orbit })(element as unknown as HTMLElement);
	element.addEventListener('click', clicked);
	const send = (type: string, clientX: number, clientY: number, pointerId = 1) => {
		const event = new Event(type, { cancelable: true });
		element.dispatchEvent(Object.assign(event, { clientX, clientY, pointerId, button: 0 }));
		return event;
	};
	return { send, orbit, clicked, stop };
}

it('[E63] dragging across the axes turns the view with them, and presses none of them', () => {
	const { send, orbit, clicked } = setup();
	send('pointerdown', 50, 50);
	send('pointermove', 52, 51);
	expect(orbit).not.toHaveBeenCalled();
	send('pointermove', 130, 50);
	expect(orbit).toHaveBeenLastCalledWith(-Math.PI / 2, 0);
	send('pointermove', 130, 90, 2);
	send('pointermove', 130, 90);
	expect(orbit).toHaveBeenLastCalledWith(-0, Math.PI / 4);
	expect(orbit).toHaveBeenCalledTimes(2);
	send('pointerup', 130, 90);
	expect(send('click', 130, 90).defaultPrevented).toBe(true);
	send('pointermove', 10, 10);
	expect(orbit).toHaveBeenCalledTimes(2);
	expect(send('click', 50, 50).defaultPrevented).toBe(false);
	expect(clicked).toHaveBeenCalled();
});

it('[E63] a press that hardly moves is a press, and after the widget went nothing turns', () => {
	const { send, orbit, stop } = setup();
	send('pointerdown', 50, 50);
	send('pointermove', 51, 52);
	send('pointerup', 51, 52);
	expect(send('click', 51, 52).defaultPrevented).toBe(false);
	stop?.();
	send('pointerdown', 50, 50);
	send('pointermove', 90, 90);
	expect(orbit).not.toHaveBeenCalled();
});
