import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import type { Falloff } from './speakers.ts';

/** What moves is placed anew with each picture; in steps that is heard as a buzz, s. */
const GLIDE = 0.02;

/** From where, and from how far at most, something is heard. */
export class SoundPlace {
	readonly node: PannerNode;
	#most: number;

	constructor(context: BaseAudioContext, { refDistance, maxDistance, rolloff }: Falloff) {
		this.#most = Math.max(maxDistance, refDistance);
		this.node = new PannerNode(context, {
			...{ panningModel: 'equalpower', distanceModel: 'inverse', rolloffFactor: rolloff, refDistance },
		});
	}

	/** `isAtOnce`: nobody heard it from anywhere else. */
	move(to: Vector3, ears: Vector3, isAtOnce: boolean): void {
		const { positionX, positionY, positionZ, context } = this.node;
		// The browser's own limit counts only where sounds fade in a straight line.
		glide(context, [positionX, positionY, positionZ], noFurther(to, ears, this.#most), isAtOnce);
	}
}

/** From where everything is heard. */
export class Ears {
	#context: BaseAudioContext;
	#position: Vector3 | undefined;

	constructor(context: BaseAudioContext) {
		this.#context = context;
	}

	get position(): Vector3 {
		return this.#position ?? [0, 0, 0];
	}

	/** `isAtOnce`: nobody heard anything from anywhere else. */
	move(position: Vector3, rotation: Quaternion, isAtOnce: boolean): void {
		const { listener } = this.#context;
		const isFirst = this.#position === undefined;
		this.#position = position;
		const [forward, up] = [turned([0, 0, -1], rotation), turned([0, 1, 0], rotation)];
		// Firefox has no parameters here.
		if (!('positionX' in listener)) {
			const older = listener as AudioListener;
			older.setPosition(...position);
			older.setOrientation(...forward, ...up);
			return;
		}
		const { positionX, positionY, positionZ, forwardX, forwardY, forwardZ, upX, upY, upZ } = listener;
		const params = [positionX, positionY, positionZ, forwardX, forwardY, forwardZ, upX, upY, upZ];
		glide(this.#context, params, [...position, ...forward, ...up], isAtOnce || isFirst);
	}
}

function glide(
	{ currentTime }: BaseAudioContext,
	params: readonly AudioParam[],
	values: readonly number[],
	isAtOnce: boolean,
): void {
	params.forEach((param, i) => {
		const value = values[i] ?? 0;
		if (isAtOnce) param.value = value;
		else param.setTargetAtTime(value, currentTime, GLIDE);
	});
}

function noFurther(place: Vector3, from: Vector3, most: number): Vector3 {
	const [x, y, z] = [place[0] - from[0], place[1] - from[1], place[2] - from[2]];
	const distance = Math.hypot(x, y, z);
	if (distance <= most) return place;
	const share = most / distance;
	return [from[0] + x * share, from[1] + y * share, from[2] + z * share];
}

/** A direction turned by a unit quaternion. */
function turned([x, y, z]: Vector3, [a, b, c, w]: Quaternion): Vector3 {
	const [u, v, t] = [2 * (b * z - c * y), 2 * (c * x - a * z), 2 * (a * y - b * x)];
	return [x + w * u + b * t - c * v, y + w * v + c * u - a * t, z + w * t + a * v - b * u];
}
