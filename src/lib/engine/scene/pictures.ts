import { DoubleSide, MeshBasicMaterial, SpriteMaterial, type Texture } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import { SharedPool } from './shared-pool.ts';
import type { TextureUse, TextureViews } from './texture-views.ts';

export type PictureLook = {
	/** Only a picture that is here; without one it is a plain square. */
	readonly image: AssetHash | null;
	readonly color: string;
	readonly opacity: number;
	/** Always turned to whoever looks. */
	readonly billboard: boolean;
};

type Picture = SpriteMaterial | MeshBasicMaterial;

/** What is fainter than this is a hole, so that empty corners hide nothing. */
const LEAST_ALPHA = 0.02;

const pictureKey = (look: PictureLook): string => JSON.stringify(look);

/** Materials of flat pictures, shared by those that look the same. No light changes them. */
export class Pictures {
	#views: TextureViews;
	#useOf = new Map<Picture, TextureUse>();
	#pool = new SharedPool<Picture>((material) => this.#free(material));

	constructor(views: TextureViews) {
		this.#views = views;
	}

	get size(): number {
		return this.#pool.size;
	}

	acquire(look: PictureLook): Picture {
		return this.#pool.acquire(pictureKey(look), () => this.#make(look));
	}

	release(look: PictureLook): void {
		this.#pool.release(pictureKey(look));
	}

	dispose(): void {
		this.#pool.dispose();
	}

	#make({ image, color, opacity, billboard }: PictureLook): Picture {
		const use = image && asUse(image);
		const map: Texture | null = use ? this.#views.acquire(use) : null;
		const style = { map, color, opacity, transparent: true, alphaTest: LEAST_ALPHA, toneMapped: false };
		const material = billboard
			? new SpriteMaterial(style)
			: new MeshBasicMaterial({ ...style, side: DoubleSide });
		if (map && use) this.#useOf.set(material, use);
		return material;
	}

	#free(material: Picture): void {
		const use = this.#useOf.get(material);
		if (use) this.#views.release(use);
		this.#useOf.delete(material);
		material.dispose();
	}
}

const asUse = (hash: AssetHash): TextureUse => ({
	hash,
	holds: 'color',
	tiling: [1, 1],
	offset: [0, 0],
	repeats: false,
});
