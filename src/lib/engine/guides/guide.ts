import type { JsonValue } from '../../base/json.ts';
import type { Vector3 } from '../../doc/components/component.ts';
import type { FieldKey } from '../../doc/components/registry.ts';

export type GuideKind = 'light' | 'camera' | 'sound' | 'collider';

/** One number of a component as something to take hold of: it is dragged along a line. */
export type GuideHandle = {
	readonly key: FieldKey;
	/** A place of that line in the guide's frame, and which way it goes (one metre long). */
	readonly from: Vector3;
	readonly along: Vector3;
	/** How far along the line the handle is, m. */
	readonly at: number;
	/** What the number counts. */
	readonly counts: 'metres' | 'degrees';
	/** The number that a place on the line stands for; it may be beyond what the field takes. */
	numberAt(at: number): number;
	/** The field's whole value with this number in it. */
	write(number: number): JsonValue;
};

/** How far something of an entity reaches: light, sound, a camera's view, what others bump into. */
export type Guide = {
	readonly kind: GuideKind;
	/** x, y, z of the two ends of each line, in the entity's frame, m. */
	readonly lines: readonly number[];
	readonly handles: readonly GuideHandle[];
	/** Whether it is scaled with its entity. How far light and sound reach is not. */
	readonly scaled: boolean;
};

export const AXES: readonly Vector3[] = [
	[1, 0, 0],
	[0, 1, 0],
	[0, 0, 1],
];
export const ORIGIN: Vector3 = [0, 0, 0];

export const opposite = ([x, y, z]: Vector3): Vector3 => [-x, -y, -z];

/** Both ways of each axis. */
export const WAYS: readonly Vector3[] = AXES.flatMap((axis) => [axis, opposite(axis)]);

const DIAGONAL = Math.SQRT1_2;
/** Ways between the axes, where no arrow of other handles lies over those of a sphere. */
export const BETWEEN: readonly Vector3[] = [
	[DIAGONAL, DIAGONAL, 0] as const,
	[0, DIAGONAL, DIAGONAL] as const,
	[DIAGONAL, 0, -DIAGONAL] as const,
].flatMap((way) => [way, opposite(way)]);

/** A handle for a length that is as long as the way from `from` to it. */
export function lengthHandle(
	key: FieldKey,
	length: number,
	along: Vector3,
	more: Partial<GuideHandle> = {},
): GuideHandle {
	return {
		key,
		from: ORIGIN,
		along,
		at: length,
		counts: 'metres',
		numberAt: (at) => at,
		write: (number) => number,
		...more,
	};
}
