import { hasComponent } from '../../doc/components/registry.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { cameraGuide } from './camera-guide.ts';
import { colliderGuide } from './collider-guide.ts';
import type { Guide } from './guide.ts';
import { lightGuide } from './light-guide.ts';
import { soundGuide } from './sound-guide.ts';

/** All that shows how far something of an entity reaches. */
export function guidesOf(node: EntityNode): Guide[] {
	const { entity } = node;
	const guides = [
		hasComponent(entity, 'light') ? lightGuide(entity) : null,
		hasComponent(entity, 'camera') ? cameraGuide(entity) : null,
		hasComponent(entity, 'audio') ? soundGuide(entity) : null,
		hasComponent(entity, 'collider') ? colliderGuide(node) : null,
	];
	return guides.filter((guide) => guide !== null);
}
