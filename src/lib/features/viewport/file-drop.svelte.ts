import type { Attachment } from 'svelte/attachments';

type Options = {
	/** Whether files cannot be taken now. */
	readonly refused: () => boolean;
	readonly ondrop: (files: readonly File[], clientX: number, clientY: number) => Promise<void>;
};

/** Files dragged over an element from outside the page, and let go there. */
export class FileDrop {
	#options: Options;
	#over = $state.raw<'welcome' | 'refused' | null>(null);

	constructor(options: Options) {
		this.#options = options;
	}

	/** What hovers here now; null: nothing. */
	get over(): 'welcome' | 'refused' | null {
		return this.#over;
	}

	readonly target: Attachment<HTMLElement> = (node) => {
		const abort = new AbortController();
		const { signal } = abort;
		const onOver = (event: DragEvent) => {
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			this.#over = this.#options.refused() ? 'refused' : 'welcome';
			event.dataTransfer.dropEffect = this.#over === 'refused' ? 'none' : 'copy';
		};
		const onLeave = (event: DragEvent) => {
			if (!(event.relatedTarget instanceof Node && node.contains(event.relatedTarget))) this.#over = null;
		};
		const onDrop = (event: DragEvent) => {
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			this.#over = null;
			const files = [...event.dataTransfer.files];
			if (!this.#options.refused()) void this.#options.ondrop(files, event.clientX, event.clientY);
		};
		node.addEventListener('dragenter', onOver, { signal });
		node.addEventListener('dragover', onOver, { signal });
		node.addEventListener('dragleave', onLeave, { signal });
		node.addEventListener('drop', onDrop, { signal });
		return () => abort.abort();
	};
}
