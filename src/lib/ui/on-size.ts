import type { Attachment } from 'svelte/attachments';

/** Looks at an element at once, and whenever its size changes. In place of `bind:clientWidth`, whose code Home would carry. */
export function onSize(look: (element: HTMLElement) => void): Attachment<HTMLElement> {
	return (element) => {
		const observer = new ResizeObserver(() => look(element));
		observer.observe(element);
		look(element);
		return () => observer.disconnect();
	};
}
