import {
	ClampToEdgeWrapping,
	LinearSRGBColorSpace,
	RepeatWrapping,
	SRGBColorSpace,
	type Texture,
	type Wrapping,
} from 'three';
import type { AssetHash } from '../../base/ids.ts';
import type { Vector2 } from '../../doc/components/component.ts';
import type { AssetCache } from './asset-cache.ts';
import { SharedPool } from './shared-pool.ts';

/** How a picture is laid over a surface. */
export type TextureUse = {
	readonly hash: AssetHash;
	/** Pictures of colours are sRGB; pictures of numbers (bumps, roughness) are taken as they are. */
	readonly holds: 'color' | 'numbers';
	readonly tiling: Vector2;
	readonly offset: Vector2;
	/** Goes on beyond its edges; off, a lone picture does not bleed from one side into the other. */
	readonly repeats: boolean;
};

const useKey = ({ hash, holds, tiling, offset, repeats }: TextureUse): string =>
	`${hash}|${holds}|${tiling.join()}|${offset.join()}|${repeats}`;

/** The ways one decoded picture is used: each view is a texture of its own, the pixels are shared on the GPU too. */
export class TextureViews {
	#textures: AssetCache<Texture>;
	#pool = new SharedPool<Texture>((view) => view.dispose());

	constructor(textures: AssetCache<Texture>) {
		this.#textures = textures;
	}

	get size(): number {
		return this.#pool.size;
	}

	/** null while the picture is not here; once it is, each view taken is given back by `release`. */
	acquire(use: TextureUse): Texture | null {
		const state = this.#textures.peek(use.hash);
		return state?.status === 'ready'
			? this.#pool.acquire(useKey(use), () => makeView(state.value, use))
			: null;
	}

	release(use: TextureUse): void {
		this.#pool.release(useKey(use));
	}

	dispose(): void {
		this.#pool.dispose();
	}
}

function makeView(texture: Texture, { holds, tiling, offset, repeats }: TextureUse): Texture {
	const view = texture.clone();
	const wrapping: Wrapping = repeats ? RepeatWrapping : ClampToEdgeWrapping;
	view.wrapS = view.wrapT = wrapping;
	view.colorSpace = holds === 'color' ? SRGBColorSpace : LinearSRGBColorSpace;
	view.repeat.set(...tiling);
	view.offset.set(...offset);
	return view;
}
