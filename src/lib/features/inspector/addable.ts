import { COMPONENT_NAMES, hasComponent, type ComponentName } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';

export type Addable = Exclude<ComponentName, 'transform'>;

/**
 * What the Add menu offers: what is seen at once, and what has an outline that is. The others need parts of the studio that come later (playing,
 * scripts), or are made by a command of their own (prefab); an entity that has one shows it all the same.
 */
export const ADDABLE = [
	'mesh',
	'text',
	'sprite',
	'material',
	'light',
	'camera',
	'environment',
	'audio',
	'collider',
	'note',
] as const satisfies readonly Addable[];

/** The components every one of the entities carries, in the order they are shown. */
export const commonComponents = (entities: readonly EntitySnapshot[]): ComponentName[] =>
	COMPONENT_NAMES.filter((component) => entities.every((entity) => hasComponent(entity, component)));
