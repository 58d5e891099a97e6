import { err, ok, type Result } from '../../base/result.ts';
import { checkImageFile } from '../image/check-image-file.ts';
import { checkAccessors } from './check-accessors.ts';
import {
	checkExtensions,
	checkVersion,
	explainRefusal,
	MAX_MODEL_BYTES,
	type BadModel,
	type CheckOptions,
} from './check-gltf.ts';
import { checkMeshes } from './check-meshes.ts';
import { checkStructure } from './check-structure.ts';
import { readGlbFrame, type GlbFrame } from './glb-frame.ts';
import { damaged, indexOf, listOf, parseDescription, sizeOf, type Json } from './gltf-json.ts';
import { checkPixels, imageName, refuseKtx2 } from './check-textures.ts';
import { isSelfContained } from './pack-glb.ts';
import { Refused } from './refused.ts';
import { meshoptOf } from './resources.ts';

/**
 * Whether a large .glb is a model that can be shown, by its description and the heads of its images: the rest is not
 * read before it is shown, and looked at then. Returns the model itself, without what lies behind its end.
 */
export async function checkLargeModel(
	file: Blob,
	fileName: string,
	{ mayShowNothing }: CheckOptions = {},
): Promise<Result<Blob, BadModel>> {
	try {
		if (file.size > MAX_MODEL_BYTES) throw tooLarge();
		const frame = await readGlbFrame(file);
		const json = parseDescription(frame.json);
		checkVersion(json);
		checkExtensions(json);
		const buffers = readLengths(json, frame);
		checkAccessors(json, buffers);
		checkStructure(json, mayShowNothing);
		// Without their bytes, indices are looked at when the model is loaded.
		checkMeshes(
			json,
			buffers.map(() => null),
		);
		await checkImages(json, frame.binary);
		return ok(file.slice(0, frame.length));
	} catch (cause) {
		return err(explainRefusal(cause, fileName));
	}
}

const tooLarge = () =>
	new Refused('too-large', 'is larger than 2 GB. Reduce its textures or triangles and export it again.');

/** How long each buffer is; null for one that only stands in for compressed data. */
function readLengths(json: Json, { binary }: GlbFrame): ({ readonly length: number } | null)[] {
	if (!isSelfContained(json))
		throw new Refused('external', 'has parts outside of itself. Export it as a .glb with everything inside.');
	return listOf(json, 'buffers').map((buffer, i) => {
		const length = sizeOf(buffer, 'byteLength');
		if (meshoptOf(buffer)?.['fallback'] === true) return null;
		if (i > 0) throw damaged(`the data of buffer ${i} is missing`);
		if (binary.size >= length) return { length };
		throw new Refused(
			'truncated',
			`is cut off: ${length} bytes of data are announced, ${binary.size} are there. Copy it again.`,
		);
	});
}

async function checkImages(json: Json, binary: Blob): Promise<void> {
	const views = listOf(json, 'bufferViews');
	let pixels = 0;
	for (const [i, image] of listOf(json, 'images').entries()) {
		refuseKtx2(image);
		const view = views[indexOf(image, 'bufferView', views, 'buffer view') ?? -1] ?? {};
		const start = sizeOf(view, 'byteOffset', 0);
		const bytes = binary.slice(start, start + sizeOf(view, 'byteLength', 0));
		const checked = await checkImageFile(bytes, imageName(image, i));
		if (!checked.ok)
			throw new Refused('bad-image', `has a texture that cannot be shown: ${checked.error.message}`);
		pixels += checked.value.width * checked.value.height;
	}
	checkPixels(pixels);
}
