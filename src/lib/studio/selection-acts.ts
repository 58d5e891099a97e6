import type { CommandResult } from '../doc/commands/command.ts';
import { topmost, withDescendants } from '../doc/commands/remove-entities.ts';
import { whyNoGroup } from '../doc/commands/ungroup-entities.ts';
import { readField } from '../doc/components/registry.ts';
import { unlockedOf } from '../doc/locks.ts';
import type { CommandAct } from '../editor/commands/command-registry.ts';
import type { CommandId } from '../editor/commands/command-table.ts';
import { m } from '../paraglide/messages.js';
import type { SceneSession } from './scene-session.svelte.ts';
import type { WorkspaceCommands } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** What can be done with whatever is selected. */
export function selectionActs(workspace: Workspace, commands: WorkspaceCommands): Acts {
	const noScene = () => (workspace.scene ? undefined : m.studio_why_no_scene());
	const onSelection = (run: (scene: SceneSession) => CommandResult<unknown>): CommandAct => ({
		run: () => void (workspace.scene && commands.tell(run(workspace.scene))),
		reason: () =>
			commands.whyNoEdit() ?? (workspace.scene?.selected.length ? undefined : m.studio_why_no_selection()),
	});
	const ungroup = onSelection((scene) => scene.ungroup());
	return {
		'entity.delete': onSelection((scene) => scene.remove()),
		'entity.duplicate': onSelection((scene) => scene.duplicate()),
		'entity.group': onSelection((scene) => scene.group(m.studio_kind_group())),
		'entity.ungroup': {
			...ungroup,
			reason: () => ungroup.reason?.() ?? (workspace.scene && whyNotUngroup(workspace.scene)),
		},
		...switchActs(workspace, onSelection),
		'view.isolate': {
			run: () => {
				const { isolation, selected } = workspace.scene ?? {};
				isolation?.set(isolation.ids ? null : (selected ?? null));
			},
			checked: () => (workspace.scene?.isolated ?? null) !== null,
			reason: () => {
				const { scene } = workspace;
				return (
					noScene() ?? (scene?.isolated || scene?.selected.length ? undefined : m.studio_why_no_selection())
				);
			},
		},
		'selection.all': {
			run: () => workspace.scene && selectAll(workspace.scene),
			reason: noScene,
		},
		'selection.clear': {
			run: () => {
				const { scene, viewport } = workspace;
				if (viewport?.cancelGesture()) return;
				if (scene?.isolated) scene.isolation.set(null);
				else scene?.selection.clear();
			},
			reason: noScene,
		},
	};
}

/** Shown or hidden, locked or not: of all that is selected the same. */
function switchActs(
	workspace: Workspace,
	onSelection: (run: (scene: SceneSession) => CommandResult<unknown>) => CommandAct,
): Acts {
	const some = (field: 'visible' | 'locked') => {
		const { selected, snapshot } = workspace.scene ?? {};
		return (selected ?? []).some((id) => {
			const entity = snapshot?.entities.get(id);
			return entity !== undefined && readField(entity, 'transform', field);
		});
	};
	const toggle = (key: 'visible' | 'locked') =>
		onSelection((scene) => {
			const value = !some(key);
			return scene.setFields(scene.selected.map((entityId) => ({ entityId, key, value })));
		});
	return {
		'entity.toggle-visible': {
			...toggle('visible'),
			label: () => (some('visible') ? m.hierarchy_hide() : m.hierarchy_show()),
		},
		'entity.toggle-locked': {
			...toggle('locked'),
			label: () => (some('locked') ? m.hierarchy_unlock() : m.hierarchy_lock()),
		},
	};
}

/** What is locked, or out of sight because something else is isolated, is not selected by accident. */
function selectAll({ scene, selection, isolation }: SceneSession): void {
	const { snapshot } = scene;
	const ids = isolation.ids?.flatMap((id) => withDescendants(snapshot, id)) ?? snapshot.entities.keys();
	selection.set(unlockedOf(snapshot, ids));
}

/** Of several, all or none are dissolved. */
function whyNotUngroup({ snapshot, selected }: SceneSession): string | undefined {
	for (const id of topmost(snapshot, selected)) {
		const problem = whyNoGroup(snapshot, id);
		if (problem) return problem.message;
	}
	return undefined;
}
