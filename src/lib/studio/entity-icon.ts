import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import Camera from '@lucide/svelte/icons/camera';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CloudSun from '@lucide/svelte/icons/cloud-sun';
import Image from '@lucide/svelte/icons/image';
import Layers from '@lucide/svelte/icons/layers';
import LayoutPanelTop from '@lucide/svelte/icons/layout-panel-top';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Note from '@lucide/svelte/icons/message-square';
import Shield from '@lucide/svelte/icons/shield';
import Sun from '@lucide/svelte/icons/sun';
import Type from '@lucide/svelte/icons/type';
import Volume from '@lucide/svelte/icons/volume-2';
import type { Component } from 'svelte';
import { hasComponent, readField } from '../doc/components/registry.ts';
import type { EntitySnapshot } from '../doc/entity.ts';

/** As the interface's own: studio knows no control. */
type Icon = Component<{ size?: number | string; strokeWidth?: number | string }>;

const ICONS = [
	['prefab', Boxes],
	['camera', Camera],
	['text', Type],
	['mesh', Box],
	['sprite', Image],
	['environment', CloudSun],
	['ui', LayoutPanelTop],
	['note', Note],
	['audio', Volume],
	['collider', Shield],
] as const;

/** What an entity is at a glance: the first thing it carries that is seen or shines; bare parents are groups. */
export function entityIcon(entity: EntitySnapshot, isParent: boolean): Icon {
	if (hasComponent(entity, 'light')) {
		const type = readField(entity, 'light', 'type');
		return type === 'directional' || type === 'ambient' || type === 'hemisphere' ? Sun : Lightbulb;
	}
	const [, icon] = ICONS.find(([name]) => hasComponent(entity, name)) ?? [];
	return icon ?? (isParent ? Layers : CircleDashed);
}
