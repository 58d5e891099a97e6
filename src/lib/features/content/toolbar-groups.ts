import Bold from '@lucide/svelte/icons/bold';
import Code from '@lucide/svelte/icons/code';
import Heading1 from '@lucide/svelte/icons/heading-1';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Italic from '@lucide/svelte/icons/italic';
import List from '@lucide/svelte/icons/list';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import Redo from '@lucide/svelte/icons/redo-2';
import SquareCode from '@lucide/svelte/icons/square-code';
import TextQuote from '@lucide/svelte/icons/text-quote';
import Undo from '@lucide/svelte/icons/undo-2';
import { m } from '#lib/paraglide/messages.js';
import type { Icon } from '#lib/ui/icon.ts';
import type { TextCommand } from './text-commands.ts';

export type ToolbarItem = {
	readonly command: TextCommand;
	readonly icon: Icon;
	readonly label: string;
	/** With Ctrl or ⌘. */
	readonly keys: string;
};

/** The buttons of a page's toolbar, in groups with a line between. */
export const toolbarGroups = (): readonly (readonly ToolbarItem[])[] => [
	[
		{ command: 'undo', icon: Undo, label: m.content_undo(), keys: 'Z' },
		{ command: 'redo', icon: Redo, label: m.content_redo(), keys: 'Shift+Z' },
	],
	[
		{ command: 'heading-1', icon: Heading1, label: m.content_heading({ level: 1 }), keys: 'Alt+1' },
		{ command: 'heading-2', icon: Heading2, label: m.content_heading({ level: 2 }), keys: 'Alt+2' },
		{ command: 'heading-3', icon: Heading3, label: m.content_heading({ level: 3 }), keys: 'Alt+3' },
	],
	[
		{ command: 'bold', icon: Bold, label: m.content_bold(), keys: 'B' },
		{ command: 'italic', icon: Italic, label: m.content_italic(), keys: 'I' },
		{ command: 'code', icon: Code, label: m.content_code(), keys: 'E' },
	],
	[
		{ command: 'bullet-list', icon: List, label: m.content_bullet_list(), keys: 'Shift+8' },
		{ command: 'ordered-list', icon: ListOrdered, label: m.content_ordered_list(), keys: 'Shift+7' },
		{ command: 'quote', icon: TextQuote, label: m.content_quote(), keys: 'Shift+B' },
		{ command: 'code-block', icon: SquareCode, label: m.content_code_block(), keys: 'Alt+C' },
	],
];
