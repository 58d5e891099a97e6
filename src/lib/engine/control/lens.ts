import type { ViewLens, ViewportView } from '../viewport-port.ts';

/** Degrees: what things are edited through. */
export const EDITING_FOV = 45;
/**
 * Degrees. A flat view is seen from far away through an angle so narrow that what is as far behind as the picture is high
 * keeps its place to a pixel. Much narrower, and the graphics card no longer knows what is before what.
 */
const FLAT_FOV = 0.1;
const EDITING_FAR = 4000;

export type Clipping = { readonly near: number; readonly far: number };

/** Edits a view flat: what is at its target is as large as through the editing lens. */
export const flatLens = (view: ViewportView): ViewLens => ({
	projection: 'orthographic',
	size: 2 * distanceOf(view) * tanHalf(EDITING_FOV),
	near: -EDITING_FAR,
	far: EDITING_FAR,
});

/** Degrees from bottom to top; null: the editing lens. */
export function lensFov(lens: ViewLens | null): number {
	if (!lens) return EDITING_FOV;
	return lens.projection === 'perspective' ? lens.fov : FLAT_FOV;
}

/** Where to stand to see through a lens what an entity's camera sees: a flat one is looked at from far behind it. */
export function standFor({ position, target }: ViewportView, lens: ViewLens | null): ViewportView {
	if (lens?.projection !== 'orthographic') return { position, target };
	return { target, position: along(target, position, flatDistance(lens)) };
}

/** From how far behind a flat lens is looked through, m. */
export const flatDistance = (lens: ViewLens): number =>
	lens.projection === 'orthographic' ? lens.size / 2 / tanHalf(FLAT_FOV) : 0;

/** The same view as the editing lens has it: what others and pictures of the scene go by. */
export function asEditingView(view: ViewportView, lens: ViewLens | null): ViewportView {
	if (lens?.projection !== 'orthographic') return view;
	const { position, target } = view;
	const closer = (distanceOf(view) * tanHalf(FLAT_FOV)) / tanHalf(EDITING_FOV);
	return { target, position: along(target, position, closer) };
}

/** What is seen at `distance` metres from the target. `ahead`: how far what the lens counts from is from it. */
export function clipping(lens: ViewLens | null, distance: number, ahead: number): Clipping {
	if (!lens) return { near: Math.min(0.5, Math.max(0.01, distance * 0.01)), far: EDITING_FAR };
	const flat = lens.projection === 'orthographic';
	const behind = flat ? distance - ahead : 0;
	// Nobody is there to be seen so close to where a flat view stands, and depths are told apart the better.
	const near = Math.max(behind + lens.near, flat ? distance / 2 : 0.001);
	return { near, far: Math.max(behind + lens.far, near + 0.01) };
}

/** How much larger than through the editing lens things of the same angle must be to look the same. */
export const magnification = (lens: ViewLens | null): number => tanHalf(lensFov(lens)) / tanHalf(EDITING_FOV);

export function distanceOf({ position, target }: ViewportView): number {
	return Math.hypot(position[0] - target[0], position[1] - target[1], position[2] - target[2]);
}

function along(
	from: ViewportView['target'],
	to: ViewportView['position'],
	distance: number,
): ViewportView['position'] {
	const length = distanceOf({ position: to, target: from }) || 1;
	const at = (axis: 0 | 1 | 2) => from[axis] + ((to[axis] - from[axis]) / length) * distance;
	return [at(0), at(1), at(2)];
}

const tanHalf = (degrees: number): number => Math.tan((degrees * Math.PI) / 360);
