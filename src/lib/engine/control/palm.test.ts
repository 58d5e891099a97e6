import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Palm } from './palm.ts';

// Node knows no pointers.
class Pointer extends Event {
	readonly pointerId: number;
	readonly pointerType: string;
	constructor(type: string, { pointerId = 0, pointerType = '', ...init }: PointerEventInit) {
		super(type, init);
		this.pointerId = pointerId;
		this.pointerType = pointerType;
	}
}
beforeAll(() => void vi.stubGlobal('PointerEvent', Pointer));
afterAll(() => void vi.unstubAllGlobals());

/** Node's events do not bubble: the canvas hears everything itself, after whoever listens before it. */
function setup() {
	const canvas = new EventTarget();
	const palm = new Palm(canvas, canvas);
	const heard: string[] = [];
	for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'])
		canvas.addEventListener(type, (event) => {
			const { pointerType, pointerId } = event as PointerEvent;
			heard.push(`${type.slice(7)} ${pointerType} ${pointerId}`);
		});
	const send = (type: string, pointerType: string, pointerId: number) =>
		canvas.dispatchEvent(new Pointer(`pointer${type}`, { pointerType, pointerId }));
	return { palm, heard, send };
}

it('[E159] touches are not heard while a pen is down, to their end', () => {
	const { heard, send } = setup();
	send('down', 'pen', 1);
	send('down', 'touch', 2);
	send('move', 'touch', 2);
	send('up', 'pen', 1);
	send('move', 'touch', 2);
	send('up', 'touch', 2);
	expect(heard).toEqual(['down pen 1', 'up pen 1']);
	send('down', 'touch', 3);
	send('up', 'touch', 3);
	expect(heard.slice(2)).toEqual(['down touch 3', 'up touch 3']);
});

it('[E159] a palm that was there first lets go when the pen comes', () => {
	const { heard, send } = setup();
	send('down', 'touch', 2);
	send('down', 'pen', 1);
	send('move', 'touch', 2);
	send('move', 'pen', 1);
	send('up', 'touch', 2);
	expect(heard).toEqual(['down touch 2', 'cancel touch 2', 'down pen 1', 'move pen 1']);
});
