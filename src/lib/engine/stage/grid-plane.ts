import { type PerspectiveCamera, Vector3 } from 'three';

type PlaneAxis = { readonly axis: Vector3; readonly color: 'axisX' | 'axisY' | 'axisZ' };
/** Where the lines of a grid lie: along both axes, across the third. */
export type GridPlane = { readonly u: PlaneAxis; readonly v: PlaneAxis; readonly normal: Vector3 };

const X: PlaneAxis = { axis: new Vector3(1, 0, 0), color: 'axisX' };
const Y: PlaneAxis = { axis: new Vector3(0, 1, 0), color: 'axisY' };
const Z: PlaneAxis = { axis: new Vector3(0, 0, 1), color: 'axisZ' };

export const GROUND: GridPlane = { u: X, v: Z, normal: Y.axis };
const PLANES: readonly GridPlane[] = [GROUND, { u: X, v: Y, normal: Z.axis }, { u: Z, v: Y, normal: X.axis }];
/** Cosine: a quarter of a degree. */
const ALONG = 0.99999;

const ahead = new Vector3();

/** The plane that a camera looks at straight, or null. */
export function facingPlane(camera: Pick<PerspectiveCamera, 'getWorldDirection'>): GridPlane | null {
	camera.getWorldDirection(ahead);
	return PLANES.find(({ normal }) => Math.abs(ahead.dot(normal)) > ALONG) ?? null;
}
