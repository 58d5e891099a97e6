import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';

type AddGroup = { readonly title: string; readonly commands: readonly CommandId[] };

/** What can be added to a scene, in groups. */
export const addGroups = (): readonly AddGroup[] => [
	{
		title: m.hierarchy_add_shapes(),
		commands: ['add.box', 'add.sphere', 'add.plane', 'add.cylinder', 'add.text'],
	},
	{
		title: m.hierarchy_add_lights(),
		commands: ['add.directional-light', 'add.point-light', 'add.spot-light', 'add.ambient-light'],
	},
	{ title: m.hierarchy_add_others(), commands: ['add.empty', 'add.camera', 'add.sky'] },
];
