import type { DocumentUses } from '#lib/studio/asset-library.svelte.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { placeableAsset } from '#lib/studio/placeable-asset.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { SHELF_SORTS, shownName, type ShelfSort } from './asset-list.ts';
import type { AssetShelf } from './asset-shelf.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** What can be done with the assets of a project while they are on screen. */
export function shelfActs(shelf: AssetShelf, workspace: Workspace, commands: WorkspaceCommands): Acts {
	const { session } = workspace;
	const whyNoEdit = () => (session.canEdit ? undefined : m.studio_why_read_only());
	const whyNone = () => (shelf.selected.length > 0 ? undefined : m.assets_why_none());
	const whyNoAsset = () => whyNone() ?? (shelf.selectedAsset ? undefined : m.assets_why_one());
	const withAsset = (run: (asset: AssetEntry) => void) => () => {
		if (shelf.selectedAsset) run(shelf.selectedAsset);
	};
	const whyNotOne = () => (shelf.selected.length === 1 ? undefined : m.assets_why_one_item());
	return {
		'asset.add': {
			run: withAsset((asset) => addToScene(asset, workspace, commands)),
			reason: () => commands.whyNoEdit() ?? whyNoAsset(),
		},
		'asset.details': {
			run: withAsset((asset) => shelf.ask({ kind: 'details', asset })),
			reason: whyNoAsset,
		},
		'asset.find-uses': {
			run: withAsset((asset) => findUses(asset, workspace, commands)),
			reason: whyNoAsset,
		},
		'asset.replace': {
			run: withAsset((asset) => shelf.ask({ kind: 'replace', asset })),
			reason: () => whyNoEdit() ?? whyNoAsset(),
		},
		'asset.rename': {
			run: () => {
				const [item] = shelf.selected;
				if (item) shelf.ask({ kind: 'rename', item });
			},
			reason: () => whyNoEdit() ?? whyNotOne(),
		},
		'asset.move': {
			run: () => shelf.ask({ kind: 'move', items: shelf.selected }),
			reason: () => whyNoEdit() ?? whyNone(),
		},
		'asset.delete': {
			run: () => shelf.ask({ kind: 'delete', items: shelf.selected }),
			reason: () => whyNoEdit() ?? whyNone(),
		},
		'assets.new-folder': { run: () => shelf.ask({ kind: 'new-folder' }), reason: whyNoEdit },
		...viewActs(shelf),
	};
}

function viewActs(shelf: AssetShelf): Acts {
	const sort = (by: ShelfSort): [CommandId, CommandAct] => [
		`assets.sort-${by}`,
		{ run: () => shelf.setSort(by), checked: () => shelf.sort === by },
	];
	return {
		'assets.up': {
			run: () => shelf.up(),
			reason: () => (shelf.folder === null ? m.assets_why_top() : undefined),
		},
		'assets.list': {
			run: () => shelf.setView(shelf.view === 'list' ? 'grid' : 'list'),
			checked: () => shelf.view === 'list',
		},
		'assets.unused': { run: () => shelf.toggleUnused(), checked: () => shelf.unusedOnly },
		...Object.fromEntries(SHELF_SORTS.map(sort)),
	};
}

/** Puts an asset where the view looks, or lets a click say where; returns whether it is there. */
export function addToScene(asset: AssetEntry, workspace: Workspace, commands: WorkspaceCommands): boolean {
	const { scene } = workspace;
	if (scene && workspace.waitsForClick) {
		workspace.placing.start(placeableAsset(asset, scene, commands));
		// The sheet of a phone would hide where to.
		workspace.setPhoneTab(null);
		return false;
	}
	if (scene) return commands.tell(scene.addAsset(asset, workspace.placingPoint));
	commands.notify({ kind: 'info', text: m.assets_no_scene() });
	return false;
}

/** Selects what uses an asset in the scene on screen, and says where else it is used. */
function findUses(asset: AssetEntry, workspace: Workspace, { notify }: WorkspaceCommands): void {
	const name = shownName(asset);
	const all = workspace.session.library.usesOf(asset.hash);
	const here = all.find(({ document }) => document.id === workspace.scene?.id);
	const elsewhere = all.filter((each) => each !== here);
	const documents = namesOf(elsewhere);
	if (all.length === 0) return notify({ kind: 'info', text: m.assets_unused_one({ name }) });
	if (!here) return notify({ kind: 'info', text: m.assets_used_only_elsewhere({ name, documents }) });
	workspace.scene?.select(here.uses.map(({ entityId }) => entityId));
	workspace.focusSelection();
	notify({ kind: 'info', text: m.assets_used_here({ count: here.uses.length, name }) });
	if (elsewhere.length > 0) notify({ kind: 'info', text: m.assets_used_elsewhere({ documents }) });
}

/** “Tavern” (2), “Cellar” (1). */
export const namesOf = (uses: readonly DocumentUses[]): string =>
	new Intl.ListFormat(getLocale()).format(
		uses.map(({ document, uses: { length } }) => m.assets_uses_in({ title: document.title, count: length })),
	);
