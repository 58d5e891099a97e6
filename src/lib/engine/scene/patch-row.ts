import { type Matrix4, type Object3D, Sprite, Vector3 } from 'three';

const at = new Vector3();
const SIDES = 4;

/** Patches of the picture, each of which holds all that is seen of something: left, right, bottom and top, from −1 to 1. */
export class PatchRow {
	#projection: Matrix4;
	#patches: number[] = [];

	constructor(projection: Matrix4) {
		this.#projection = projection;
	}

	/** Adds the patch of a box in the world, which is six numbers. */
	add(boxes: Float64Array, from: number): void {
		const half = (k: number) => ((boxes[from + 3 + k] ?? 0) - (boxes[from + k] ?? 0)) / 2;
		const middle = (k: number) => ((boxes[from + 3 + k] ?? 0) + (boxes[from + k] ?? 0)) / 2;
		this.#write(this.#patches.length, at.set(middle(0), middle(1), middle(2)), half(0), half(1), half(2));
	}

	/** Whether what is drawn by itself may be seen in any of the patches from the given one on. */
	meets(object: Object3D, first: number): boolean {
		// Only of pictures that face the camera it is known where they are seen.
		if (!isSprite(object)) return true;
		const { distance, middleX, middleY, halfX, halfY } = placeSprite(object, this.#projection);
		if (distance <= 0) return false;
		const patches = this.#patches;
		for (let i = first * SIDES; i < patches.length; i += SIDES)
			if (
				patches[i]! <= middleX + halfX &&
				patches[i + 1]! >= middleX - halfX &&
				patches[i + 2]! <= middleY + halfY &&
				patches[i + 3]! >= middleY - halfY
			)
				return true;
		return false;
	}

	/** From the edges of a box to those of a patch that is never too small. */
	#write(to: number, { x, y, z }: Vector3, halfX: number, halfY: number, halfZ: number): void {
		const e = this.#projection.elements;
		const row = (k: number) => e[k]! * x + e[k + 4]! * y + e[k + 8]! * z + e[k + 12]!;
		const spread = (k: number) =>
			Math.abs(e[k]!) * halfX + Math.abs(e[k + 4]!) * halfY + Math.abs(e[k + 8]!) * halfZ;
		const [near, far] = [row(3) - spread(3), row(3) + spread(3)];
		for (let axis = 0; axis < 2; axis++) {
			const [low, high] = [row(axis) - spread(axis), row(axis) + spread(axis)];
			const behind = far <= 0;
			// What reaches behind the camera may be anywhere; what is behind it is nowhere.
			if (near > 0 || behind) {
				this.#patches[to + axis * 2] = behind ? Infinity : low / (low > 0 ? far : near);
				this.#patches[to + axis * 2 + 1] = behind ? -Infinity : high / (high > 0 ? near : far);
			} else {
				this.#patches[to + axis * 2] = -Infinity;
				this.#patches[to + axis * 2 + 1] = Infinity;
			}
		}
	}
}

const isSprite = (object: Object3D): object is Sprite => object instanceof Sprite;

/** Where a sprite is seen; in front of the camera it is exact but for its corners, which are taken as they lie farthest off. */
function placeSprite({ matrixWorld, center, material }: Sprite, { elements: e }: Matrix4) {
	const { x, y, z } = at.setFromMatrixPosition(matrixWorld);
	const row = (k: number) => e[k]! * x + e[k + 4]! * y + e[k + 8]! * z + e[k + 12]!;
	const distance = row(3);
	const off = 0.5 + Math.max(Math.abs(center.x - 0.5), Math.abs(center.y - 0.5));
	const turned = material.rotation === 0 ? 1 : Math.SQRT2;
	// Those that look as large from everywhere grow with their distance.
	const size = matrixWorld.getMaxScaleOnAxis() * off * turned * (material.sizeAttenuation ? 1 : distance);
	const half = (k: number) => (size * Math.hypot(e[k]!, e[k + 4]!, e[k + 8]!)) / distance;
	return {
		...{ distance, middleX: row(0) / distance, middleY: row(1) / distance },
		...{ halfX: half(0), halfY: half(1) },
	};
}
