import { Color } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import type { MaterialLook } from '../scene/material-look.ts';
import type { Draft, GltfWriter } from './gltf-writer.ts';

/** The index of a picture in the written file; undefined when it is not there to be written. */
export type ImageOf = (hash: AssetHash) => number | undefined;

export type MaterialProblem = 'backside' | 'rough-metal';

/** The same colour as numbers, as light adds up: files keep them so. */
export function linear(color: string): readonly number[] {
	const { r, g, b } = new Color(color);
	return [r, g, b];
}

/** Writes how a surface looks; `onProblem` is told what glTF has no word for. Returns its index. */
export function writeMaterial(
	writer: GltfWriter,
	look: MaterialLook,
	imageOf: ImageOf,
	onProblem: (problem: MaterialProblem) => void,
): number {
	if (look.side === 'back') onProblem('backside');
	const { maps } = look;
	const use = (hash: AssetHash | null) => {
		const image = hash === null ? undefined : imageOf(hash);
		return image === undefined ? undefined : writeTextureUse(writer, look, image);
	};
	const [map, normal, glow, shade] = [maps.map, maps.normalMap, maps.emissiveMap, maps.aoMap].map(use);
	const rough = use(chooseRoughMetal(look, onProblem));
	return writer.add('materials', {
		pbrMetallicRoughness: {
			baseColorFactor: [...linear(look.color), look.opacity],
			metallicFactor: look.metalness,
			roughnessFactor: look.roughness,
			...(map && { baseColorTexture: map }),
			...(rough && { metallicRoughnessTexture: rough }),
		},
		...(normal && { normalTexture: { ...normal, scale: look.normalScale } }),
		...(shade && { occlusionTexture: shade }),
		...(glow && { emissiveTexture: glow }),
		...writeGlow(writer, look),
		...(look.alphaMode !== 'opaque' && { alphaMode: look.alphaMode === 'mask' ? 'MASK' : 'BLEND' }),
		...(look.alphaMode === 'mask' && { alphaCutoff: look.alphaCutoff }),
		...(look.side !== 'front' && { doubleSided: true }),
	});
}

/** A picture that shines by itself, from both sides. Returns the index of the material. */
export function writePicture(
	writer: GltfWriter,
	look: { readonly color: string; readonly opacity: number; readonly image: number | undefined },
): number {
	writer.use('KHR_materials_unlit');
	return writer.add('materials', {
		pbrMetallicRoughness: {
			baseColorFactor: [...linear(look.color), look.opacity],
			metallicFactor: 0,
			roughnessFactor: 1,
			...(look.image !== undefined && { baseColorTexture: { index: writeTexture(writer, look.image) } }),
		},
		extensions: { KHR_materials_unlit: {} },
		alphaMode: 'BLEND',
		doubleSided: true,
	});
}

/** Bytes of a picture, as they are; returns its index. */
export function writeImage(writer: GltfWriter, bytes: Uint8Array<ArrayBuffer>, mimeType: string): number {
	if (mimeType === WEBP) writer.use('EXT_texture_webp', true);
	return writer.add('images', { bufferView: writer.addView(bytes), mimeType });
}

const WEBP = 'image/webp';
const LINEAR = 9729;
const LINEAR_MIPMAP_LINEAR = 9987;
const REPEAT = 10497;

/** Light beyond full is what the extension is for; less of it is a darker colour. */
function writeGlow(writer: GltfWriter, look: MaterialLook): Draft {
	const color = linear(look.emissive);
	if (look.emissiveIntensity === 0 || color.every((part) => part === 0)) return {};
	if (look.emissiveIntensity <= 1)
		return { emissiveFactor: color.map((part) => part * look.emissiveIntensity) };
	writer.use('KHR_materials_emissive_strength');
	return {
		emissiveFactor: color,
		extensions: { KHR_materials_emissive_strength: { emissiveStrength: look.emissiveIntensity } },
	};
}

/** glTF reads both from one picture. One that says only one of them must not be taken to say the other. */
function chooseRoughMetal(
	{ maps: { roughnessMap, metalnessMap }, metalness, roughness }: MaterialLook,
	onProblem: (problem: MaterialProblem) => void,
): AssetHash | null {
	const [rough, metal] = [roughness > 0 ? roughnessMap : null, metalness > 0 ? metalnessMap : null];
	if (rough === metal || (metal === null && metalness === 0)) return rough;
	if (rough === null && roughness === 0) return metal;
	onProblem('rough-metal');
	return null;
}

function writeTextureUse(writer: GltfWriter, { tiling, offset }: MaterialLook, image: number): Draft {
	const index = writeTexture(writer, image);
	const [scaleX, scaleY] = tiling;
	// three shifts from the lower edge of a picture, glTF from the upper.
	const [x, y] = [offset[0], 1 - scaleY - offset[1]];
	if (scaleX === 1 && scaleY === 1 && x === 0 && y === 0) return { index };
	writer.use('KHR_texture_transform');
	return { index, extensions: { KHR_texture_transform: { offset: [x, y], scale: [scaleX, scaleY] } } };
}

function writeTexture(writer: GltfWriter, image: number): number {
	const sampler = writer.shared('samplers', {
		magFilter: LINEAR,
		minFilter: LINEAR_MIPMAP_LINEAR,
		wrapS: REPEAT,
		wrapT: REPEAT,
	});
	const isWebp = writer.item('images', image)['mimeType'] === WEBP;
	const source = isWebp ? { extensions: { EXT_texture_webp: { source: image } } } : { source: image };
	return writer.shared('textures', { sampler, ...source });
}
