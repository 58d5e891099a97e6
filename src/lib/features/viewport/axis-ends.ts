import { anglesOfView } from '#lib/engine/control/view-angles.ts';
import type { ViewDirection, ViewportView } from '#lib/engine/viewport-port.ts';

export type Axis = 'x' | 'y' | 'z';

/** One end of an axis as the camera sees it, the axis being one long. */
export type AxisEnd = {
	readonly axis: Axis;
	/** The end the axis points to. */
	readonly positive: boolean;
	/** What is looked from when this end points at whoever looks. */
	readonly direction: ViewDirection;
	/** To the right and down on screen, and towards whoever looks. */
	readonly x: number;
	readonly y: number;
	readonly near: number;
	/** It points at whoever looks. */
	readonly faces: boolean;
};

const ENDS = [
	['z', 1, 'front'],
	['z', -1, 'back'],
	['x', -1, 'left'],
	['x', 1, 'right'],
	['y', 1, 'top'],
	['y', -1, 'bottom'],
] as const;
const FACING = 0.99999;

/** Where the ends of the axes are on screen, always in the same order. */
export function axisEnds(view: ViewportView): readonly AxisEnd[] {
	const { azimuth, polar } = anglesOfView(view);
	const [sinA, cosA, sinP, cosP] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(polar), Math.cos(polar)];
	const right = { x: cosA, y: 0, z: -sinA };
	const up = { x: -cosP * sinA, y: sinP, z: -cosP * cosA };
	const towards = { x: sinP * sinA, y: cosP, z: sinP * cosA };
	return ENDS.map(([axis, sign, direction]) => {
		const near = towards[axis] * sign;
		const [x, y] = [right[axis] * sign, -up[axis] * sign];
		return { axis, positive: sign > 0, direction, x, y, near, faces: near > FACING };
	});
}
