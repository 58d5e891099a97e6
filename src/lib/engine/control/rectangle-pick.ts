import { type Box3, type Camera, Matrix4, Vector4 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { isLocked } from '../scene/locked.ts';
import { meshBox } from '../scene/mesh-box.ts';
import { isInsidePolygon } from './polygon.ts';
import { isShown } from '../scene/own-lights.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';

/** A part of the picture: from −1 to 1, to the right and up. */
export type PictureRectangle = {
	readonly left: number;
	readonly right: number;
	readonly bottom: number;
	readonly top: number;
};

/** A closed line drawn over the picture. */
export type PictureLasso = { readonly corners: readonly { readonly x: number; readonly y: number }[] };

export type PictureArea = PictureRectangle | PictureLasso;

const view = new Matrix4();
const whole = new Matrix4();
const point = new Vector4();

/** The entities that are seen whole inside a part of the picture; what has no shape of its own is seen where it stands. */
export function entitiesInside(graph: SceneGraph, camera: Camera, area: PictureArea): EntityId[] {
	graph.root.updateMatrixWorld();
	view.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
	return [...graph.nodes()].flatMap((node) =>
		isShown(node.group) && graph.isWanted(node) && !isLocked(graph, node.group) && isInside(node, area)
			? [node.id]
			: [],
	);
}

function isInside(node: EntityNode, area: PictureArea): boolean {
	let shapes = 0;
	for (const [, { object }] of node.parts()) {
		let inside = true;
		object.traverseVisible((each) => {
			const box = inside ? meshBox(each) : null;
			if (!box) return;
			shapes++;
			inside = isBoxInside(box, whole.multiplyMatrices(view, each.matrixWorld), area);
		});
		if (!inside) return false;
	}
	if (shapes > 0) return true;
	return isPointInside(point.set(0, 0, 0, 1), whole.multiplyMatrices(view, node.group.matrixWorld), area);
}

function isBoxInside({ min, max }: Box3, matrix: Matrix4, area: PictureArea): boolean {
	for (let i = 0; i < 8; i++) {
		point.set(i & 1 ? max.x : min.x, i & 2 ? max.y : min.y, i & 4 ? max.z : min.z, 1);
		if (!isPointInside(point, matrix, area)) return false;
	}
	return true;
}

/** What is behind the camera has no place in the picture. */
function isPointInside(at: Vector4, matrix: Matrix4, area: PictureArea): boolean {
	const { x, y, w } = at.applyMatrix4(matrix);
	if ('corners' in area) return w > 0 && isInsidePolygon(area.corners, x / w, y / w);
	const { left, right, bottom, top } = area;
	return w > 0 && x >= left * w && x <= right * w && y >= bottom * w && y <= top * w;
}
