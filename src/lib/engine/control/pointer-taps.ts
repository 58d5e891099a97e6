import { Disposer } from '../../base/disposer.ts';

/** Pixels that a press may travel and still be one. */
export const MAX_TRAVEL = { mouse: 4, pen: 6, touch: 12 };

/** How far a press of this kind of pointer may travel. */
export const travelOf = (pointerType: string): number =>
	pointerType === 'touch' || pointerType === 'pen' ? MAX_TRAVEL[pointerType] : MAX_TRAVEL.mouse;

const DOUBLE_TAP_MS = 350;

export type Tap = { readonly x: number; readonly y: number; readonly additive: boolean };

export type TapHandlers = {
	/** A press may begin; false when it belongs to somebody else (the gizmo). */
	mayStart(): boolean;
	/** A press may end as a tap; false when it was something else meanwhile. */
	mayEnd(): boolean;
	onTap(tap: Tap): void;
	/** A click of the right mouse button, or the pen's. */
	onMenu(tap: Tap): void;
	onDoubleTap(tap: Tap): void;
	/** What is pressing: a finger wants bigger handles than a mouse. */
	onPointer(coarse: boolean): void;
};

/** Tells clicks and taps from drags: same pointer, no travel, no second finger. */
export function listenForTaps(element: HTMLElement, handlers: TapHandlers): Disposer {
	const disposer = new Disposer();
	let pressed: { id: number; button: number; x: number; y: number } | null = null;
	let last: { at: number; x: number; y: number } | null = null;

	const down = (event: PointerEvent) => {
		const { pointerId: id, button, clientX: x, clientY: y } = event;
		handlers.onPointer(event.pointerType === 'touch');
		const first = event.isPrimary && (button === 2 || (button === 0 && handlers.mayStart()));
		pressed = first ? { id, button, x, y } : null;
	};
	const up = (event: PointerEvent) => {
		const start = pressed;
		pressed = null;
		if (start?.id !== event.pointerId || !handlers.mayEnd()) return;
		const most = travelOf(event.pointerType);
		if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > most) return;
		const additive = event.shiftKey || event.ctrlKey || event.metaKey;
		const tap = { x: event.clientX, y: event.clientY, additive };
		if (start.button === 2) return handlers.onMenu(tap);
		handlers.onTap(tap);
		const again = last && event.timeStamp - last.at < DOUBLE_TAP_MS && near(last, tap, most);
		if (again) handlers.onDoubleTap(tap);
		last = again ? null : { at: event.timeStamp, x: tap.x, y: tap.y };
	};
	const cancel = () => (pressed = null);

	const listen = (
		type: 'pointerdown' | 'pointerup' | 'pointercancel',
		run: (event: PointerEvent) => void,
	) => {
		element.addEventListener(type, run);
		disposer.add(() => element.removeEventListener(type, run));
	};
	listen('pointerdown', down);
	listen('pointerup', up);
	listen('pointercancel', cancel);
	return disposer;
}

const near = (a: { x: number; y: number }, b: { x: number; y: number }, most: number): boolean =>
	Math.hypot(a.x - b.x, a.y - b.y) <= most * 2;
