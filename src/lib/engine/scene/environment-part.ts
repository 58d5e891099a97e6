import { Group } from 'three';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { readEnvironment } from './environment-look.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

/** What an entity says surrounds the scene, its picture held while it does, and an icon to grab it by. */
export function createEnvironmentPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	addIcon(object, kit, 'environment');
	const environment = readEnvironment(entity);
	const { background } = environment;
	const image = background.kind === 'image' ? background.image : null;
	if (image) kit.panoramas.acquire(image);
	return {
		object,
		environment,
		dispose() {
			if (image) kit.panoramas.release(image);
		},
	};
}
