import { Group } from 'three';
import { hasComponent, type ComponentName } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

/** What is seen of an entity, or is a sign itself: beside it there is no other. */
const SEEN: readonly ComponentName[] = ['mesh', 'text', 'sprite', 'light', 'camera', 'environment', 'note'];
/** The same as seen from a collider, whose sign lies where a sound's is. */
const SEEN_OR_SOUND: readonly ComponentName[] = [...SEEN, 'audio'];

/** Whether signs come or go with this component. */
export const decidesSigns = (component: string): boolean =>
	(SEEN_OR_SOUND as readonly string[]).includes(component);

/** A sound as a sign to grab it by, where nothing else of its entity is seen. */
export const createAudioPart = (entity: EntitySnapshot, kit: SceneKit): EntityPart =>
	createSign(entity, kit, 'audio', SEEN);

/** The same of a collider. */
export const createColliderPart = (entity: EntitySnapshot, kit: SceneKit): EntityPart =>
	createSign(entity, kit, 'collider', SEEN_OR_SOUND);

function createSign(
	entity: EntitySnapshot,
	kit: SceneKit,
	kind: 'audio' | 'collider',
	others: readonly ComponentName[],
): EntityPart {
	const object = new Group();
	if (!others.some((name) => hasComponent(entity, name))) addIcon(object, kit, kind);
	return { object, dispose: () => undefined };
}
