import type { Attachment } from 'svelte/attachments';
import { placeBeside, type Box, type PlaceOptions } from './place.ts';

/**
 * Something that floats above the page beside what opened it (menu, listbox, popover). The browser's popover gives
 * the top layer, Escape and closing by a click elsewhere; this gives the place, the state and the focus back.
 */
export class Floating {
	readonly id: string;
	#open = $state(false);
	#options: () => PlaceOptions;
	#anchor: Box | undefined;
	#trigger: HTMLElement | undefined;
	#node: HTMLElement | undefined;
	#openAtPointerDown = false;
	#byKeyboard = false;

	constructor(id: string, options: () => PlaceOptions = () => ({})) {
		this.id = id;
		this.#options = options;
	}

	get open(): boolean {
		return this.#open;
	}
	/** Whether it was opened with a key, so that the first item takes the focus. */
	get byKeyboard(): boolean {
		return this.#byKeyboard;
	}
	get trigger(): HTMLElement | undefined {
		return this.#trigger;
	}

	openBeside(trigger: HTMLElement, byKeyboard: boolean): void {
		this.#trigger = trigger;
		this.#show(trigger.getBoundingClientRect(), byKeyboard);
	}

	openAt(x: number, y: number, trigger: HTMLElement, byKeyboard: boolean): void {
		this.#trigger = trigger;
		this.#show({ left: x, right: x, top: y, bottom: y }, byKeyboard);
	}

	/** Closes and gives the focus back to what opened it, unless it has already gone elsewhere. */
	close(): void {
		if (!this.#open) return;
		const hadFocus = !!this.#node?.contains(document.activeElement);
		this.#open = false;
		if (hadFocus || document.activeElement === document.body) this.#trigger?.focus({ preventScroll: true });
	}

	/** Spread on the button that opens it. */
	readonly onpointerdown = (): void => {
		// The browser closes an open popover on this very press; without this the click would open it again.
		this.#openAtPointerDown = this.#open;
	};
	readonly onclick = (event: MouseEvent): void => {
		const wasOpen = event.detail > 0 && this.#openAtPointerDown;
		this.#openAtPointerDown = false;
		if (wasOpen || this.#open) this.close();
		else this.openBeside(event.currentTarget as HTMLElement, event.detail === 0);
	};

	/** For the floating element itself, rendered only while `open`. */
	readonly content: Attachment<HTMLElement> = (node) => {
		this.#node = node;
		node.popover = 'auto';
		node.showPopover();
		this.#place(node);
		const onToggle = (event: Event) => {
			if ((event as ToggleEvent).newState === 'closed') this.close();
		};
		const onResize = () => this.close();
		node.addEventListener('toggle', onToggle);
		window.addEventListener('resize', onResize);
		return () => {
			node.removeEventListener('toggle', onToggle);
			window.removeEventListener('resize', onResize);
			this.#node = undefined;
		};
	};

	#show(anchor: Box, byKeyboard: boolean): void {
		this.#anchor = anchor;
		this.#byKeyboard = byKeyboard;
		this.#open = true;
		if (this.#node) this.#place(this.#node);
	}

	#place(node: HTMLElement): void {
		if (!this.#anchor) return;
		node.style.maxBlockSize = '';
		if (this.#anchor.right > this.#anchor.left)
			node.style.setProperty('--anchor-width', `${this.#anchor.right - this.#anchor.left}px`);
		const place = placeBeside(
			this.#anchor,
			{ width: node.offsetWidth, height: node.offsetHeight },
			{ width: innerWidth, height: innerHeight },
			this.#options(),
		);
		node.style.insetBlockStart = `${place.top}px`;
		node.style.left = `${place.left}px`;
		node.style.maxBlockSize = `${place.maxHeight}px`;
	}
}
