import type { DocumentUses } from '#lib/studio/asset-library.svelte.ts';
import type { DocumentId } from '#lib/base/ids.ts';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { placeableAsset } from '#lib/studio/placeable-asset.ts';
import { placePrefab, whyNotPlace } from '#lib/studio/prefab-acts.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import {
	SHELF_KINDS,
	SHELF_SORTS,
	type AssetItem,
	type PlaceableItem,
	type ShelfKind,
	type ShelfSort,
} from './asset-list.ts';
import type { AssetShelf } from './asset-shelf.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** What can be done with the assets of a project while they are on screen. */
export function shelfActs(shelf: AssetShelf, workspace: Workspace, commands: WorkspaceCommands): Acts {
	const { session } = workspace;
	const whyNoEdit = () => (session.canEdit ? undefined : m.studio_why_read_only());
	const whyNone = () => (shelf.selected.length > 0 ? undefined : m.assets_why_none());
	const whyNoThing = () => whyNone() ?? (shelf.selectedOne ? undefined : m.assets_why_one());
	const whyNoAsset = () => whyNone() ?? (shelf.selectedAsset ? undefined : m.assets_why_one_file());
	const withThing = (run: (item: PlaceableItem) => void) => () => {
		if (shelf.selectedOne) run(shelf.selectedOne);
	};
	const whyNotOne = () => (shelf.selected.length === 1 ? undefined : m.assets_why_one_item());
	const whyPrefab = () =>
		shelf.selected.some(({ kind }) => kind === 'prefab') ? m.assets_why_prefab_folder() : undefined;
	return {
		'asset.add': {
			run: withThing((item) => addToScene(item, workspace, commands)),
			reason: () => commands.whyNoEdit() ?? whyNoThing() ?? whyNotAdd(shelf, workspace),
		},
		'asset.details': {
			run: withThing((item) => shelf.ask({ kind: 'details', item })),
			reason: whyNoThing,
		},
		'asset.edit': {
			run: () => {
				const [prefab] = prefabsIn(shelf);
				if (prefab) editPrefab(prefab, workspace);
			},
			reason: () => whyNone() ?? whyNotEdited(shelf, workspace),
		},
		'asset.find-uses': {
			run: withThing((item) => findUses(item, workspace, commands)),
			reason: whyNoThing,
		},
		'asset.replace': {
			run: () => {
				const asset = shelf.selectedAsset;
				if (asset) shelf.ask({ kind: 'replace', asset });
			},
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
			reason: () => whyNoEdit() ?? whyNone() ?? whyPrefab(),
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
	const only = (kind: ShelfKind): [CommandId, CommandAct] => [
		`assets.only-${kind}`,
		{ run: () => shelf.toggleKind(kind), checked: () => shelf.kind === kind },
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
		...Object.fromEntries([...SHELF_KINDS.map(only), ...SHELF_SORTS.map(sort)]),
	};
}

const prefabsIn = ({ selectedOne }: AssetShelf): readonly DocumentId[] =>
	selectedOne?.kind === 'prefab' ? [selectedOne.id] : [];

function whyNotAdd(shelf: AssetShelf, workspace: Workspace): string | undefined {
	const [prefab] = prefabsIn(shelf);
	return prefab && whyNotPlace(workspace, prefab);
}

function whyNotEdited(shelf: AssetShelf, workspace: Workspace): string | undefined {
	const [prefab] = prefabsIn(shelf);
	if (!prefab) return m.assets_why_one_prefab();
	return prefab === workspace.document?.id ? m.assets_why_open() : undefined;
}

function editPrefab(id: DocumentId, workspace: Workspace): void {
	workspace.enterPrefab(id);
	// The sheet of a phone would hide it.
	workspace.setPhoneTab(null);
}

/** Puts it where the view looks, or lets a click say where; returns whether it is there. */
export function addToScene(item: PlaceableItem, workspace: Workspace, commands: WorkspaceCommands): boolean {
	const { scene, waitsForClick } = workspace;
	if (!scene) {
		commands.notify({ kind: 'info', text: m.assets_no_scene() });
		return false;
	}
	const added =
		item.kind === 'asset' ? addAsset(item, workspace, commands) : addPrefab(item.id, workspace, commands);
	// The sheet of a phone would hide where to.
	if (waitsForClick) workspace.setPhoneTab(null);
	return added && !waitsForClick;
}

function addAsset({ asset }: AssetItem, workspace: Workspace, commands: WorkspaceCommands): boolean {
	const { scene } = workspace;
	if (!scene) return false;
	if (!workspace.waitsForClick) return commands.tell(scene.addAsset(asset, workspace.placingPoint));
	workspace.placing.start(placeableAsset(asset, scene, commands));
	return true;
}

function addPrefab(id: DocumentId, workspace: Workspace, commands: WorkspaceCommands): boolean {
	const why = whyNotPlace(workspace, id);
	if (why === undefined) return placePrefab(workspace, commands, id);
	commands.notify({ kind: 'error', text: why });
	return false;
}

/** Selects what uses it in the scene on screen, and says where else it is used. */
function findUses(
	{ id, label: name }: PlaceableItem,
	workspace: Workspace,
	{ notify }: WorkspaceCommands,
): void {
	const all = workspace.session.library.usesOf(id);
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
