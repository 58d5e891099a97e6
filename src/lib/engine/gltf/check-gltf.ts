import { err, ok, type Result } from '../../base/result.ts';
import { checkAccessors } from './check-accessors.ts';
import { checkMeshes, DRACO } from './check-meshes.ts';
import { checkStructure } from './check-structure.ts';
import { isGlb, parseGlb } from './glb.ts';
import { listOf, objectOf, parseDescription, stringsOf, type Json } from './gltf-json.ts';
import { checkImages, isSelfContained, packGlb } from './pack-glb.ts';
import { Refused, type RefusalReason } from './refused.ts';
import { MESHOPT, readBuffers, type SiblingFiles } from './resources.ts';

export type ModelStats = {
	readonly triangles: number;
	readonly meshes: number;
	readonly textures: number;
	/** Bytes of the packed model. */
	readonly size: number;
};

export type CheckedModel = {
	/** A self-contained .glb: this is what is stored. The very bytes that came, where these are one. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly stats: ModelStats;
	/** The file's name as people would say it. */
	readonly name: string;
};

export type BadModel = {
	readonly reason: RefusalReason;
	/** Names the file, what is wrong and what to do. */
	readonly message: string;
};

export type CheckOptions = {
	/** A file of lights or empty nodes will do: its nodes are wanted, not its picture. */
	readonly mayShowNothing?: boolean;
};

/** What an array of bytes can hold in every browser. */
export const MAX_MODEL_BYTES = 2 * 1024 * 1024 * 1024 - 1;

/** Extensions that change what must be understood to show the model at all. */
const SUPPORTED = new Set<string>([
	DRACO,
	...MESHOPT,
	'KHR_materials_unlit',
	'KHR_materials_clearcoat',
	'KHR_materials_emissive_strength',
	'KHR_materials_ior',
	'KHR_materials_sheen',
	'KHR_materials_specular',
	'KHR_materials_transmission',
	'KHR_materials_volume',
	'KHR_materials_iridescence',
	'KHR_materials_anisotropy',
	'KHR_mesh_quantization',
	'KHR_texture_transform',
	'KHR_lights_punctual',
	'EXT_texture_webp',
	'EXT_mesh_gpu_instancing',
]);

/**
 * Whether a file is a model that can be shown: looked through before anything is stored or decoded.
 * A `.gltf` is packed with its `siblings` into one .glb. Nothing outside is ever loaded.
 */
export function checkModel(
	bytes: Uint8Array,
	fileName: string,
	siblings: SiblingFiles = new Map(),
	options: CheckOptions = {},
): Result<CheckedModel, BadModel> {
	try {
		return ok(check(bytes, fileName, siblings, options));
	} catch (cause) {
		return err(explainRefusal(cause, fileName));
	}
}

/** Why a model is refused; what is no refusal is thrown again. */
export function explainRefusal(cause: unknown, fileName: string): BadModel {
	if (cause instanceof Refused) return { reason: cause.reason, message: `“${fileName}” ${cause.message}` };
	// The stack or the memory did not suffice: both end in this one.
	if (!(cause instanceof RangeError)) throw cause;
	const why = 'is nested too deep, or too large for this browser. Make it smaller and export it again.';
	return { reason: 'too-large', message: `“${fileName}” ${why}` };
}

function check(
	bytes: Uint8Array,
	fileName: string,
	siblings: SiblingFiles,
	{ mayShowNothing }: CheckOptions,
): CheckedModel {
	if (bytes.length === 0) throw new Refused('empty', 'is empty (0 bytes). Choose another file.');
	if (bytes.length > MAX_MODEL_BYTES)
		throw new Refused(
			'too-large',
			'is larger than 2 GB. Reduce its textures or triangles and export it again.',
		);
	const source = open(bytes, fileName);
	const { json } = source;
	checkVersion(json);
	checkExtensions(json);
	const buffers = readBuffers(json, source.binary, siblings);
	checkAccessors(json, buffers);
	checkStructure(json, mayShowNothing);
	const triangles = checkMeshes(json, buffers);
	checkImages(json, buffers, siblings);
	const packed =
		source.whole && isSelfContained(json) ? ownBytes(source.whole) : packGlb(json, buffers, siblings);
	const [meshes, textures] = [listOf(json, 'meshes').length, listOf(json, 'images').length];
	return {
		bytes: packed,
		name: modelName(fileName),
		stats: { triangles, meshes, textures, size: packed.length },
	};
}

/** The bytes themselves where they are all that their buffer holds: copying many takes longer than the check. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const { buffer } = bytes;
	const isAll = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
	return isAll ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

type Source = {
	readonly json: Json;
	readonly binary: Uint8Array | undefined;
	readonly whole: Uint8Array | undefined;
};

function open(bytes: Uint8Array, fileName: string): Source {
	if (isGlb(bytes)) {
		const { json, binary, length } = parseGlb(bytes);
		return { json: parseDescription(json), binary, whole: bytes.subarray(0, length) };
	}
	const text = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
	if (text.startsWith('{'))
		return { json: parseDescription(new TextDecoder().decode(bytes)), binary: undefined, whole: undefined };
	const kind = /\.(glb|gltf)$/i.test(fileName)
		? 'although its name says so'
		: 'only .glb and .gltf can be imported';
	throw new Refused('not-gltf', `is not a glTF model, ${kind}. Export it from your 3D program as .glb.`);
}

export function checkVersion(json: Json): void {
	const asset = objectOf(json, 'asset');
	if (!asset)
		throw new Refused(
			'not-gltf',
			'is not a glTF model: it does not say which version it is. Export it again as glTF 2.0.',
		);
	const version = asset['minVersion'] ?? asset['version'];
	if (typeof version !== 'string' || !/^2(\.0)?$/.test(version))
		throw new Refused(
			'version',
			`is glTF ${String(version)}; only glTF 2.0 can be read. Export it again as glTF 2.0.`,
		);
}

export function checkExtensions(json: Json): void {
	stringsOf(json, 'extensionsUsed');
	const unknown = stringsOf(json, 'extensionsRequired').filter((name) => !SUPPORTED.has(name));
	if (unknown.length === 0) return;
	const remedy = unknown.includes('KHR_texture_basisu')
		? 'Export it with PNG, JPEG or WebP textures.'
		: 'Export it again without them.';
	throw new Refused('unsupported', `needs ${unknown.join(', ')}, which cannot be shown yet. ${remedy}`);
}

/** `chest_gold.glb` → “chest gold”. */
export function modelName(fileName: string): string {
	const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
	const name = base
		.replace(/\.(glb|gltf)$/i, '')
		.replaceAll('_', ' ')
		.trim();
	return name === '' ? 'Model' : name;
}
