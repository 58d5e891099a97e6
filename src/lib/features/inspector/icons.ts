import Axis3d from '@lucide/svelte/icons/axis-3d';
import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import Camera from '@lucide/svelte/icons/camera';
import Circle from '@lucide/svelte/icons/circle-dashed';
import Cloudy from '@lucide/svelte/icons/cloud-sun';
import Code from '@lucide/svelte/icons/code';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Flag from '@lucide/svelte/icons/flag';
import Footprints from '@lucide/svelte/icons/footprints';
import Ghost from '@lucide/svelte/icons/ghost';
import Image from '@lucide/svelte/icons/image';
import LayoutPanelTop from '@lucide/svelte/icons/layout-panel-top';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Link from '@lucide/svelte/icons/link';
import Note from '@lucide/svelte/icons/message-square';
import Palette from '@lucide/svelte/icons/palette';
import PersonStanding from '@lucide/svelte/icons/person-standing';
import Shield from '@lucide/svelte/icons/shield';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Sun from '@lucide/svelte/icons/sun';
import Swords from '@lucide/svelte/icons/swords';
import Trophy from '@lucide/svelte/icons/trophy';
import Type from '@lucide/svelte/icons/type';
import Volume from '@lucide/svelte/icons/volume-2';
import Weight from '@lucide/svelte/icons/weight';
import { hasComponent, readField, type ComponentName } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { BehaviourGroup } from '#lib/runtime/behaviours/behaviours.ts';
import type { Icon } from '#lib/ui/icon.ts';

export const COMPONENT_ICONS: Readonly<Record<ComponentName, Icon>> = {
	transform: Axis3d,
	prefab: Boxes,
	mesh: Box,
	text: Type,
	sprite: Image,
	material: Palette,
	light: Lightbulb,
	camera: Camera,
	environment: Cloudy,
	animation: PersonStanding,
	particles: Sparkles,
	audio: Volume,
	rigidBody: Weight,
	collider: Shield,
	joint: Link,
	spawnPoint: Flag,
	ui: LayoutPanelTop,
	script: Code,
	note: Note,
};

/** Ready behaviours, by what they are about. */
export const BEHAVIOUR_ICONS: Readonly<Record<BehaviourGroup, Icon>> = {
	move: Footprints,
	camera: Camera,
	others: Ghost,
	fight: Swords,
	things: DoorOpen,
	rules: Trophy,
};

const SUNS: ReadonlySet<string> = new Set(['directional', 'ambient', 'hemisphere']);
const TELLING = ['prefab', 'camera', 'text', 'mesh', 'sprite', 'environment', 'ui', 'note'] as const;

/** What an entity is at a glance: the first thing it carries that is seen or shines. */
export function entityIcon(entity: EntitySnapshot): Icon {
	if (hasComponent(entity, 'light')) {
		return SUNS.has(readField(entity, 'light', 'type')) ? Sun : Lightbulb;
	}
	const carried = TELLING.find((name) => hasComponent(entity, name));
	return carried ? COMPONENT_ICONS[carried] : Circle;
}
