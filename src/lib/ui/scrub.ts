import type { Attachment } from 'svelte/attachments';
import type { NumberFieldState } from './number-field.svelte.ts';

/**
 * Dragging sideways over a number field's axis letter, or with the mouse over the whole field while nobody types in
 * it, changes the number. Escape or a lost pointer takes it back; a press without a drag begins typing.
 */
export function scrub(field: NumberFieldState, input: () => HTMLInputElement): Attachment<HTMLElement> {
	return (box) => {
		const onDown = (event: PointerEvent) => {
			const onLetter = (event.target as Element).closest('[aria-hidden]') !== null;
			const idle = document.activeElement !== input() && event.pointerType === 'mouse';
			if (event.button !== 0 || !(onLetter || idle) || !field.press(event.clientX)) return;
			event.preventDefault();
			box.setPointerCapture(event.pointerId);
			window.addEventListener('keydown', onKey, true);
		};
		const onMove = (event: PointerEvent) => field.drag(event.clientX, event);
		const onUp = (event: PointerEvent) => {
			if (box.hasPointerCapture(event.pointerId) && !field.release()) input().focus();
		};
		const onLost = () => {
			window.removeEventListener('keydown', onKey, true);
			if (field.scrubbing) field.revert();
		};
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== 'Escape') return;
			event.stopPropagation();
			field.revert();
		};
		box.addEventListener('pointerdown', onDown);
		box.addEventListener('pointermove', onMove);
		box.addEventListener('pointerup', onUp);
		box.addEventListener('lostpointercapture', onLost);
		return () => {
			onLost();
			box.removeEventListener('pointerdown', onDown);
			box.removeEventListener('pointermove', onMove);
			box.removeEventListener('pointerup', onUp);
			box.removeEventListener('lostpointercapture', onLost);
		};
	};
}
