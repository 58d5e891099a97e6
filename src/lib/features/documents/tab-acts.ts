import type { DocumentId } from '#lib/base/ids.ts';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { MenuItem } from '#lib/ui/menu.ts';

/** What can be done with the tabs, from the one that is shown. */
export function tabActs(workspace: Workspace): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const whyOne = () => (workspace.tabs.length > 1 ? undefined : m.tabs_why_one());
	const shown = () => workspace.document?.id;
	const at = () => workspace.tabs.findIndex(({ id }) => id === shown());
	const move = (step: 1 | -1) => () => {
		const id = shown();
		if (id) workspace.moveTab(id, at() + step);
	};
	return {
		'tab.next': { run: () => workspace.showNext(1), reason: whyOne },
		'tab.previous': { run: () => workspace.showNext(-1), reason: whyOne },
		'tab.close': { run: () => closeTab(workspace, shown()), reason: whyOne },
		'tab.close-others': { run: () => closeOthers(workspace, shown()), reason: whyOne },
		'tab.move-before': {
			run: move(-1),
			reason: () => whyOne() ?? (at() > 0 ? undefined : m.tabs_why_first()),
		},
		'tab.move-after': {
			run: move(1),
			reason: () => whyOne() ?? (at() < workspace.tabs.length - 1 ? undefined : m.tabs_why_last()),
		},
	};
}

/** The menu of one tab, which need not be the one that is shown. */
export function tabItems(workspace: Workspace, id: DocumentId): readonly MenuItem[] {
	const at = workspace.tabs.findIndex((tab) => tab.id === id);
	const [whyFirst, whyLast] = [m.tabs_why_first(), m.tabs_why_last()];
	return [
		{ label: m.tabs_close(), onselect: () => closeTab(workspace, id) },
		{ label: m.tabs_close_others(), onselect: () => closeOthers(workspace, id) },
		'separator',
		{
			label: m.tabs_move_before(),
			reason: at > 0 ? undefined : whyFirst,
			onselect: () => workspace.moveTab(id, at - 1),
		},
		{
			label: m.tabs_move_after(),
			reason: at < workspace.tabs.length - 1 ? undefined : whyLast,
			onselect: () => workspace.moveTab(id, at + 1),
		},
	];
}

function closeTab(workspace: Workspace, id: DocumentId | undefined): void {
	if (id) workspace.closeTabs([id]);
}

function closeOthers(workspace: Workspace, id: DocumentId | undefined): void {
	const others = workspace.tabs.filter((tab) => tab.id !== id).map((tab) => tab.id);
	if (id && !workspace.tabs.find((tab) => tab.id === id)?.removed) workspace.show(id);
	workspace.closeTabs(others);
}
