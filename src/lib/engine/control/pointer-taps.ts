import { Disposer } from '../../base/disposer.ts';

/** Pixels that a press may travel and still be one. */
export const MAX_TRAVEL = { mouse: 4, touch: 12 };
const DOUBLE_TAP_MS = 350;

export type Tap = { readonly x: number; readonly y: number; readonly additive: boolean };

export type TapHandlers = {
	/** A press may begin; false when it belongs to somebody else (the gizmo). */
	mayStart(): boolean;
	onTap(tap: Tap): void;
	onDoubleTap(tap: Tap): void;
	/** What is pressing: a finger wants bigger handles than a mouse. */
	onPointer(coarse: boolean): void;
};

/** Tells clicks and taps from drags: same pointer, no travel, no second finger. */
export function listenForTaps(element: HTMLElement, handlers: TapHandlers): Disposer {
	const disposer = new Disposer();
	let pressed: { id: number; x: number; y: number } | null = null;
	let last: { at: number; x: number; y: number } | null = null;

	const down = (event: PointerEvent) => {
		handlers.onPointer(event.pointerType !== 'mouse');
		const first = event.isPrimary && event.button === 0 && handlers.mayStart();
		pressed = first ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
	};
	const up = (event: PointerEvent) => {
		const start = pressed;
		pressed = null;
		if (!start || start.id !== event.pointerId) return;
		const most = event.pointerType === 'mouse' ? MAX_TRAVEL.mouse : MAX_TRAVEL.touch;
		if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > most) return;
		const additive = event.shiftKey || event.ctrlKey || event.metaKey;
		const tap = { x: event.clientX, y: event.clientY, additive };
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
