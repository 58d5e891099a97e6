import type { Attachment } from 'svelte/attachments';
import { ASSET_DRAG_TYPE } from '#lib/studio/asset-drag.ts';

type Options = {
	/** Whether files cannot be taken now. */
	readonly refused: () => boolean;
	readonly ondrop: (files: readonly File[], clientX: number, clientY: number) => Promise<void>;
	/** An asset of the project by its hash, or a prefab by its id, hovers or was let go here. */
	readonly onassetover: (id: string, clientX: number, clientY: number) => void;
	readonly onasset: (id: string, clientX: number, clientY: number) => void;
	readonly onassetleave: () => void;
};

/** Files dragged over an element from outside the page, or assets from within, and let go there. */
export class FileDrop {
	#options: Options;
	#over = $state.raw<'welcome' | 'refused' | null>(null);
	/** While something hovers its data is kept from whoever it hovers over: this is what the drag began with. */
	#asset = '';

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
			const refused = this.#options.refused();
			event.dataTransfer.dropEffect = refused ? 'none' : 'copy';
			// An asset is seen where it would lie.
			this.#over = refused ? 'refused' : this.#asset ? null : 'welcome';
			if (this.#asset && !refused) this.#options.onassetover(this.#asset, event.clientX, event.clientY);
		};
		const onLeave = (event: DragEvent) => {
			if (event.relatedTarget instanceof Node && node.contains(event.relatedTarget)) return;
			this.#over = null;
			if (this.#asset) this.#options.onassetleave();
		};
		const onStart = ({ dataTransfer }: DragEvent) =>
			(this.#asset = dataTransfer?.getData(ASSET_DRAG_TYPE) ?? '');
		const onEnd = () => {
			this.#asset = '';
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
		window.addEventListener('dragstart', onStart, { signal });
		window.addEventListener('dragend', onEnd, { signal });
		node.addEventListener('dragenter', onOver, { signal });
		node.addEventListener('dragover', onOver, { signal });
		node.addEventListener('dragleave', onLeave, { signal });
		node.addEventListener('drop', onDrop, { signal });
		return () => abort.abort();
	};
}

const isWelcome = ({ types }: DataTransfer): boolean =>
	types.includes('Files') || types.includes(ASSET_DRAG_TYPE);
