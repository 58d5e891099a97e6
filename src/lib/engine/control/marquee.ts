import { Disposer, type Dispose } from '../../base/disposer.ts';
import { travelOf } from './pointer-taps.ts';
import type { PictureArea, PictureLasso, PictureRectangle } from './rectangle-pick.ts';

export type MarqueeMode = 'replace' | 'add' | 'remove';

type Held = Pick<PointerEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;
type Point = { readonly x: number; readonly y: number };

export type MarqueeHandlers = {
	/** A rectangle may begin here; false when the press belongs to somebody else. */
	mayStart(held: Held): boolean;
	/** It is being drawn (or no longer): the camera keeps still meanwhile. */
	onGrab(grabbed: boolean): void;
	onDrawn(area: PictureArea, mode: MarqueeMode): void;
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

/** A freehand line as a part of what lies in a box of the page. */
export const pictureLasso = (
	path: readonly Point[],
	box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
): PictureLasso => ({
	corners: path.map(({ x, y }) => ({
		x: ((x - box.left) / box.width) * 2 - 1,
		y: 1 - ((y - box.top) / box.height) * 2,
	})),
});

/** Of a freehand line, px. */
const LEAST_STEP = 3;
const SVG = 'http://www.w3.org/2000/svg';

/** A rectangle, or a freehand line, that is drawn over the picture by a press that travels. */
export class Marquee {
	/** What is drawn: with `lasso` where the pointer goes. */
	shape: 'rectangle' | 'lasso' = 'rectangle';
	#path: Point[] = [];
	#element: HTMLElement;
	#overlay: HTMLElement | undefined;
	#handlers: MarqueeHandlers;
	#pressed: { readonly id: number; readonly at: Point; readonly most: number } | null = null;
	#frame: HTMLElement | SVGSVGElement | null = null;
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
		const at = { x: event.clientX, y: event.clientY };
		this.#pressed = { id: event.pointerId, at, most: travelOf(event.pointerType) };
		this.#path = [at];
		this.#handlers.onGrab(true);
		this.#element.setPointerCapture(event.pointerId);
	}

	#move(event: PointerEvent): void {
		const pressed = this.#pressed;
		if (pressed?.id !== event.pointerId) return;
		const { x, y } = pressed.at;
		if (!this.#frame && Math.hypot(event.clientX - x, event.clientY - y) <= pressed.most) return;
		this.#frame ??= this.shape === 'lasso' ? this.#makeLine() : this.#makeFrame();
		const box = this.#element.getBoundingClientRect();
		if (this.#frame instanceof SVGElement) return this.#drawLine(this.#frame, event, box);
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
		const box = this.#element.getBoundingClientRect();
		const area =
			this.shape === 'lasso' ? pictureLasso([...this.#path, to], box) : pictureRectangle(pressed.at, to, box);
		this.#handlers.onDrawn(area, marqueeMode(event));
	}

	#drawLine(line: SVGSVGElement, { clientX: x, clientY: y }: PointerEvent, box: DOMRect): void {
		const last = this.#path.at(-1);
		if (last && Math.hypot(x - last.x, y - last.y) < LEAST_STEP) return;
		this.#path.push({ x, y });
		const points = this.#path.map((at) => `${at.x - box.left},${at.y - box.top}`);
		line.firstElementChild?.setAttribute('points', points.join(' '));
	}

	#makeLine(): SVGSVGElement {
		const svg = document.createElementNS(SVG, 'svg');
		svg.classList.add('marquee');
		Object.assign(svg.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
		for (const [name, value] of Object.entries({ width: '100%', height: '100%' }))
			svg.setAttribute(name, value);
		const line = document.createElementNS(SVG, 'polygon');
		Object.assign(line.style, { fill: 'var(--accent-wash)', stroke: 'var(--accent)', strokeWidth: '1.5' });
		svg.append(line);
		this.#overlay?.append(svg);
		return svg;
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
