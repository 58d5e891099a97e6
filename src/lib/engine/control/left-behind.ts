import { Group, Mesh, type Object3D } from 'three';
import { meshBox } from '../scene/mesh-box.ts';

/** What some objects show, standing still where it is now: seen while their copies are dragged away. */
export function leftBehind(objects: readonly Object3D[]): Group {
	const group = new Group();
	for (const object of objects) {
		object.updateWorldMatrix(true, true);
		object.traverseVisible((each) => {
			if (each instanceof Mesh && meshBox(each)) group.add(standIn(each as Mesh));
		});
	}
	return group;
}

/** Geometry and material stay the original's. */
function standIn(mesh: Mesh): Mesh {
	const copy = mesh.clone(false);
	copy.matrixAutoUpdate = false;
	copy.matrix.copy(mesh.matrixWorld);
	return copy;
}
