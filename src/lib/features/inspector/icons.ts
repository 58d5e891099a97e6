import Axis3d from '@lucide/svelte/icons/axis-3d';
import Box from '@lucide/svelte/icons/box';
import Camera from '@lucide/svelte/icons/camera';
import Circle from '@lucide/svelte/icons/circle-dashed';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Palette from '@lucide/svelte/icons/palette';
import Sun from '@lucide/svelte/icons/sun';
import Type from '@lucide/svelte/icons/type';
import { hasComponent, readField, type ComponentName } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { Icon } from '#lib/ui/icon.ts';

export const COMPONENT_ICONS: Readonly<Record<ComponentName, Icon>> = {
	transform: Axis3d,
	mesh: Box,
	text: Type,
	material: Palette,
	light: Lightbulb,
	camera: Camera,
};

/** What an entity is at a glance: the first thing it carries that is seen or shines. */
export function entityIcon(entity: EntitySnapshot): Icon {
	if (hasComponent(entity, 'light')) {
		const type = readField(entity, 'light', 'type');
		return type === 'directional' || type === 'ambient' ? Sun : Lightbulb;
	}
	const carried = (['camera', 'text', 'mesh'] as const).find((name) => hasComponent(entity, name));
	return carried ? COMPONENT_ICONS[carried] : Circle;
}
