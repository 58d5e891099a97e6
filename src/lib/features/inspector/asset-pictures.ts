import { createContext } from 'svelte';
import type { AssetEntry } from '#lib/doc/project.ts';
import { LatePainter } from '#lib/studio/late-painter.ts';
import type { ProjectAssets } from '#lib/studio/project-assets.svelte.ts';
import { ThumbnailPainter } from '#lib/studio/thumbnail-painter.ts';
import { Thumbnails } from '#lib/studio/thumbnails.svelte.ts';

/** What assets look like, for all fields that name one; nothing is drawn before one is looked at. */
export class AssetPictures {
	readonly thumbnails: Thumbnails<AssetEntry>;
	#painter = new LatePainter();

	constructor(assets: Pick<ProjectAssets, 'load' | 'onArrived'>) {
		const painter = new ThumbnailPainter((hash) => assets.load(hash), this.#painter);
		this.thumbnails = new Thumbnails<AssetEntry>({
			keyOf: ({ hash }) => hash,
			draw: (asset) => painter.draw(asset),
			onArrived: (listener) => assets.onArrived(listener),
		});
	}

	dispose(): void {
		this.thumbnails.dispose();
		void this.#painter.dispose();
	}
}

/** Set by the inspector of entities. */
export const [getAssetPictures, setAssetPictures] = createContext<AssetPictures>();
