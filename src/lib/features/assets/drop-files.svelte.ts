import type { Attachment } from 'svelte/attachments';

/** Lets files from outside be dropped on an element; `over` while some are held above it. */
export function dropFiles(ondrop: (files: readonly File[]) => void) {
	let depth = $state(0);

	const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
	const onEnter = (event: DragEvent) => {
		if (holdsFiles(event)) depth++;
	};
	const onLeave = (event: DragEvent) => {
		if (holdsFiles(event)) depth = Math.max(0, depth - 1);
	};
	const onOver = (event: DragEvent) => {
		if (!holdsFiles(event)) return;
		event.preventDefault();
		if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
	};
	const onDrop = (event: DragEvent) => {
		depth = 0;
		if (!holdsFiles(event)) return;
		event.preventDefault();
		event.stopPropagation();
		ondrop([...(event.dataTransfer?.files ?? [])]);
	};

	const attach: Attachment<HTMLElement> = (element) => {
		element.addEventListener('dragenter', onEnter);
		element.addEventListener('dragleave', onLeave);
		element.addEventListener('dragover', onOver);
		element.addEventListener('drop', onDrop);
		return () => {
			element.removeEventListener('dragenter', onEnter);
			element.removeEventListener('dragleave', onLeave);
			element.removeEventListener('dragover', onOver);
			element.removeEventListener('drop', onDrop);
		};
	};
	return {
		attach,
		get over() {
			return depth > 0;
		},
	};
}
