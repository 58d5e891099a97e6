import type { Object3D } from 'three';

/** Drawn for the editor only: icons, frusta, placeholders. Captures and thumbnails leave this layer out. */
export const HELPER_LAYER = 1;

/** Puts an object and all below it on the editor's layer. */
export function asHelper<T extends Object3D>(object: T): T {
	object.traverse((each) => each.layers.set(HELPER_LAYER));
	return object;
}

export const isHelper = (object: Object3D): boolean => object.layers.mask === 1 << HELPER_LAYER;
