import ListTree from '@lucide/svelte/icons/list-tree';
import { m } from '#lib/paraglide/messages.js';
import { placeItems } from '#lib/studio/panel-items.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import { SHELF_KINDS } from './asset-list.ts';
import type { AssetShelf } from './asset-shelf.svelte.ts';

/** What can be done with what is selected. */
export function itemMenu(shelf: AssetShelf, commands: WorkspaceCommands): readonly MenuItem[] {
	const asset = shelf.selectedAsset;
	if (shelf.selectedOne?.kind === 'prefab') return prefabMenu(commands);
	const common = commands.items([
		'asset.rename',
		'asset.move',
		...(asset ? (['asset.replace'] as const) : []),
	]);
	const end: readonly MenuItem[] = ['separator', ...commands.items(['asset.delete'])];
	if (!asset) return [...common, ...end];
	const entities: MenuItem = {
		label: m.gltf_place(),
		icon: ListTree,
		reason: commands.whyNoEdit(),
		onselect: () => void commands.placeAsEntities(asset),
	};
	return [
		...commands.items(['asset.add']),
		...(asset.type === 'model' ? [entities] : []),
		'separator',
		...commands.items(['asset.details', 'asset.find-uses']),
		'separator',
		...common,
		...end,
	];
}

const prefabMenu = (commands: WorkspaceCommands): readonly MenuItem[] => [
	...commands.items(['asset.add', 'asset.edit']),
	'separator',
	...commands.items(['asset.details', 'asset.find-uses']),
	'separator',
	...commands.items(['asset.rename']),
	'separator',
	...commands.items(['asset.delete']),
];

/** The panel's own menu: how things stand, and what can be done with what is selected. */
export const shelfMenu = (commands: WorkspaceCommands): readonly MenuItem[] => [
	...commands.items(['assets.new-folder', 'assets.list']),
	{ heading: m.assets_only() },
	...commands.items([...SHELF_KINDS.map((kind) => `assets.only-${kind}` as const), 'assets.unused']),
	'separator',
	...commands.items([
		'asset.details',
		'asset.edit',
		'asset.find-uses',
		'asset.rename',
		'asset.move',
		'asset.replace',
		'asset.delete',
	]),
	{ heading: m.assets_sort() },
	...commands.items(['assets.sort-name', 'assets.sort-kind', 'assets.sort-size', 'assets.sort-added']),
	...placeItems(commands, 'assets'),
];
