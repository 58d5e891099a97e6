import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CameraRig } from './camera-rig.ts';
import { Flight } from './flight.ts';

// Node knows no page; what the camera is turned with wants a rectangle of one all the same.
beforeAll(() => void vi.stubGlobal('DOMRect', class {}));
afterAll(() => void vi.unstubAllGlobals());

function setup() {
	const rig = new CameraRig(true, () => {});
	rig.setView({ position: [0, 2, 10], target: [0, 2, 0] }, false);
	const [element, page] = [new EventTarget(), new EventTarget()];
	const flight = new Flight(element, rig, () => {}, page);
	const send = (on: EventTarget, type: string, facts: object) => {
		const event = Object.assign(new Event(type, { cancelable: true }), facts);
		on.dispatchEvent(event);
		return event.defaultPrevented;
	};
	const hold = (button = 2) => send(element, 'pointerdown', { button, pointerType: 'mouse' });
	const letGo = () => send(page, 'pointerup', { button: 2 });
	const press = (code: string, shiftKey = false) => send(page, 'keydown', { code, shiftKey });
	const view = () => ({
		position: rig.view.position.map((n) => Number(n.toFixed(3)) + 0),
		target: rig.view.target.map((n) => Number(n.toFixed(3)) + 0),
	});
	return { rig, flight, hold, letGo, press, view, send, page };
}

it('[E98] keys fly only while the right button is held, and are the commands’ otherwise', () => {
	const { flight, hold, letGo, press, view } = setup();
	expect(press('KeyW')).toBe(false);
	hold(0);
	expect(press('KeyW')).toBe(false);
	hold();
	expect(press('KeyX')).toBe(false);
	expect(flight.step(500)).toBe(false);
	expect(press('KeyW')).toBe(true);
	expect(flight.step(500)).toBe(true);
	expect(view()).toEqual({ position: [0, 2, 8], target: [0, 2, -2] });
	letGo();
	expect(flight.step(500)).toBe(false);
	expect(press('KeyW')).toBe(false);
});

it('[E98] goes sideways, up and down, and faster with Shift', () => {
	const { flight, hold, press, view, send, page } = setup();
	hold();
	press('KeyD');
	flight.step(250);
	send(page, 'keyup', { code: 'KeyD', shiftKey: false });
	press('KeyE', true);
	flight.step(250);
	expect(view()).toEqual({ position: [1, 6, 10], target: [1, 6, 0] });
});

it('[E98] the mouse looks around from where one is, and never past straight up', () => {
	const { hold, press, view, send, page } = setup();
	const look = (movementX: number, movementY: number) =>
		send(page, 'pointermove', { movementX, movementY, buttons: 2 });
	look(100, 0);
	hold();
	look(100, 0);
	expect(view().target).toEqual([0, 2, 0]);
	press('KeyW');
	look(Math.PI / 2 / 0.0035, 0);
	expect(view()).toEqual({ position: [0, 2, 10], target: [10, 2, 10] });
	look(0, -10_000);
	const { position, target } = view();
	expect(position).toEqual([0, 2, 10]);
	expect(target[1]).toBeCloseTo(12, 1);
});

it.each([
	['the window loses the focus', 'blur', {}],
	['the pointer is taken away', 'pointercancel', {}],
	['the button was let go of elsewhere', 'pointermove', { movementX: 0, movementY: 0, buttons: 0 }],
	['⌘ swallowed that keys were let go of', 'keyup', { key: 'Meta', code: 'MetaLeft' }],
])('[E98] keys never stick: %s', (_, type, facts) => {
	const { flight, hold, press, send, page } = setup();
	hold();
	press('KeyW');
	expect(flight.step(10)).toBe(true);
	send(page, type, facts);
	expect(flight.step(10)).toBe(false);
});
