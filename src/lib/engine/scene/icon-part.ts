import { Group } from 'three';
import { hasComponent, type ComponentName } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { addIcon } from './light-part.ts';
import type { SceneKit } from './scene-kit.ts';

/** What is seen of an entity, or is a sign itself: beside it there is no other. */
const SEEN: readonly ComponentName[] = ['mesh', 'text', 'sprite', 'light', 'camera', 'environment', 'note'];
type SignKind = 'audio' | 'particles' | 'collider';
/** All signs of an entity would lie in one place: the first of these has its own. */
const BEFORE: Readonly<Record<SignKind, readonly ComponentName[]>> = {
	audio: SEEN,
	particles: [...SEEN, 'audio'],
	collider: [...SEEN, 'audio', 'particles'],
};

/** Whether signs come or go with this component. */
export const decidesSigns = (component: string): boolean =>
	(BEFORE.collider as readonly string[]).includes(component);

/** A sound as a sign to grab it by, where nothing else of its entity is seen. */
export const createAudioPart = (entity: EntitySnapshot, kit: SceneKit): EntityPart =>
	createSign(entity, kit, 'audio');

/** The same of a collider. */
export const createColliderPart = (entity: EntitySnapshot, kit: SceneKit): EntityPart =>
	createSign(entity, kit, 'collider');

function createSign(entity: EntitySnapshot, kit: SceneKit, kind: SignKind): EntityPart {
	const object = new Group();
	addSign(object, entity, kit, kind);
	return { object, dispose: () => undefined };
}

/** Hangs a sign in, unless something else of its entity is seen. */
export function addSign(object: Group, entity: EntitySnapshot, kit: SceneKit, kind: SignKind): void {
	if (!BEFORE[kind].some((name) => hasComponent(entity, name))) addIcon(object, kit, kind);
}
