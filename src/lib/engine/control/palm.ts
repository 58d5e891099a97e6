import { Disposer } from '../../base/disposer.ts';

type Ears = Pick<EventTarget, 'addEventListener' | 'removeEventListener' | 'dispatchEvent'>;

/**
 * Keeps the hand that holds a pen from doing anything: while the pen is down touches are not heard, and those that were
 * there before end as if the browser had taken them.
 */
export class Palm {
	#element: Ears;
	#pens = new Set<number>();
	#touches = new Set<number>();
	#deaf = new Set<number>();
	#disposer = new Disposer();

	constructor(element: Ears, page: Ears = window) {
		this.#element = element;
		for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) {
			const listener = (event: Event) => this.#hear(event as PointerEvent);
			// Before everybody: cameras follow pointers over the whole page.
			page.addEventListener(type, listener, { capture: true });
			this.#disposer.add(() => page.removeEventListener(type, listener, { capture: true }));
		}
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	#hear(event: PointerEvent): void {
		const { pointerType, pointerId, type } = event;
		const begins = type === 'pointerdown' && event.target === this.#element;
		const ends = type === 'pointerup' || type === 'pointercancel';
		if (pointerType === 'pen') {
			if (begins) this.#penDown(pointerId);
			else if (ends) this.#pens.delete(pointerId);
		} else if (pointerType === 'touch') {
			if (begins) (this.#pens.size > 0 ? this.#deaf : this.#touches).add(pointerId);
			if (this.#deaf.has(pointerId)) event.stopImmediatePropagation();
			if (!ends) return;
			this.#touches.delete(pointerId);
			this.#deaf.delete(pointerId);
		}
	}

	#penDown(pen: number): void {
		this.#pens.add(pen);
		for (const pointerId of [...this.#touches]) {
			this.#touches.delete(pointerId);
			const init = { pointerId, pointerType: 'touch', bubbles: true };
			this.#element.dispatchEvent(new PointerEvent('pointercancel', init));
			this.#deaf.add(pointerId);
		}
	}
}
