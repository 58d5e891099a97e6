import type { ViewDirection, ViewportView } from '../viewport-port.ts';

/** Radians. Azimuth: around the vertical, from +Z to +X; polar: down from above. */
export type ViewAngles = { readonly azimuth: number; readonly polar: number };

const QUARTER = Math.PI / 2;
const TURN = Math.PI * 2;

const ANGLES: Readonly<Record<ViewDirection, ViewAngles>> = {
	front: { azimuth: 0, polar: QUARTER },
	back: { azimuth: Math.PI, polar: QUARTER },
	left: { azimuth: -QUARTER, polar: QUARTER },
	right: { azimuth: QUARTER, polar: QUARTER },
	top: { azimuth: 0, polar: 0 },
	bottom: { azimuth: 0, polar: Math.PI },
};

/** Where to stand to look from a direction; of all full turns the one that is nearest to an azimuth. */
export function anglesOf(direction: ViewDirection, near: number): ViewAngles {
	const { azimuth, polar } = ANGLES[direction];
	return { azimuth: azimuth + TURN * Math.round((near - azimuth) / TURN), polar };
}

/** Where a view stands, seen from its target. */
export function anglesOfView({ position, target }: ViewportView): ViewAngles {
	const [x, y, z] = [position[0] - target[0], position[1] - target[1], position[2] - target[2]];
	return { azimuth: Math.atan2(x, z), polar: Math.atan2(Math.hypot(x, z), y) };
}
