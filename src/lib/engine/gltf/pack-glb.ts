import { checkImage } from '../image/check-image.ts';
import { checkPixels, imageName, refuseKtx2 } from './check-textures.ts';
import { formatGlb, padded } from './glb.ts';
import { indexOf, listOf, sizeOf, type Json } from './gltf-json.ts';
import { Refused } from './refused.ts';
import { readUri, type BufferBytes, type SiblingFiles } from './resources.ts';

/** Looks at every image before anything decodes it. */
export function checkImages(json: Json, buffers: readonly BufferBytes[], siblings: SiblingFiles): void {
	let pixels = 0;
	listOf(json, 'images').forEach((image, i) => {
		refuseKtx2(image);
		const checked = checkImage(imageBytes(json, image, buffers, siblings), imageName(image, i));
		if (!checked.ok)
			throw new Refused('bad-image', `has a texture that cannot be shown: ${checked.error.message}`);
		pixels += checked.value.width * checked.value.height;
	});
	checkPixels(pixels);
}

/** Whether the model needs files or data URLs beside its one binary part. */
export const isSelfContained = (json: Json): boolean =>
	[...listOf(json, 'buffers'), ...listOf(json, 'images')].every((each) => each['uri'] === undefined);

/** One .glb with everything inside: buffers joined, images moved into them. */
export function packGlb(
	json: Json,
	buffers: readonly BufferBytes[],
	siblings: SiblingFiles,
): Uint8Array<ArrayBuffer> {
	const parts: Uint8Array[] = [];
	let length = 0;
	const append = (bytes: Uint8Array): number => {
		const at = length;
		parts.push(bytes);
		length += padded(bytes.length);
		return at;
	};
	const startOf = buffers.map((bytes) => (bytes ? append(bytes) : null));
	const stays = (view: Json) => startOf[view['buffer'] as number] === null;
	const kept = listOf(json, 'buffers').filter((_, i) => startOf[i] === null);
	const moved = (view: Json): Json => {
		const old = view['buffer'] as number;
		if (stays(view))
			return { ...view, buffer: 1 + startOf.slice(0, old).filter((start) => start === null).length };
		return { ...view, buffer: 0, byteOffset: sizeOf(view, 'byteOffset', 0) + (startOf[old] ?? 0) };
	};
	const bufferViews = listOf(json, 'bufferViews').map((view) => moveView(view, moved));
	const images = listOf(json, 'images').map((image) => {
		if (image['uri'] === undefined) return image;
		const bytes = readUri(image['uri'], siblings);
		const checked = checkImage(bytes, 'image');
		const byteOffset = append(bytes);
		bufferViews.push({ buffer: 0, byteOffset, byteLength: bytes.length });
		const { uri: _, ...rest } = image;
		return {
			...rest,
			bufferView: bufferViews.length - 1,
			...(checked.ok && { mimeType: checked.value.mediaType }),
		};
	});
	const binary = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		binary.set(part, at);
		at += padded(part.length);
	}
	const packed = {
		...json,
		buffers: [{ byteLength: length }, ...kept],
		bufferViews,
		...(images.length > 0 && { images }),
	};
	return formatGlb(packed, binary);
}

/** Compressed views name a buffer twice: their own, and the compressed data's. */
function moveView(view: Json, move: (view: Json) => Json): Json {
	const extensions = view['extensions'] as { readonly [name: string]: Json } | undefined;
	if (!extensions) return move(view);
	const movedExtensions = Object.fromEntries(
		Object.entries(extensions).map(([name, each]) => [
			name,
			each['buffer'] === undefined ? each : move(each),
		]),
	);
	return { ...move(view), extensions: movedExtensions };
}

export function imageBytes(
	json: Json,
	image: Json,
	buffers: readonly BufferBytes[],
	siblings: SiblingFiles,
): Uint8Array {
	if (image['uri'] !== undefined) return readUri(image['uri'], siblings);
	const views = listOf(json, 'bufferViews');
	const view = views[indexOf(image, 'bufferView', views, 'buffer view') ?? -1] ?? {};
	const start = sizeOf(view, 'byteOffset', 0);
	return (
		buffers[view['buffer'] as number]?.subarray(start, start + sizeOf(view, 'byteLength')) ?? new Uint8Array()
	);
}
