import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { fieldEdits } from './viewport-binding.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** What only whoever draws the scene can do with it. */
export const pictureActs = (
	workspace: Workspace,
	commands: Pick<WorkspaceCommands, 'tell' | 'notify' | 'whyNoEdit'>,
	viewport: Viewport,
): Acts => ({
	'entity.drop': {
		run: () => {
			const { scene } = workspace;
			if (!scene) return;
			const changes = viewport.dropped(scene.selection.ids);
			if (changes.length > 0) commands.tell(scene.setFields(fieldEdits(changes)));
			else commands.notify({ kind: 'info', text: m.viewport_drop_none() });
		},
		reason: () =>
			commands.whyNoEdit() ?? (workspace.scene?.selected.length ? undefined : m.studio_why_no_selection()),
	},
});
