import { FrontSide, DoubleSide, MeshStandardMaterial, type Texture } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { AssetCache } from './asset-cache.ts';
import { SharedPool } from './shared-pool.ts';

export type MaterialLook = {
	readonly color: string;
	readonly map: AssetHash | null;
	readonly roughness: number;
	readonly metalness: number;
	/** A plane has no inside: it is seen from both sides. */
	readonly doubleSided: boolean;
};

export function readLook(entity: EntitySnapshot, doubleSided: boolean): MaterialLook {
	return {
		color: readField(entity, 'material', 'color'),
		map: readField(entity, 'material', 'colorMap'),
		roughness: readField(entity, 'material', 'roughness'),
		metalness: readField(entity, 'material', 'metalness'),
		doubleSided,
	};
}

export const lookKey = (look: MaterialLook): string =>
	`${look.color}|${look.map ?? ''}|${look.roughness}|${look.metalness}|${look.doubleSided}`;

/** Materials of built-in shapes and texts: entities that look the same share one. */
export class Materials {
	#textures: AssetCache<Texture>;
	#mapOf = new Map<MeshStandardMaterial, AssetHash>();
	#pool = new SharedPool<MeshStandardMaterial>((material) => this.#free(material));

	constructor(textures: AssetCache<Texture>) {
		this.#textures = textures;
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

	/** A texture came, or turned out broken: puts it where it belongs. */
	textureChanged(hash: AssetHash): void {
		for (const [material, map] of this.#mapOf) if (map === hash) this.#dress(material, map);
	}

	dispose(): void {
		this.#pool.dispose();
	}

	#make(look: MaterialLook): MeshStandardMaterial {
		const material = new MeshStandardMaterial({
			color: look.color,
			roughness: look.roughness,
			metalness: look.metalness,
			side: look.doubleSided ? DoubleSide : FrontSide,
		});
		if (look.map) {
			this.#mapOf.set(material, look.map);
			this.#textures.acquire(look.map);
			this.#dress(material, look.map);
		}
		return material;
	}

	#dress(material: MeshStandardMaterial, hash: AssetHash): void {
		const state = this.#textures.peek(hash);
		const map = state?.status === 'ready' ? state.value : null;
		if (material.map === map) return;
		material.map = map;
		material.needsUpdate = true;
	}

	#free(material: MeshStandardMaterial): void {
		const map = this.#mapOf.get(material);
		if (map) this.#textures.release(map);
		this.#mapOf.delete(material);
		material.dispose();
	}
}
