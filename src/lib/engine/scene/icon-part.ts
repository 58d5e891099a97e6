import { Group } from 'three';
import { hasComponent } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

const nothing = () => undefined;

/** A sound as a sign to grab it by. */
export function createAudioPart(_entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	addIcon(object, kit, 'audio');
	return { object, dispose: nothing };
}

/** A collider as a sign, where nothing else of its entity is seen. */
export function createColliderPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	if (!hasComponent(entity, 'mesh')) addIcon(object, kit, 'collider');
	return { object, dispose: nothing };
}
