import type { Attachment } from 'svelte/attachments';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import { isTypedCharacter, nextIndex, TypeAhead } from './roving-list.ts';

const ITEMS = '[role^="menuitem"], [role="option"]';

export interface RovingFocusOptions {
	/** Tab leaves the list. */
	onleave: () => void;
	/** Where the focus begins: on the list itself, so that no item looks chosen, or on an item. */
	first: 'list' | 'first item' | 'selected item';
	clock?: Clock;
}

/** Keys of a menu or listbox: arrows, Home, End and letters move the one focus through the items. */
export function rovingFocus(options: RovingFocusOptions): Attachment<HTMLElement> {
	return (list) => {
		const clock = options.clock ?? systemClock;
		const typeAhead = new TypeAhead();
		const items = () => [...list.querySelectorAll<HTMLElement>(ITEMS)];

		const onKeyDown = (event: KeyboardEvent) => {
			// Escape is the browser's, which closes the popover; no key goes through to the page's shortcuts.
			event.stopPropagation();
			if (event.key === 'Tab') return options.onleave();
			const all = items();
			const current = all.indexOf(document.activeElement as HTMLElement);
			const labels = () => all.map((item) => item.textContent.trim());
			const to = isTypedCharacter(event)
				? typeAhead.type(event.key, clock.now(), labels(), current)
				: nextIndex(event.key, current, all.length, () => true);
			if (to === null) return;
			event.preventDefault();
			all[to]?.focus();
		};
		const onPointerMove = (event: PointerEvent) => {
			if (event.pointerType !== 'mouse') return;
			const item = (event.target as Element).closest<HTMLElement>(ITEMS);
			if (item && item !== document.activeElement) item.focus({ preventScroll: true });
		};
		list.addEventListener('keydown', onKeyDown);
		list.addEventListener('pointermove', onPointerMove);

		const all = items();
		const selected = all.find((item) => item.ariaSelected === 'true');
		const start =
			options.first === 'list' ? list : options.first === 'first item' ? all[0] : (selected ?? all[0]);
		(start ?? list).focus();
		return () => {
			list.removeEventListener('keydown', onKeyDown);
			list.removeEventListener('pointermove', onPointerMove);
		};
	};
}
