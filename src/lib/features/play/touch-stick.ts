/** What a thumb that rests may do without moving anything, of the way to the edge. */
const DEAD_ZONE = 0.14;

export type StickPush = {
	/** −1 to 1: to the right, and away from the player. */
	readonly x: number;
	readonly y: number;
	/** Where its knob is shown beside its middle, px; never outside of it. */
	readonly knob: readonly [number, number];
};

export const STICK_AT_REST: StickPush = { x: 0, y: 0, knob: [0, 0] };

/** How a stick of this radius is pushed by a thumb that is so far from its middle, px. */
export function stickPush(dx: number, dy: number, radius: number): StickPush {
	const length = Math.hypot(dx, dy);
	if (length === 0) return STICK_AT_REST;
	const reach = Math.min(1, length / radius);
	const [right, down] = [dx / length, dy / length];
	const push = Math.max(0, reach - DEAD_ZONE) / (1 - DEAD_ZONE);
	return {
		x: push === 0 ? 0 : right * push,
		y: push === 0 ? 0 : -down * push,
		knob: [right * reach * radius, down * reach * radius],
	};
}
