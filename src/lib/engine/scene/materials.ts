import { BackSide, DoubleSide, FrontSide, MeshStandardMaterial, type Texture } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import type { AssetCache } from './asset-cache.ts';
import { markPlain } from './instance-look.ts';
import { lookKey, MAP_SLOTS, type MapSlot, type MaterialLook } from './material-look.ts';
import { SharedPool } from './shared-pool.ts';
import type { TextureUse, TextureViews } from './texture-views.ts';

const SIDES = { front: FrontSide, back: BackSide, double: DoubleSide } as const;

/** Materials of built-in shapes and texts: entities that look the same share one. */
export class Materials {
	#textures: AssetCache<Texture>;
	#views: TextureViews;
	/** Of each material with pictures: where they go. */
	#uses = new Map<MeshStandardMaterial, ReadonlyMap<MapSlot, TextureUse>>();
	#pool = new SharedPool<MeshStandardMaterial>((material) => this.#free(material));

	constructor(textures: AssetCache<Texture>, views: TextureViews) {
		this.#textures = textures;
		this.#views = views;
	}

	get size(): number {
		return this.#pool.size;
	}

	acquire(look: MaterialLook): MeshStandardMaterial {
		return this.#pool.acquire(lookKey(look), () => this.#make(look));
	}

	release(look: MaterialLook): void {
		this.#pool.release(lookKey(look));
	}

	/** A picture came: puts it where it belongs. */
	textureChanged(hash: AssetHash): void {
		for (const [material, uses] of this.#uses)
			for (const [slot, use] of uses) if (use.hash === hash) this.#dress(material, slot, use);
	}

	dispose(): void {
		this.#pool.dispose();
	}

	#make(look: MaterialLook): MeshStandardMaterial {
		const material = makePlain(look);
		const uses = listUses(look);
		if (uses.size === 0) return markPlain(material);
		this.#uses.set(material, uses);
		for (const [slot, use] of uses) {
			this.#textures.acquire(use.hash);
			this.#dress(material, slot, use);
		}
		return material;
	}

	#dress(material: MeshStandardMaterial, slot: MapSlot, use: TextureUse): void {
		if (material[slot]) return;
		material[slot] = this.#views.acquire(use);
		// Another program: the shader knows whether there is a picture.
		if (material[slot]) material.needsUpdate = true;
	}

	#free(material: MeshStandardMaterial): void {
		for (const [slot, use] of this.#uses.get(material) ?? []) {
			if (material[slot]) this.#views.release(use);
			this.#textures.release(use.hash);
		}
		this.#uses.delete(material);
		material.dispose();
	}
}

function makePlain(look: MaterialLook): MeshStandardMaterial {
	const material = new MeshStandardMaterial({
		color: look.color,
		roughness: look.roughness,
		metalness: look.metalness,
		emissive: look.emissive,
		emissiveIntensity: look.emissiveIntensity,
		opacity: look.opacity,
		alphaTest: look.alphaCutoff,
		transparent: look.alphaMode === 'blend',
		// What is seen through must not hide what is behind it, whichever is drawn first.
		depthWrite: look.alphaMode !== 'blend',
		side: SIDES[look.side],
	});
	material.normalScale.setScalar(look.normalScale);
	return material;
}

function listUses({ maps, tiling, offset }: MaterialLook): ReadonlyMap<MapSlot, TextureUse> {
	const uses = new Map<MapSlot, TextureUse>();
	for (const slot of MAP_SLOTS) {
		const hash = maps[slot];
		const holds = slot === 'map' || slot === 'emissiveMap' ? 'color' : 'numbers';
		if (hash) uses.set(slot, { hash, holds, tiling, offset, repeats: true });
	}
	return uses;
}
