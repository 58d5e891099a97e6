import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import { TRANSFORM_SIZE } from '../world/transforms.ts';

const STRIDE = TRANSFORM_SIZE + 1;

export type ShownTransform = {
	readonly position: Vector3;
	readonly rotation: Quaternion;
	readonly scale: Vector3;
};

/** Where an entity was after the last ticks but one, and after the last; and whether it has been shown there. */
type Moved = { before: Float32Array; now: Float32Array; rests: boolean };

/**
 * What moves in a running game, as it is shown: between the last two ticks that were taken. What comes from the game is
 * untrusted; what names no entity, or is no number, moves nothing.
 */
export class MovedEntities {
	#count: number;
	#moved = new Map<number, Moved>();
	/** Those that moved in the last ticks. */
	#moving = new Set<number>();

	/** Of a game with so many entities. */
	constructor(count: number) {
		this.#count = count;
	}

	/** So many entities there are now. */
	grow(count: number): void {
		this.#count = count;
	}

	/** Takes what some ticks changed. `initial`: where an entity stood as the game began. */
	take(changes: Float32Array, initial: (index: number) => Float32Array): void {
		const before = this.#moving;
		this.#moving = new Set();
		for (let at = 0; at + STRIDE <= changes.length; at += STRIDE) {
			const index = changes[at] ?? -1;
			if (!Number.isInteger(index) || index < 0 || index >= this.#count) continue;
			const now = changes.slice(at + 1, at + STRIDE);
			if (!now.every(Number.isFinite)) continue;
			const known = this.#moved.get(index);
			this.#moved.set(index, { before: known?.now ?? initial(index), now, rests: false });
			this.#moving.add(index);
		}
		// What came to rest is drawn there once more.
		for (const index of before) {
			const moved = this.#moved.get(index);
			if (moved && !this.#moving.has(index)) moved.before = moved.now;
		}
	}

	/** Where something is shown; undefined where it never moved. */
	at(index: number, alpha: number): ShownTransform | undefined {
		const moved = this.#moved.get(index);
		return moved && between(moved.before, moved.now, alpha);
	}

	/** Shows all that moves, so far between the last two places (0 to 1). */
	show(alpha: number, place: (index: number, transform: ShownTransform) => void): void {
		for (const [index, moved] of this.#moved) {
			if (moved.rests) continue;
			place(index, between(moved.before, moved.now, alpha));
			moved.rests = moved.before === moved.now;
		}
	}
}

function between(a: Float32Array, b: Float32Array, alpha: number): ShownTransform {
	const at = (i: number) => (a[i] ?? 0) + ((b[i] ?? 0) - (a[i] ?? 0)) * alpha;
	return {
		position: [at(0), at(1), at(2)],
		rotation: turnBetween(a, b, alpha),
		scale: [at(7), at(8), at(9)],
	};
}

/** By the shorter way; between two ticks a straight line is as good as an arc. */
function turnBetween(a: Float32Array, b: Float32Array, alpha: number): Quaternion {
	let dot = 0;
	for (let i = 3; i < 7; i++) dot += (a[i] ?? 0) * (b[i] ?? 0);
	const sign = dot < 0 ? -1 : 1;
	const at = (i: number) => (a[i] ?? 0) * (1 - alpha) + (b[i] ?? 0) * sign * alpha;
	const [x, y, z, w] = [at(3), at(4), at(5), at(6)];
	const length = Math.hypot(x, y, z, w);
	return length > 0 ? [x / length, y / length, z / length, w / length] : [0, 0, 0, 1];
}
