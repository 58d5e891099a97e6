import { Group } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { flatLines, frustumLines } from './frustum-lines.ts';
import { HelperLines } from './helper-lines.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

const FRUSTUM_LENGTH = 0.8;
const ASPECT = 16 / 9;

/** An entity's camera as the frustum it looks through. */
export function createCameraPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	const lines = new HelperLines(outline(entity), '#9aa6ba');
	object.add(lines.object);
	addIcon(object, kit, 'camera');
	return { object, dispose: () => lines.dispose() };
}

/** A pyramid reaches on for ever and is drawn short; a flat view is drawn as the box it is, however far. */
function outline(entity: EntitySnapshot): number[] {
	if (readField(entity, 'camera', 'projection') === 'perspective')
		return frustumLines(readField(entity, 'camera', 'fov'), ASPECT, FRUSTUM_LENGTH);
	const size = readField(entity, 'camera', 'size');
	const near = readField(entity, 'camera', 'near');
	const far = Math.max(readField(entity, 'camera', 'far'), near);
	return flatLines(size, ASPECT, near, Math.min(far, near + size * ASPECT));
}
