import type { Attachment } from 'svelte/attachments';
import { systemClock } from '#lib/base/clock.ts';
import { placeBeside, type Side } from './place.ts';

export interface TooltipContent {
	text: string;
	shortcut?: string | undefined;
	/** The words say more than the element's name does: told to assistive technology as its description. */
	describes?: boolean | undefined;
	side?: Side | undefined;
}

const SHOW_AFTER_MS = 450;
const FOCUS_MS = 60;

/**
 * Shows words beside an element on hover and on keyboard focus. For the eye only: assistive technology gets the
 * element's own name, and the words as its description when they say more. Null: no tooltip.
 * `within`: keyboard focus anywhere in the closest ancestor that matches shows it as well.
 */
export function tooltip(content: () => TooltipContent | null, within?: string): Attachment<HTMLElement> {
	return (anchor) => {
		const area = (within && anchor.closest<HTMLElement>(within)) || anchor;
		let shown: HTMLElement | undefined;
		let cancel: (() => void) | undefined;
		let pressed = false;
		const described = content();
		anchor.ariaDescription = described?.describes ? described.text : null;

		function show() {
			cancel?.();
			const words = content();
			if (!words || shown || !anchor.isConnected) return;
			shown = render(words);
			// Wherever the focus is: what a resting mouse shows may cover what is read.
			document.addEventListener('keydown', onKey, true);
			document.body.append(shown);
			shown.showPopover?.();
			const { left, top } = placeBeside(
				anchor.getBoundingClientRect(),
				{ width: shown.offsetWidth, height: shown.offsetHeight },
				{ width: innerWidth, height: innerHeight },
				{ side: words.side ?? 'block-end', align: 'center', gap: 6 },
			);
			shown.style.left = `${left}px`;
			shown.style.top = `${top}px`;
		}
		function hide() {
			cancel?.();
			document.removeEventListener('keydown', onKey, true);
			shown?.remove();
			shown = undefined;
		}
		const onEnter = (event: PointerEvent) => {
			cancel?.();
			if (event.pointerType !== 'touch') cancel = systemClock.after(SHOW_AFTER_MS, show);
		};
		const onFocus = ({ target }: FocusEvent) => {
			cancel?.();
			const byPointer = pressed;
			pressed = false;
			// A text field that was clicked is :focus-visible too: its help would cover what is beside it.
			if (byPointer || !(target as Element).matches(':focus-visible')) return;
			// Not at once: the focus may come back from a popover that is still closing.
			cancel = systemClock.after(area === anchor ? FOCUS_MS : SHOW_AFTER_MS, show);
		};
		const onPress = () => {
			hide();
			pressed = true;
		};
		const onBlur = () => {
			hide();
			pressed = false;
		};
		const onKey = (event: KeyboardEvent) => {
			if (event.key === 'Escape') hide();
		};
		anchor.addEventListener('pointerenter', onEnter);
		anchor.addEventListener('pointerleave', hide);
		area.addEventListener('pointerdown', onPress);
		area.addEventListener('focusin', onFocus);
		area.addEventListener('focusout', onBlur);
		return () => {
			hide();
			anchor.removeEventListener('pointerenter', onEnter);
			anchor.removeEventListener('pointerleave', hide);
			area.removeEventListener('pointerdown', onPress);
			area.removeEventListener('focusin', onFocus);
			area.removeEventListener('focusout', onBlur);
		};
	};
}

function render(words: TooltipContent): HTMLElement {
	const element = document.createElement('div');
	element.className = 'tooltip';
	element.popover = 'manual';
	element.ariaHidden = 'true';
	element.append(words.text);
	if (words.shortcut) {
		const keys = document.createElement('kbd');
		keys.textContent = words.shortcut;
		element.append(keys);
	}
	return element;
}
