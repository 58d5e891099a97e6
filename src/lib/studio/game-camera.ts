import type { Viewport, ViewThrough } from '../engine/viewport-port.ts';
import { lensOf } from './camera-lens.ts';
import type { GamePicture } from './game-picture.ts';

type Picture = Pick<GamePicture, 'poseAt' | 'valuesAt'>;

/** Has the picture of a game seen through the camera that the game says; without one, as it is edited. */
export class GameCamera {
	#picture: Picture;
	#viewport: Pick<Viewport, 'lookThrough'>;
	#index = -1;
	#shown: ViewThrough | null = null;

	constructor(picture: Picture, viewport: Pick<Viewport, 'lookThrough'>) {
		this.#picture = picture;
		this.#viewport = viewport;
	}

	/** From where it is seen now; null: as it is edited. */
	get shown(): ViewThrough | null {
		return this.#shown;
	}

	/** Through this entity from now on; −1 is none. */
	look(index: number): void {
		this.#index = index;
		if (index < 0) this.#see(null);
	}

	/** A picture is drawn. Of a camera that is gone, what it saw last is seen. */
	show(alpha: number): void {
		const entity = this.#picture.valuesAt(this.#index);
		const pose = this.#picture.poseAt(this.#index, alpha);
		if (!entity || !pose) return;
		const [x = 0, y = 0, z = 0] = pose.position;
		const [a = 0, b = 0, c = 0, d = 1] = pose.rotation;
		this.#see({ position: [x, y, z], rotation: [a, b, c, d], lens: lensOf(entity) });
	}

	dispose(): void {
		this.#index = -1;
		this.#see(null);
	}

	/** What stands still is not drawn again. */
	#see(through: ViewThrough | null): void {
		if (this.#shown === through || (this.#shown && through && isSame(this.#shown, through))) return;
		this.#shown = through;
		this.#viewport.lookThrough(through);
	}
}

function isSame(a: ViewThrough, b: ViewThrough): boolean {
	const before = [...a.position, ...a.rotation, ...Object.values(a.lens)];
	const now = [...b.position, ...b.rotation, ...Object.values(b.lens)];
	return before.length === now.length && before.every((value, i) => value === now[i]);
}
