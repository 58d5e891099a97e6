import type { ViewportTool } from '#lib/engine/viewport-port.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

const TOOLS: readonly ViewportTool[] = ['select', 'move', 'rotate', 'scale'];

/** The tools as a group of buttons shows them now. */
export const toolChoices = (commands: WorkspaceCommands) =>
	TOOLS.map((value) => ({ value, ...commands.item(`tool.${value}`) }));
