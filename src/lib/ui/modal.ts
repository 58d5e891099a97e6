import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/**
 * Opens a `<dialog>` as a modal while it is in the page. Escape and a press on the backdrop ask to close; the
 * focus goes to `[data-autofocus]`, the first field or what else is in it, and back to where it was afterwards.
 */
export function modal(onclose: () => void): Attachment<HTMLDialogElement> {
	return (dialog) => {
		const before = document.activeElement;
		dialog.showModal();
		const first =
			dialog.querySelector<HTMLElement>('[data-autofocus]') ??
			dialog.querySelector<HTMLElement>('input, textarea, .foot button:last-of-type') ??
			dialog.querySelector<HTMLElement>('.content button');
		first?.focus();
		if (first instanceof HTMLInputElement) first.select();
		const onCancel = (event: Event) => {
			event.preventDefault();
			onclose();
		};
		const onPointerDown = (event: PointerEvent) => {
			if (event.target !== dialog) return;
			const box = dialog.getBoundingClientRect();
			const inside =
				event.clientX >= box.left &&
				event.clientX <= box.right &&
				event.clientY >= box.top &&
				event.clientY <= box.bottom;
			if (!inside) onclose();
		};
		// Keys pressed in a dialog are for it alone, not for the shortcuts of the page beneath.
		const onKeyDown = (event: KeyboardEvent) => event.stopPropagation();
		dialog.addEventListener('cancel', onCancel);
		dialog.addEventListener('pointerdown', onPointerDown);
		// By Svelte's own way: keys are heard within the dialog first, whose controls hear them at the page's root.
		const offKeyDown = on(dialog, 'keydown', onKeyDown);
		return () => {
			dialog.removeEventListener('cancel', onCancel);
			dialog.removeEventListener('pointerdown', onPointerDown);
			offKeyDown();
			if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
		};
	};
}
