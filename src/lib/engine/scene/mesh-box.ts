import { Box3, InstancedMesh, Mesh, type Object3D, SkinnedMesh, Sprite, Vector3 } from 'three';
import { isHelper } from './layers.ts';

/** A sprite turns on the spot: its scale makes this as deep as it is wide. */
const SPRITE_BOX = new Box3(new Vector3(-0.5, -0.5, -0.5), new Vector3(0.5, 0.5, 0.5));

/** The box of a mesh in its own frame, posed and instanced ones included; null for what is not drawn. */
export function meshBox(object: Object3D): Box3 | null {
	if (isHelper(object)) return null;
	if (object instanceof Sprite) return SPRITE_BOX;
	if (!(object instanceof Mesh)) return null;
	if (object instanceof SkinnedMesh || object instanceof InstancedMesh) {
		if (!object.boundingBox) object.computeBoundingBox();
		return filled(object.boundingBox);
	}
	const { geometry } = object as Mesh;
	if (!geometry.boundingBox) geometry.computeBoundingBox();
	return filled(geometry.boundingBox);
}

const filled = (box: Box3 | null): Box3 | null => (box && !box.isEmpty() ? box : null);
