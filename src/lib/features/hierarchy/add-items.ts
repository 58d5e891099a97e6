import Box from '@lucide/svelte/icons/box';
import Camera from '@lucide/svelte/icons/camera';
import Circle from '@lucide/svelte/icons/circle';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Cylinder from '@lucide/svelte/icons/cylinder';
import Lamp from '@lucide/svelte/icons/lamp-ceiling';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Square from '@lucide/svelte/icons/square';
import Sun from '@lucide/svelte/icons/sun';
import SunMedium from '@lucide/svelte/icons/sun-medium';
import Type from '@lucide/svelte/icons/type';
import type { NewEntityKind } from '#lib/editor/new-entity.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOfKind } from '#lib/studio/kind-names.ts';
import type { Icon } from '#lib/ui/icon.ts';

export type AddItem = { readonly kind: NewEntityKind; readonly label: string; readonly icon: Icon };
export type AddGroup = { readonly title: string; readonly items: readonly AddItem[] };

const item = (kind: NewEntityKind, icon: Icon): AddItem => ({ kind, icon, label: nameOfKind(kind) });

/** What can be added to a scene, in groups. */
export const addGroups = (): readonly AddGroup[] => [
	{
		title: m.hierarchy_add_shapes(),
		items: [
			item('box', Box),
			item('sphere', Circle),
			item('plane', Square),
			item('cylinder', Cylinder),
			item('text', Type),
		],
	},
	{
		title: m.hierarchy_add_lights(),
		items: [
			item('directional-light', Sun),
			item('point-light', Lightbulb),
			item('spot-light', Lamp),
			item('ambient-light', SunMedium),
		],
	},
	{
		title: m.hierarchy_add_others(),
		items: [item('empty', CircleDashed), item('camera', Camera)],
	},
];
