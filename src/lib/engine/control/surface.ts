import { type Intersection, Mesh, Vector3 } from 'three';

/** A place on what is seen, in the world. */
export type Surface = {
	readonly point: Vector3;
	/** Towards whoever looks. */
	readonly normal: Vector3;
	/** Of the triangle that was met; none where it is no mesh. */
	readonly corners: readonly Vector3[];
};

/** What a ray of this direction met. */
export function surfaceOf({ point, face, object }: Intersection, direction: Vector3): Surface {
	if (!face || !(object instanceof Mesh))
		return { point, normal: direction.clone().negate().normalize(), corners: [] };
	const corners = [face.a, face.b, face.c].map((index) =>
		(object as Mesh).getVertexPosition(index, new Vector3()).applyMatrix4(object.matrixWorld),
	);
	const [a, b, c] = corners as [Vector3, Vector3, Vector3];
	// From the corners: however the object is scaled or mirrored, they are where they are.
	const normal = b.clone().sub(a).cross(c.clone().sub(a)).normalize();
	if (normal.dot(direction) > 0) normal.negate();
	return { point, normal, corners };
}
