import { type Object3D, Sprite } from 'three';
import { asHelper } from './layers.ts';

/** Keeps icons as large on screen through every lens: their size is a share of the viewport's height at 45°. */
export class IconSize {
	scale = 1;

	/** Makes a sprite an icon of this size. */
	fit(sprite: Sprite, size: number): Sprite {
		sprite.userData['iconSize'] = size;
		sprite.scale.setScalar(size * this.scale);
		return asHelper(sprite);
	}

	/** Fits every icon below an object anew. */
	apply(object: Object3D): void {
		object.traverse((each) => {
			const size: unknown = each.userData['iconSize'];
			if (each instanceof Sprite && typeof size === 'number') each.scale.setScalar(size * this.scale);
		});
	}
}
