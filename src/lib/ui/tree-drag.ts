import type { Attachment } from 'svelte/attachments';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { dropAt } from './tree-model.ts';
import type { TreeState } from './tree.svelte.ts';

const PIXELS_BEFORE_DRAG = 5;
const LONG_PRESS_MS = 380;
const EDGE_PIXELS = 28;
const SCROLL_PIXELS = 9;

interface Press {
	readonly pointerId: number;
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly touch: boolean;
}

/** Dragging rows of a tree with a mouse, a pen, or a finger after a long press. For the scrolling element. */
export function treeDrag(tree: TreeState, clock: Clock = systemClock): Attachment<HTMLElement> {
	return (scroller) => {
		const drag = new TreeDrag(tree, scroller, clock);
		return () => drag.dispose();
	};
}

class TreeDrag {
	#tree: TreeState;
	#scroller: HTMLElement;
	#clock: Clock;
	#abort = new AbortController();
	#press: Press | null = null;
	#cancelLongPress: Dispose | undefined;
	#pointerY = 0;
	#frame = 0;
	/** Whether a drag began with the last press, and whether it went anywhere. */
	#dragged = false;
	#moved = false;

	constructor(tree: TreeState, scroller: HTMLElement, clock: Clock) {
		this.#tree = tree;
		this.#scroller = scroller;
		this.#clock = clock;
		const { signal } = this.#abort;
		scroller.addEventListener('pointerdown', (event) => this.#onDown(event), { signal });
		scroller.addEventListener('pointermove', (event) => this.#onMove(event), { signal });
		scroller.addEventListener('pointerup', (event) => this.#onUp(event), { signal });
		scroller.addEventListener('contextmenu', (event) => this.#onContextMenu(event), {
			signal,
			capture: true,
		});
		scroller.addEventListener('pointercancel', () => this.#end(false), { signal });
		scroller.addEventListener('lostpointercapture', () => this.#end(false), { signal });
		window.addEventListener('keydown', (event) => this.#onKey(event), { signal, capture: true });
		// A click that ends a drag is not a click on a row.
		scroller.addEventListener('click', (event) => this.#onClick(event), { signal, capture: true });
		scroller.addEventListener('touchmove', (event) => tree.dragging && event.preventDefault(), {
			signal,
			passive: false,
		});
	}

	dispose(): void {
		this.#end(false);
		this.#abort.abort();
	}

	#onDown(event: PointerEvent): void {
		this.#dragged = false;
		this.#moved = false;
		const target = event.target as Element;
		const id = target.closest<HTMLElement>('[role="treeitem"]')?.dataset.id;
		if (event.button !== 0 || id === undefined || target.closest('button, input')) return;
		const touch = event.pointerType === 'touch';
		this.#press = { pointerId: event.pointerId, id, x: event.clientX, y: event.clientY, touch };
		if (touch) this.#cancelLongPress = this.#clock.after(LONG_PRESS_MS, () => this.#start());
	}

	#onMove(event: PointerEvent): void {
		this.#pointerY = event.clientY;
		if (!this.#press) return;
		const far =
			Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y) >= PIXELS_BEFORE_DRAG;
		if (!far && !this.#moved) return;
		this.#moved = true;
		if (this.#tree.dragging) this.#over();
		else if (this.#press.touch) this.#end(false);
		else this.#start();
	}

	#start(): void {
		if (!this.#press || !this.#tree.startDrag(this.#press.id)) return;
		this.#dragged = true;
		this.#scroller.setPointerCapture(this.#press.pointerId);
		this.#frame = requestAnimationFrame(this.#scrollAtEdge);
	}

	#over(): void {
		const box = this.#scroller.getBoundingClientRect();
		const y = this.#pointerY - box.top + this.#scroller.scrollTop;
		this.#tree.dragOver(dropAt(this.#tree.rows, y, this.#tree.rowHeight));
	}

	#scrollAtEdge = (): void => {
		const box = this.#scroller.getBoundingClientRect();
		const up = this.#pointerY < box.top + EDGE_PIXELS;
		const down = this.#pointerY > box.bottom - EDGE_PIXELS;
		if (this.#moved && (up || down)) {
			this.#scroller.scrollTop += up ? -SCROLL_PIXELS : SCROLL_PIXELS;
			this.#over();
		}
		this.#frame = requestAnimationFrame(this.#scrollAtEdge);
	};

	#end(accepted: boolean): void {
		this.#cancelLongPress?.();
		cancelAnimationFrame(this.#frame);
		this.#press = null;
		if (this.#tree.dragging) this.#tree.endDrag(accepted);
	}

	/** A finger held and lifted without a drag asks for the menu, as a right click does. */
	#onUp(event: PointerEvent): void {
		const held = this.#press?.touch === true && this.#dragged && !this.#moved;
		const { clientX, clientY } = event;
		this.#end(!held);
		if (!held) return;
		const row = document.elementFromPoint(clientX, clientY)?.closest('[role="treeitem"]');
		const init = { bubbles: true, cancelable: true, button: 2, clientX, clientY };
		// Not at once: the browser closes what is open when this very press ends.
		this.#clock.after(0, () => row?.dispatchEvent(new MouseEvent('contextmenu', init)));
	}

	/** The browser's own long press would open the menu in the middle of a drag. */
	#onContextMenu(event: Event): void {
		if (!event.isTrusted || !this.#press?.touch) return;
		event.preventDefault();
		event.stopPropagation();
	}

	#onKey(event: KeyboardEvent): void {
		if (event.key !== 'Escape' || !this.#tree.dragging) return;
		event.stopPropagation();
		this.#end(false);
	}

	#onClick(event: MouseEvent): void {
		if (!this.#dragged) return;
		this.#dragged = false;
		event.stopPropagation();
		event.preventDefault();
	}
}
