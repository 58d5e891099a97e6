import type { Attachment } from 'svelte/attachments';

/** The kind of a drag that carries what is selected in the panel, to be let go above a folder. */
export const SHELF_DRAG_TYPE = 'application/x-rastudios-shelf';

type FolderTarget = {
	readonly onover: (over: boolean) => void;
	readonly ondrop: () => void;
};

/** Lets what is dragged in the panel be put into a folder. */
export const folderTarget =
	({ onover, ondrop }: FolderTarget): Attachment<HTMLElement> =>
	(element) => {
		const abort = new AbortController();
		const { signal } = abort;
		const isOurs = (event: DragEvent) => event.dataTransfer?.types.includes(SHELF_DRAG_TYPE) ?? false;
		const onOver = (event: DragEvent) => {
			if (!isOurs(event)) return;
			event.preventDefault();
			if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
			onover(true);
		};
		const onLeave = ({ relatedTarget }: DragEvent) => {
			if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) onover(false);
		};
		const onDrop = (event: DragEvent) => {
			onover(false);
			if (!isOurs(event)) return;
			event.preventDefault();
			event.stopPropagation();
			ondrop();
		};
		element.addEventListener('dragenter', onOver, { signal });
		element.addEventListener('dragover', onOver, { signal });
		element.addEventListener('dragleave', onLeave, { signal });
		element.addEventListener('drop', onDrop, { signal });
		return () => abort.abort();
	};
