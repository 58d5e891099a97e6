import { ok, type Result } from '../../base/result.ts';
import { checkImage } from '../image/check-image.ts';
import { elementSize } from './check-accessors.ts';
import { checkModel, type BadModel } from './check-gltf.ts';
import { parseGlb } from './glb.ts';
import { indexOf, listOf, parseDescription, sizeOf, type Json } from './gltf-json.ts';
import { clipName } from './list-clips.ts';
import { imageBytes } from './pack-glb.ts';
import { readBuffers } from './resources.ts';

export type ModelTexture = { readonly name: string; readonly width: number; readonly height: number };
export type ModelClip = { readonly name: string; readonly seconds: number };

export type ModelFacts = {
	readonly triangles: number;
	readonly meshes: number;
	readonly materials: number;
	readonly textures: readonly ModelTexture[];
	readonly clips: readonly ModelClip[];
	/** Bytes of graphics memory it takes when it is shown, about. */
	readonly memory: number;
};

/** Each smaller copy of a texture has a quarter of the one before: a third in all. */
const WITH_MIPMAPS = 4 / 3;
const BYTES_PER_PIXEL = 4;

/** What a picture of this size takes in graphics memory: decoded, with its smaller copies. */
export const textureMemory = (width: number, height: number): number =>
	Math.round(width * height * BYTES_PER_PIXEL * WITH_MIPMAPS);

/** What there is to say about a model of the project. `bytes` are a packed .glb; what they say is checked all the same. */
export function describeModel(
	bytes: Uint8Array<ArrayBuffer>,
	fileName: string,
): Result<ModelFacts, BadModel> {
	const checked = checkModel(bytes, fileName, new Map(), { mayShowNothing: true });
	if (!checked.ok) return checked;
	const { json: text, binary } = parseGlb(checked.value.bytes);
	const json = parseDescription(text);
	const textures = texturesOf(json, binary);
	const accessors = listOf(json, 'accessors');
	const geometry = accessors.reduce((sum, each) => sum + elementSize(each) * sizeOf(each, 'count'), 0);
	const pixels = textures.reduce((sum, { width, height }) => sum + textureMemory(width, height), 0);
	return ok({
		triangles: checked.value.stats.triangles,
		meshes: checked.value.stats.meshes,
		materials: listOf(json, 'materials').length,
		textures,
		clips: listOf(json, 'animations').map((clip, i) => ({
			name: clipName(clip, i),
			seconds: lengthOf(clip, accessors),
		})),
		memory: geometry + pixels,
	});
}

function texturesOf(json: Json, binary: Uint8Array | undefined): readonly ModelTexture[] {
	const buffers = readBuffers(json, binary, new Map());
	return listOf(json, 'images').map((image, i) => {
		const name = nameOf(image, `Texture ${i + 1}`);
		const checked = checkImage(imageBytes(json, image, buffers, new Map()), name);
		return checked.ok ? { name, ...sizeOfImage(checked.value) } : { name, width: 0, height: 0 };
	});
}

const sizeOfImage = ({ width, height }: { readonly width: number; readonly height: number }) => ({
	width,
	height,
});

/** A clip ends with the last key of any of its curves. */
function lengthOf(clip: Json, accessors: readonly Json[]): number {
	const ends = listOf(clip, 'samplers').map((sampler) => {
		const input = accessors[indexOf(sampler, 'input', accessors, 'accessor') ?? -1];
		const max: unknown = Array.isArray(input?.['max']) ? input['max'][0] : undefined;
		return typeof max === 'number' && Number.isFinite(max) ? max : 0;
	});
	return Math.max(0, ...ends);
}

const nameOf = ({ name }: Json, fallback: string): string =>
	typeof name === 'string' && name.trim() !== '' ? name : fallback;
