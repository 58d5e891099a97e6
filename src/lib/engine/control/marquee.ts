import { Disposer, type Dispose } from '../../base/disposer.ts';
import { MAX_TRAVEL } from './pointer-taps.ts';
import type { PictureRectangle } from './rectangle-pick.ts';

export type MarqueeMode = 'replace' | 'add' | 'remove';

type Held = Pick<PointerEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;
type Point = { readonly x: number; readonly y: number };

export type MarqueeHandlers = {
	/** A rectangle may begin here; false when the press belongs to somebody else. */
	mayStart(held: Held): boolean;
	/** It is being drawn (or no longer): the camera keeps still meanwhile. */
	onGrab(grabbed: boolean): void;
	onDrawn(rectangle: PictureRectangle, mode: MarqueeMode): void;
};

/** What keys say of a rectangle: with Ctrl or ⌘ it takes away, with Shift it adds. */
export function marqueeMode({ shiftKey, ctrlKey, metaKey }: Held): MarqueeMode {
	if (ctrlKey || metaKey) return 'remove';
	return shiftKey ? 'add' : 'replace';
}

/** The rectangle between two client points as a part of what lies in a box of the page. */
export function pictureRectangle(
	a: Point,
	b: Point,
	box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
): PictureRectangle {
	const across = [a.x, b.x].map((x) => ((x - box.left) / box.width) * 2 - 1);
	const up = [a.y, b.y].map((y) => 1 - ((y - box.top) / box.height) * 2);
	return {
		left: Math.min(...across),
		right: Math.max(...across),
		bottom: Math.min(...up),
		top: Math.max(...up),
	};
}

/** A rectangle that is drawn over the picture by a press that travels. */
export class Marquee {
	#element: HTMLElement;
	#overlay: HTMLElement | undefined;
	#handlers: MarqueeHandlers;
	#pressed: { readonly id: number; readonly at: Point; readonly most: number } | null = null;
	#frame: HTMLElement | null = null;
	#disposer = new Disposer();

	constructor(element: HTMLElement, overlay: HTMLElement | undefined, handlers: MarqueeHandlers) {
		this.#element = element;
		this.#overlay = overlay;
		this.#handlers = handlers;
		this.#disposer.add(this.#listen('pointerdown', (event) => this.#press(event)));
		this.#disposer.add(this.#listen('pointermove', (event) => this.#move(event)));
		this.#disposer.add(this.#listen('pointerup', (event) => this.#release(event)));
		this.#disposer.add(this.#listen('pointercancel', () => this.cancel()));
	}

	/** Gives up a rectangle; false when there is none. */
	cancel(): boolean {
		if (!this.#pressed) return false;
		const drawn = this.#frame !== null;
		this.#pressed = null;
		this.#frame?.remove();
		this.#frame = null;
		this.#handlers.onGrab(false);
		return drawn;
	}

	dispose(): void {
		this.cancel();
		this.#disposer.dispose();
	}

	#press(event: PointerEvent): void {
		// A second finger means the camera.
		if (this.#pressed) return void this.cancel();
		if (!event.isPrimary || event.button !== 0 || !this.#handlers.mayStart(event)) return;
		const most = event.pointerType === 'mouse' ? MAX_TRAVEL.mouse : MAX_TRAVEL.touch;
		this.#pressed = { id: event.pointerId, at: { x: event.clientX, y: event.clientY }, most };
		this.#handlers.onGrab(true);
		this.#element.setPointerCapture(event.pointerId);
	}

	#move(event: PointerEvent): void {
		const pressed = this.#pressed;
		if (pressed?.id !== event.pointerId) return;
		const { x, y } = pressed.at;
		if (!this.#frame && Math.hypot(event.clientX - x, event.clientY - y) <= pressed.most) return;
		this.#frame ??= this.#makeFrame();
		const box = this.#element.getBoundingClientRect();
		Object.assign(this.#frame.style, {
			left: `${Math.min(x, event.clientX) - box.left}px`,
			top: `${Math.min(y, event.clientY) - box.top}px`,
			width: `${Math.abs(event.clientX - x)}px`,
			height: `${Math.abs(event.clientY - y)}px`,
		});
	}

	#release(event: PointerEvent): void {
		const pressed = this.#pressed;
		if (pressed?.id !== event.pointerId || !this.cancel()) return;
		const to = { x: event.clientX, y: event.clientY };
		const rectangle = pictureRectangle(pressed.at, to, this.#element.getBoundingClientRect());
		this.#handlers.onDrawn(rectangle, marqueeMode(event));
	}

	#makeFrame(): HTMLElement {
		const frame = document.createElement('div');
		frame.className = 'marquee';
		Object.assign(frame.style, {
			position: 'absolute',
			border: '1px solid var(--accent)',
			borderRadius: 'var(--radius-sm)',
			background: 'var(--accent-wash)',
			pointerEvents: 'none',
		} satisfies Partial<CSSStyleDeclaration>);
		this.#overlay?.append(frame);
		return frame;
	}

	#listen(
		type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
		run: (event: PointerEvent) => void,
	): Dispose {
		this.#element.addEventListener(type, run);
		return () => this.#element.removeEventListener(type, run);
	}
}
