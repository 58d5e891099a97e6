import { err, ok, type Result } from '../../base/result.ts';
import { canDecode } from '../image/can-decode.ts';
import { explainRefusal, type BadModel } from './check-gltf.ts';
import { formatGlb, parseGlb } from './glb.ts';
import { imageName } from './check-textures.ts';
import { damaged, isJson, listOf, parseDescription, type Json } from './gltf-json.ts';
import { buildModel, createLoader, freeModel } from './load-model.ts';
import { imageBytes } from './pack-glb.ts';
import { Refused } from './refused.ts';
import { readBuffers } from './resources.ts';

/**
 * Whether a packed model that passed `checkModel` can be taken apart as well, before it is kept: compressed parts, lights
 * and movements are only understood by the loader, and pictures by the browser, one by one so that few are in memory.
 */
export async function rehearseModel(
	bytes: Uint8Array<ArrayBuffer>,
	fileName: string,
): Promise<Result<void, BadModel>> {
	try {
		await rehearse(bytes);
		return ok();
	} catch (cause) {
		if (cause instanceof Refused) return err(explainRefusal(cause, fileName));
		// The loader trips over what it does not expect, in words for its makers.
		const message = `“${fileName}” is damaged: its parts do not fit together. Export it again.`;
		return err({ reason: 'damaged', message });
	}
}

async function rehearse(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
	const { json: text, binary } = parseGlb(bytes);
	const json = parseDescription(text);
	const hasPictures = listOf(json, 'images').length > 0 || listOf(json, 'textures').length > 0;
	const bare = hasPictures ? formatGlb(withoutPictures(json), binary ?? new Uint8Array()) : bytes;
	// Offline, a decoder may not be here yet: the model is looked at when it is shown.
	const loader = await createLoader(bare).catch(() => null);
	if (loader) freeModel(await buildModel(bare, loader));
	const buffers = readBuffers(json, binary, new Map());
	for (const [i, image] of listOf(json, 'images').entries()) {
		// A copy: what a Blob is made of must not be shared.
		const picture = new Blob([new Uint8Array(imageBytes(json, image, buffers, new Map()))]);
		if (!(await canDecode(picture))) throw damaged(`its texture “${imageName(image, i)}” cannot be read`);
	}
}

function withoutPictures({ textures: _, images: __, ...json }: Json): Json {
	const materials = listOf(json, 'materials').map((material) => withoutTextures(material, 0));
	return { ...json, ...(materials.length > 0 && { materials }) };
}

/** Deep as the check looks for them. */
function withoutTextures(value: Json, depth: number): Json {
	if (depth > 8) return value;
	const kept = Object.entries(value).filter(([key, inner]) => !(key.endsWith('Texture') && isJson(inner)));
	return Object.fromEntries(
		kept.map(([key, inner]) => [key, isJson(inner) ? withoutTextures(inner, depth + 1) : inner]),
	);
}
