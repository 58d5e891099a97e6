import type { Attachment } from 'svelte/attachments';
import { ASSET_DRAG_TYPE } from '#lib/studio/asset-drag.ts';

type Options = {
	/** Whether files cannot be taken now. */
	readonly refused: () => boolean;
	readonly ondrop: (files: readonly File[], clientX: number, clientY: number) => Promise<void>;
	/** An asset of the project, by its hash. */
	readonly onasset: (hash: string, clientX: number, clientY: number) => void;
};

/** Files dragged over an element from outside the page, or assets from within, and let go there. */
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
			if (!event.dataTransfer || !isWelcome(event.dataTransfer)) return;
			event.preventDefault();
			this.#over = this.#options.refused() ? 'refused' : 'welcome';
			event.dataTransfer.dropEffect = this.#over === 'refused' ? 'none' : 'copy';
		};
		const onLeave = (event: DragEvent) => {
			if (!(event.relatedTarget instanceof Node && node.contains(event.relatedTarget))) this.#over = null;
		};
		const onDrop = (event: DragEvent) => {
			if (!event.dataTransfer || !isWelcome(event.dataTransfer)) return;
			event.preventDefault();
			this.#over = null;
			if (this.#options.refused()) return;
			const { files, types } = event.dataTransfer;
			if (!types.includes(ASSET_DRAG_TYPE)) {
				void this.#options.ondrop([...files], event.clientX, event.clientY);
			} else this.#options.onasset(event.dataTransfer.getData(ASSET_DRAG_TYPE), event.clientX, event.clientY);
		};
		node.addEventListener('dragenter', onOver, { signal });
		node.addEventListener('dragover', onOver, { signal });
		node.addEventListener('dragleave', onLeave, { signal });
		node.addEventListener('drop', onDrop, { signal });
		return () => abort.abort();
	};
}

const isWelcome = ({ types }: DataTransfer): boolean =>
	types.includes('Files') || types.includes(ASSET_DRAG_TYPE);
