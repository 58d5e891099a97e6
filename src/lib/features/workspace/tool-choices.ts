import Move from '@lucide/svelte/icons/move';
import MousePointer2 from '@lucide/svelte/icons/mouse-pointer-2';
import Rotate3d from '@lucide/svelte/icons/rotate-3d';
import Scale3d from '@lucide/svelte/icons/scale-3d';
import type { ViewportTool } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Icon } from '#lib/ui/icon.ts';

const TOOLS: readonly { readonly value: ViewportTool; readonly icon: Icon; readonly label: () => string }[] =
	[
		{ value: 'select', icon: MousePointer2, label: m.studio_tool_select },
		{ value: 'move', icon: Move, label: m.studio_tool_move },
		{ value: 'rotate', icon: Rotate3d, label: m.studio_tool_rotate },
		{ value: 'scale', icon: Scale3d, label: m.studio_tool_scale },
	];

/** The tools as a group of buttons shows them now. */
export const toolChoices = (commands: WorkspaceCommands) =>
	TOOLS.map(({ value, icon, label }) => ({
		value,
		icon,
		label: label(),
		shortcut: commands.shortcut(`tool-${value}`),
		reason: commands.reason(`tool-${value}`),
	}));
