import type { Clock } from '../../base/clock.ts';
import { Disposer, type Dispose } from '../../base/disposer.ts';
import { MAX_TRAVEL } from './pointer-taps.ts';

/** A finger that stays longer asks for the menu. */
export const LONG_PRESS_MS = 500;
/** Several fingers that leave sooner have tapped. */
const TAP_MS = 300;

export type TouchHandlers = {
	/** A press may be held; false when it means something else now. */
	mayHold(): boolean;
	/** A finger stayed where it is: shown at once. */
	onHold(at: { readonly x: number; readonly y: number }): void;
	/** The finger that was held is lifted; it went so far meanwhile, px. */
	onHeld(at: { readonly x: number; readonly y: number }, travel: number): void;
	/** Two or three fingers tapped at once. */
	onFingerTap(fingers: 2 | 3): void;
};

type Touch = { readonly x: number; readonly y: number };
type Ears = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** What fingers say beside turning the camera: one that stays, and several that tap. */
export class TouchGestures {
	#handlers: TouchHandlers;
	#clock: Clock;
	#touches = new Map<number, Touch>();
	#most = 0;
	#began = 0;
	/** The longest way of any of them, px. */
	#travel = 0;
	#held = false;
	#stopWaiting: Dispose | null = null;
	#disposer = new Disposer();

	constructor(element: Ears, clock: Clock, handlers: TouchHandlers) {
		this.#clock = clock;
		this.#handlers = handlers;
		this.#listen(element, 'pointerdown', (event) => this.#down(event));
		this.#listen(element, 'pointermove', (event) => this.#move(event));
		this.#listen(element, 'pointerup', (event) => this.#up(event));
		this.#listen(element, 'pointercancel', (event) => this.#cancel(event));
		// Or the browser might click what opened under the finger.
		const end = (event: Event) => this.#held && event.cancelable && event.preventDefault();
		element.addEventListener('touchend', end);
		this.#disposer.add(() => element.removeEventListener('touchend', end));
	}

	/** Whether the press that goes on, or has just ended, was held: it is no tap. */
	get held(): boolean {
		return this.#held;
	}

	dispose(): void {
		this.#stopWaiting?.();
		this.#disposer.dispose();
	}

	get #travelled(): boolean {
		return this.#travel > MAX_TRAVEL.touch;
	}

	#down({ pointerId, clientX: x, clientY: y, timeStamp }: PointerEvent): void {
		this.#stopWaiting?.();
		if (this.#touches.size === 0) {
			this.#most = 0;
			this.#began = timeStamp;
			this.#travel = 0;
			this.#held = false;
		}
		this.#touches.set(pointerId, { x, y });
		this.#most = Math.max(this.#most, this.#touches.size);
		if (this.#most > 1) return;
		this.#stopWaiting = this.#clock.after(LONG_PRESS_MS, () => this.#hold({ x, y }));
	}

	#hold(at: Touch): void {
		if (!this.#handlers.mayHold()) return;
		this.#held = true;
		this.#handlers.onHold(at);
	}

	#move({ pointerId, clientX, clientY }: PointerEvent): void {
		const from = this.#touches.get(pointerId);
		if (!from) return;
		this.#travel = Math.max(this.#travel, Math.hypot(clientX - from.x, clientY - from.y));
		if (this.#travelled) this.#stopWaiting?.();
	}

	#up({ pointerId, clientX: x, clientY: y, timeStamp }: PointerEvent): void {
		const from = this.#touches.get(pointerId);
		if (!from) return;
		this.#touches.delete(pointerId);
		if (this.#touches.size > 0) return;
		this.#stopWaiting?.();
		const lasted = timeStamp - this.#began;
		const stayed = !this.#travelled && this.#most === 1;
		// On a busy device the time is told late: what counts is when the finger came and left.
		if (lasted < LONG_PRESS_MS) this.#held = false;
		else if (!this.#held && stayed) this.#hold(from);
		if (this.#held) {
			if (stayed) this.#handlers.onHeld({ x, y }, this.#travel);
		} else if (!this.#travelled && lasted < TAP_MS) {
			if (this.#most === 2 || this.#most === 3) this.#handlers.onFingerTap(this.#most);
		}
	}

	#cancel({ pointerId }: PointerEvent): void {
		this.#touches.delete(pointerId);
		this.#travel = Infinity;
		this.#stopWaiting?.();
	}

	#listen(on: Ears, type: string, run: (event: PointerEvent) => void): void {
		const listener = (event: Event) => {
			if ((event as PointerEvent).pointerType === 'touch') run(event as PointerEvent);
			else if (type === 'pointerdown') this.#held = false;
		};
		// Before those who tell taps from drags, who ask whether it was held.
		on.addEventListener(type, listener, { capture: true });
		this.#disposer.add(() => on.removeEventListener(type, listener, { capture: true }));
	}
}
