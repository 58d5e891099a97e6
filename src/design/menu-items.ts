import Copy from '@lucide/svelte/icons/copy';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { MenuItem } from '#lib/ui/menu.ts';
import { nothing, WHY } from './words.ts';

/** One of everything a menu can hold. */
export const menuItems: readonly MenuItem[] = [
	{ heading: 'Selection' },
	{ label: 'Duplicate', icon: Copy, shortcut: 'Ctrl+D', onselect: nothing },
	{ label: 'Visible', checked: true, onselect: nothing },
	{ label: 'Locked', checked: false, onselect: nothing },
	{ label: 'Group', reason: WHY, onselect: nothing },
	'separator',
	{ label: 'Delete', icon: Trash2, shortcut: 'Del', danger: true, onselect: nothing },
];
