import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import Folder from '@lucide/svelte/icons/folder';
import Image from '@lucide/svelte/icons/image';
import Volume from '@lucide/svelte/icons/volume-2';
import { m } from '#lib/paraglide/messages.js';
import type { Icon } from '#lib/ui/icon.ts';
import type { ShelfItem, ShelfKind } from './asset-list.ts';
import type { AssetShelf } from './asset-shelf.svelte.ts';

const ICONS: Readonly<Record<'folder' | ShelfKind, Icon>> = {
	folder: Folder,
	model: Box,
	image: Image,
	audio: Volume,
	prefab: Boxes,
};

const NAMES: Readonly<Record<ShelfKind, () => string>> = {
	model: m.assets_model,
	image: m.assets_image,
	audio: m.assets_audio,
	prefab: m.prefabs_word,
};

const kindOf = (item: ShelfItem) => (item.kind === 'asset' ? item.asset.type : item.kind);

export const kindIcon = (item: ShelfItem): Icon => ICONS[kindOf(item)];

export const iconOfKind = (kind: ShelfKind): Icon => ICONS[kind];

/** “model”. */
export const wordOfKind = (kind: ShelfKind): string => NAMES[kind]();

export function kindName(item: ShelfItem): string {
	if (item.kind === 'folder') return m.assets_folder_items({ count: item.count });
	return wordOfKind(item.kind === 'asset' ? item.asset.type : item.kind);
}

const SHOWN: Readonly<Record<ShelfKind, (shown: { count: number }) => string>> = {
	model: m.assets_only_shown_model,
	image: m.assets_only_shown_image,
	audio: m.assets_only_shown_audio,
	prefab: m.assets_only_shown_prefab,
};

/** “3 prefabs”, “2 models, only unused”: what is shown while not all is. */
export function shownWords({
	kind,
	unusedOnly,
	items,
}: Pick<AssetShelf, 'kind' | 'unusedOnly' | 'items'>): string {
	const count = items.length;
	if (!kind) return m.assets_unused_shown({ count });
	const words = SHOWN[kind]({ count });
	return unusedOnly ? m.assets_only_unused({ words }) : words;
}
