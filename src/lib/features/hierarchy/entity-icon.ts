import Box from '@lucide/svelte/icons/box';
import Camera from '@lucide/svelte/icons/camera';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Layers from '@lucide/svelte/icons/layers';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Sun from '@lucide/svelte/icons/sun';
import Type from '@lucide/svelte/icons/type';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { Icon } from '#lib/ui/icon.ts';

/** What an entity is at a glance: the first thing it carries that is seen or shines; bare parents are groups. */
export function entityIcon(entity: EntitySnapshot, isParent: boolean): Icon {
	if (hasComponent(entity, 'light')) {
		const type = readField(entity, 'light', 'type');
		return type === 'directional' || type === 'ambient' ? Sun : Lightbulb;
	}
	if (hasComponent(entity, 'camera')) return Camera;
	if (hasComponent(entity, 'text')) return Type;
	if (hasComponent(entity, 'mesh')) return Box;
	return isParent ? Layers : CircleDashed;
}
