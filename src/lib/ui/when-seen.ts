import type { Attachment } from 'svelte/attachments';

/** Tells once that an element came into sight. */
export function whenSeen(see: () => void): Attachment<HTMLElement> {
	return (element) => {
		const observer = new IntersectionObserver((entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			observer.disconnect();
			see();
		});
		observer.observe(element);
		return () => observer.disconnect();
	};
}
