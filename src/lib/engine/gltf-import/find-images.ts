import { hashAsset, type AssetHash } from '../../base/ids.ts';
import { listOf, sizeOf, type Json } from '../gltf/gltf-json.ts';
import type { BufferBytes } from '../gltf/resources.ts';
import { checkImage } from '../image/check-image.ts';

/** A picture in a file, as it can be kept by itself. */
export type FoundImage = {
	readonly hash: AssetHash;
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
};

const ENDINGS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;

/** The pictures of a packed model that are wanted. Known by their content, whatever the file calls them. */
export async function findImages(
	json: Json,
	buffers: readonly BufferBytes[],
	wanted: ReadonlySet<AssetHash>,
): Promise<ReadonlyMap<AssetHash, FoundImage>> {
	const found = new Map<AssetHash, FoundImage>();
	if (wanted.size === 0) return found;
	const views = listOf(json, 'bufferViews');
	for (const [i, image] of listOf(json, 'images').entries()) {
		const view = views[image['bufferView'] as number];
		const buffer = view && buffers[view['buffer'] as number];
		if (!view || !buffer) continue;
		const start = sizeOf(view, 'byteOffset', 0);
		const bytes = buffer.slice(start, start + sizeOf(view, 'byteLength'));
		const checked = checkImage(bytes, 'image');
		if (!checked.ok) continue;
		const hash = await hashAsset(bytes);
		if (!wanted.has(hash)) continue;
		const { name } = image;
		const base = typeof name === 'string' && name.trim() !== '' ? name : `image ${i + 1}`;
		const ending = ENDINGS[checked.value.mediaType];
		found.set(hash, { hash, bytes, name: base.endsWith(`.${ending}`) ? base : `${base}.${ending}` });
	}
	return found;
}
