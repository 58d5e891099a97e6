import { Mesh, type Object3D, SkinnedMesh, Vector3 } from 'three';
import { meshBox } from '../scene/mesh-box.ts';

/** A mesh with more vertices is known by the corners of its box. */
const MOST_VERTICES = 4_000;
/** Of all meshes together. */
const MOST_POINTS = 40_000;

/**
 * Points in the world that say how far the meshes below some objects reach: their vertices, as far as they are few. What
 * has no mesh is where it stands.
 */
export function bodyPoints(objects: readonly Object3D[]): Vector3[] {
	const points: Vector3[] = [];
	for (const object of objects) {
		object.updateWorldMatrix(true, true);
		object.traverseVisible((each) => {
			if (points.length < MOST_POINTS) points.push(...pointsOf(each));
		});
	}
	if (points.length > 0) return points;
	return objects.map((object) => new Vector3().setFromMatrixPosition(object.matrixWorld));
}

function pointsOf(object: Object3D): Vector3[] {
	const box = meshBox(object);
	if (!box) return [];
	const vertices = verticesOf(object);
	const points = vertices ?? CORNERS.map(([x, y, z]) => new Vector3(box[x].x, box[y].y, box[z].z));
	return points.map((point) => point.applyMatrix4(object.matrixWorld));
}

function verticesOf(object: Object3D): Vector3[] | undefined {
	if (!(object instanceof Mesh) || object instanceof SkinnedMesh) return undefined;
	const positions = (object as Mesh).geometry.getAttribute('position');
	if (!positions || positions.count > MOST_VERTICES) return undefined;
	return Array.from({ length: positions.count }, (_, i) => new Vector3().fromBufferAttribute(positions, i));
}

const ENDS = ['min', 'max'] as const;
const CORNERS = ENDS.flatMap((x) => ENDS.flatMap((y) => ENDS.map((z) => [x, y, z] as const)));
