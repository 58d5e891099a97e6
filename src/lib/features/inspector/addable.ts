import { COMPONENT_NAMES, hasComponent, type ComponentName } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { m } from '#lib/paraglide/messages.js';

export type Addable = Exclude<ComponentName, 'transform'>;

/**
 * What the Add menu offers, by what one has in mind. Instances of prefabs are placed by commands of their own, and scripts
 * are offered by their names.
 */
export const ADDABLE_GROUPS = [
	{ label: m.inspector_group_looks, names: ['mesh', 'text', 'sprite', 'material', 'particles'] },
	{ label: m.inspector_group_light, names: ['light', 'camera', 'environment'] },
	{ label: m.inspector_group_sound, names: ['animation', 'audio'] },
	{ label: m.inspector_group_physics, names: ['rigidBody', 'collider', 'joint'] },
	{ label: m.inspector_group_interface, names: ['ui'] },
	{ label: m.inspector_group_game, names: ['spawnPoint', 'note'] },
] as const satisfies readonly { label: () => string; names: readonly Addable[] }[];

/** The same in the order in which the inspector shows components. */
export const ADDABLE: readonly Addable[] = COMPONENT_NAMES.filter((name) => name !== 'transform').filter(
	(name) => ADDABLE_GROUPS.some(({ names }) => (names as readonly Addable[]).includes(name)),
);

/** The components every one of the entities carries, in the order they are shown. */
export const commonComponents = (entities: readonly EntitySnapshot[]): ComponentName[] =>
	COMPONENT_NAMES.filter(
		// Scripts have sections by what they run.
		(name) => name !== 'script' && entities.every((entity) => hasComponent(entity, name)),
	);
