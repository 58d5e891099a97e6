import {
	type BufferAttribute,
	type BufferGeometry,
	ByteType,
	FloatType,
	HalfFloatType,
	IntType,
	InterleavedBufferAttribute,
	Light,
	type Material,
	type Object3D,
	RedFormat,
	RedIntegerFormat,
	RGFormat,
	RGIntegerFormat,
	ShortType,
	Texture,
	UnsignedByteType,
	UnsignedIntType,
	UnsignedShortType,
} from 'three';
import type { ViewportMemory } from '../viewport-port.ts';

const CHANNELS: ReadonlyMap<number, number> = new Map([
	[RedFormat, 1],
	[RedIntegerFormat, 1],
	[RGFormat, 2],
	[RGIntegerFormat, 2],
]);
const BYTES: ReadonlyMap<number, number> = new Map([
	[UnsignedByteType, 1],
	[ByteType, 1],
	[ShortType, 2],
	[UnsignedShortType, 2],
	[HalfFloatType, 2],
	[IntType, 4],
	[UnsignedIntType, 4],
	[FloatType, 4],
]);
/** What a texture takes with all its smaller selves: 1 + 1/4 + 1/16 … */
const WITH_MIPMAPS = 4 / 3;

type Drawn = Object3D & { readonly geometry?: BufferGeometry; readonly material?: Material | Material[] };
type Shadowed = Light & { readonly shadow?: { readonly map: { readonly texture: Texture } | null } };

/** What the buffers and textures of all that a scene draws take, each counted once, bytes. */
export function measureMemory(scene: Object3D): ViewportMemory {
	const buffers = new Set<ArrayBufferView>();
	const textures = new Set<Texture>();
	scene.traverse((object) => {
		const { geometry, material } = object as Drawn;
		if (geometry) collectBuffers(geometry, buffers);
		for (const each of [material ?? []].flat()) {
			collectTextures(each, textures);
			collectUniforms(each, textures);
		}
		// Batches keep places and colors in textures of their own.
		collectTextures(object, textures);
		const map = object instanceof Light ? (object as Shadowed).shadow?.map : null;
		if (map) textures.add(map.texture);
	});
	return {
		geometries: sum(buffers, ({ byteLength }) => byteLength),
		textures: sum(textures, bytesOf),
	};
}

function collectBuffers(geometry: BufferGeometry, buffers: Set<ArrayBufferView>): void {
	const morphs = Object.values(geometry.morphAttributes).flat();
	const all = [...Object.values(geometry.attributes), ...morphs, geometry.index];
	for (const attribute of all) if (attribute) buffers.add(arrayOf(attribute));
}

const arrayOf = (attribute: BufferAttribute | InterleavedBufferAttribute): ArrayBufferView =>
	attribute instanceof InterleavedBufferAttribute ? attribute.data.array : attribute.array;

function collectTextures(holder: object, textures: Set<Texture>): void {
	for (const value of Object.values(holder) as unknown[]) if (isTexture(value)) textures.add(value);
}

function collectUniforms(material: Material, textures: Set<Texture>): void {
	const { uniforms } = material as { uniforms?: Readonly<Record<string, { readonly value: unknown }>> };
	for (const { value } of Object.values(uniforms ?? {})) if (isTexture(value)) textures.add(value);
}

const isTexture = (value: unknown): value is Texture => value instanceof Texture;

/** As the graphics card holds it; nothing while its picture is not there. */
export function bytesOf(texture: Texture): number {
	const compressed = texture.mipmaps as readonly { readonly data?: ArrayBufferView }[] | undefined;
	const blocks = sum(compressed ?? [], ({ data }) => data?.byteLength ?? 0);
	if (blocks > 0) return blocks;
	const { width = 0, height = 0, depth = 1 } = (texture.image ?? {}) as Partial<ImageSize>;
	const perPixel = (CHANNELS.get(texture.format) ?? 4) * (BYTES.get(texture.type) ?? 4);
	return Math.round(width * height * depth * perPixel * (texture.generateMipmaps ? WITH_MIPMAPS : 1));
}

type ImageSize = { readonly width: number; readonly height: number; readonly depth: number };

function sum<T>(values: Iterable<T>, bytes: (value: T) => number): number {
	let total = 0;
	for (const value of values) total += bytes(value);
	return total;
}
