import Box from '@lucide/svelte/icons/box';
import Folder from '@lucide/svelte/icons/folder';
import Image from '@lucide/svelte/icons/image';
import { m } from '#lib/paraglide/messages.js';
import type { Icon } from '#lib/ui/icon.ts';
import type { ShelfItem } from './asset-list.ts';

const ICONS: Readonly<Record<'folder' | 'model' | 'image', Icon>> = {
	folder: Folder,
	model: Box,
	image: Image,
};

const kindOf = (item: ShelfItem) => (item.kind === 'asset' ? item.asset.type : item.kind);

export const kindIcon = (item: ShelfItem): Icon => ICONS[kindOf(item)];

export function kindName(item: ShelfItem): string {
	if (item.kind === 'folder') return m.assets_folder_items({ count: item.count });
	return item.asset.type === 'model' ? m.assets_model() : m.assets_image();
}
