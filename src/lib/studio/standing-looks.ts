import CopyPlus from '@lucide/svelte/icons/copy-plus';
import MousePointer2 from '@lucide/svelte/icons/mouse-pointer-2';
import Move from '@lucide/svelte/icons/move';
import Redo2 from '@lucide/svelte/icons/redo-2';
import Rotate3d from '@lucide/svelte/icons/rotate-3d';
import Scale3d from '@lucide/svelte/icons/scale-3d';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Component } from 'svelte';
import { m } from '../paraglide/messages.js';

export type CommandIcon = Component<{ size?: number | string; strokeWidth?: number | string }>;

/** What a command is called, and its sign. */
export type CommandLook = {
	readonly label: () => string;
	readonly icon: CommandIcon;
	/** Where lists of everything need more words than a menu, which says what it is about. */
	readonly fullLabel?: () => string;
};

/** Of those commands whose buttons stand in the studio from the start. */
export const STANDING_LOOKS = {
	'tool.select': { label: m.studio_tool_select, icon: MousePointer2, fullLabel: m.commands_tool_select },
	'tool.move': { label: m.studio_tool_move, icon: Move, fullLabel: m.commands_tool_move },
	'tool.rotate': { label: m.studio_tool_rotate, icon: Rotate3d, fullLabel: m.commands_tool_rotate },
	'tool.scale': { label: m.studio_tool_scale, icon: Scale3d, fullLabel: m.commands_tool_scale },
	'history.undo': { label: m.studio_undo, icon: Undo2 },
	'history.redo': { label: m.studio_redo, icon: Redo2 },
	'entity.duplicate': { label: m.studio_duplicate, icon: CopyPlus, fullLabel: m.commands_duplicate },
	'entity.delete': { label: m.studio_delete, icon: Trash2, fullLabel: m.commands_delete },
} satisfies Readonly<Record<string, CommandLook>>;
