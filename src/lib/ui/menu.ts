import type { Icon } from './icon.ts';

export interface MenuAction {
	label: string;
	icon?: Icon | undefined;
	/** A sentence below its name: what it is for. */
	help?: string | undefined;
	shortcut?: string | undefined;
	danger?: boolean | undefined;
	/** Given: an item that shows a tick when true. */
	checked?: boolean | undefined;
	/** Why it can't be chosen now; makes it disabled. */
	reason?: string | undefined;
	onselect: () => void;
}
/** A menu from top to bottom: actions, lines between groups, and group titles. */
export type MenuItem = MenuAction | 'separator' | { heading: string };

export const isAction = (item: MenuItem): item is MenuAction =>
	typeof item === 'object' && 'onselect' in item;
