import type { Attachment } from 'svelte/attachments';
import type { Viewport } from '#lib/engine/viewport-port.ts';

/** Nearer than this to where it was pressed a pointer has pressed what is there, px. */
const SLOP = 4;
/** So many px turn the view half around, as wide as what is dragged. */
const HALF_TURN = 160;
const RADIANS = Math.PI / HALF_TURN;

/** Turns the view around what it looks at as a pointer drags across an element; what is in it can be pressed as ever. */
export const dragOrbit =
	(viewport: Pick<Viewport, 'orbit'>): Attachment<HTMLElement> =>
	(element) => {
		let last: { readonly pointerId: number; readonly x: number; readonly y: number } | null = null;
		let drags = false;

		const press = (event: PointerEvent) => {
			if (event.button !== 0 || last) return;
			last = { pointerId: event.pointerId, x: event.clientX, y: event.clientY };
			drags = false;
		};
		const move = (event: PointerEvent) => {
			if (event.pointerId !== last?.pointerId) return;
			const [x, y] = [event.clientX - last.x, event.clientY - last.y];
			if (!drags && Math.hypot(x, y) < SLOP) return;
			if (!drags) element.setPointerCapture(event.pointerId);
			drags = true;
			last = { pointerId: event.pointerId, x: event.clientX, y: event.clientY };
			// What is dragged follows the pointer: the view goes the other way around it.
			viewport.orbit(-x * RADIANS, y * RADIANS);
		};
		const end = (event: PointerEvent) => {
			if (event.pointerId === last?.pointerId) last = null;
		};
		// A drag that ends where it began, on a button, is no press of it.
		const click = (event: MouseEvent) => {
			if (!drags) return;
			drags = false;
			event.preventDefault();
			event.stopPropagation();
		};
		element.addEventListener('pointerdown', press);
		element.addEventListener('pointermove', move);
		element.addEventListener('pointerup', end);
		element.addEventListener('pointercancel', end);
		element.addEventListener('click', click, { capture: true });
		return () => {
			element.removeEventListener('pointerdown', press);
			element.removeEventListener('pointermove', move);
			element.removeEventListener('pointerup', end);
			element.removeEventListener('pointercancel', end);
			element.removeEventListener('click', click, { capture: true });
		};
	};
