import { Group, LineBasicMaterial, LineSegments } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { frustumLines } from './frustum-lines.ts';
import { asHelper } from './layers.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

const FRUSTUM_LENGTH = 0.8;
const ASPECT = 16 / 9;

/** An entity's camera as the frustum it looks through. */
export function createCameraPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	const geometry = frustumLines(readField(entity, 'camera', 'fov'), ASPECT, FRUSTUM_LENGTH);
	const material = new LineBasicMaterial({ color: '#9aa6ba', toneMapped: false });
	object.add(asHelper(new LineSegments(geometry, material)));
	addIcon(object, kit, 'camera');
	return {
		object,
		dispose() {
			geometry.dispose();
			material.dispose();
		},
	};
}
