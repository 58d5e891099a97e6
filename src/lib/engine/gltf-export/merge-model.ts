import { isJson, listOf, objectOf, sizeOf, stringsOf, type Json } from '../gltf/gltf-json.ts';
import { MESHOPT, meshoptOf, type BufferBytes } from '../gltf/resources.ts';
import { DRACO } from '../gltf/check-meshes.ts';
import type { Draft, GltfWriter } from './gltf-writer.ts';

const INSTANCING = 'EXT_mesh_gpu_instancing';
const WEBP = 'EXT_texture_webp';
const QUANTIZATION = 'KHR_mesh_quantization';

/** A model that was looked through (`checkModel`), taken apart. */
export type OpenModel = { readonly json: Json; readonly buffers: readonly BufferBytes[] };

const LISTS = [
	'nodes',
	'skins',
	'animations',
	'meshes',
	'materials',
	'textures',
	'images',
	'samplers',
	'accessors',
	'bufferViews',
	'buffers',
] as const;
type List = (typeof LISTS)[number];
/** What is written once, however many entities use it. */
type Shared = Exclude<List, 'nodes' | 'skins' | 'animations' | 'buffers'>;

/**
 * Takes parts of one model into the file that is written, each once and only when something uses it. Nothing is
 * decoded: compressed data stays as it is.
 */
export class MergedModel {
	readonly json: Json;
	readonly #lists: ReadonlyMap<List, readonly Json[]>;
	readonly #buffers: readonly BufferBytes[];
	readonly #writer: GltfWriter;
	readonly #onDropped: (extension: string) => void;
	readonly #copied = new Map<string, number>();
	readonly #required: ReadonlySet<string>;
	readonly #standIns = new Map<number, number>();

	/** `onDropped`: an extension that nobody here knows how to move was left out. */
	constructor(
		{ json, buffers }: OpenModel,
		writer: GltfWriter,
		onDropped: (extension: string) => void = () => {},
	) {
		this.json = json;
		this.#lists = new Map(LISTS.map((name) => [name, listOf(json, name)]));
		this.#buffers = buffers;
		this.#writer = writer;
		this.#onDropped = onDropped;
		this.#required = new Set(stringsOf(json, 'extensionsRequired'));
	}

	/** The objects of one kind, as they stand in the model. */
	list(name: List): readonly Json[] {
		return this.#lists.get(name) ?? [];
	}

	mesh(index: number): number {
		return this.#once('meshes', index, (mesh) => ({
			...plain(mesh),
			primitives: listOf(mesh, 'primitives').map((primitive) => this.#primitive(primitive)),
		}));
	}

	/** An accessor, for what is copied for each use: skins and animations. */
	accessor(index: number): number {
		return this.#once('accessors', index, (accessor) => {
			if (this.#required.has(QUANTIZATION)) this.#use(QUANTIZATION);
			const sparse = objectOf(accessor, 'sparse');
			return {
				...plain(accessor),
				...(accessor['bufferView'] !== undefined && {
					bufferView: this.#view(accessor['bufferView'] as number),
				}),
				...(sparse && { sparse: this.#sparse(sparse) }),
			};
		});
	}

	/** What a node draws many times at once. */
	instancing(node: Json): Draft | undefined {
		const extension = objectOf(node, 'extensions')?.[INSTANCING];
		if (!isJson(extension)) return undefined;
		this.#use(INSTANCING);
		return { [INSTANCING]: { attributes: this.#accessors(objectOf(extension, 'attributes') ?? {}) } };
	}

	#primitive(primitive: Json): Draft {
		const { attributes, indices, material, targets } = primitive;
		const draco = objectOf(primitive, 'extensions')?.[DRACO];
		for (const name of Object.keys(objectOf(primitive, 'extensions') ?? {}))
			if (name !== DRACO) this.#onDropped(name);
		if (draco) this.#use(DRACO);
		return {
			...plain(primitive),
			attributes: this.#accessors(attributes as Json),
			...(indices !== undefined && { indices: this.accessor(indices as number) }),
			...(material !== undefined && { material: this.#material(material as number) }),
			...(targets !== undefined && {
				targets: (targets as readonly Json[]).map((target) => this.#accessors(target)),
			}),
			...(isJson(draco) && {
				extensions: { [DRACO]: { ...draco, bufferView: this.#view(draco['bufferView'] as number) } },
			}),
		};
	}

	#accessors(attributes: Json): Draft {
		const copied = Object.entries(attributes).map(([name, index]) => [name, this.accessor(index as number)]);
		return Object.fromEntries(copied) as Draft;
	}

	#sparse(sparse: Json): Draft {
		const moved = (name: string) => {
			const part = objectOf(sparse, name) ?? {};
			return { ...part, bufferView: this.#view(part['bufferView'] as number) };
		};
		return { count: sparse['count'], indices: moved('indices'), values: moved('values') };
	}

	#material(index: number): number {
		return this.#once('materials', index, (material) => {
			const extensions = Object.entries(objectOf(material, 'extensions') ?? {}).filter(([name]) => {
				// All of these refer to textures only, as materials themselves do.
				const known = name.startsWith('KHR_materials_');
				if (known) this.#use(name);
				else this.#onDropped(name);
				return known;
			});
			const own = this.#textureUses(plain(material));
			if (extensions.length === 0) return own;
			return { ...own, extensions: this.#textureUses(Object.fromEntries<unknown>(extensions)) };
		});
	}

	#textureUses(value: Json): Draft {
		const moved = Object.entries(value).map(([key, inner]) => {
			if (!isJson(inner) || key === 'extras') return [key, inner];
			return [key, key.endsWith('Texture') ? this.#textureUse(inner) : this.#textureUses(inner)];
		});
		return Object.fromEntries(moved) as Draft;
	}

	#textureUse(use: Json): Draft {
		const transform = objectOf(use, 'extensions')?.['KHR_texture_transform'];
		if (transform) this.#use('KHR_texture_transform');
		return {
			...plain(use),
			index: this.#texture(use['index'] as number),
			...(isJson(transform) && { extensions: { KHR_texture_transform: transform } }),
		};
	}

	#texture(index: number): number {
		return this.#once('textures', index, (texture) => {
			const webp = objectOf(texture, 'extensions')?.[WEBP];
			if (webp) this.#use(WEBP);
			const { sampler, source } = texture;
			return {
				...plain(texture),
				...(sampler !== undefined && { sampler: this.#once('samplers', sampler as number, plain) }),
				...(source !== undefined && { source: this.#image(source as number) }),
				...(isJson(webp) && { extensions: { [WEBP]: { source: this.#image(webp['source'] as number) } } }),
			};
		});
	}

	#image(index: number): number {
		return this.#once('images', index, (image) => ({
			...plain(image),
			bufferView: this.#view(image['bufferView'] as number),
		}));
	}

	#view(index: number): number {
		return this.#once('bufferViews', index, (view) => {
			const compressed = meshoptOf(view);
			const name = MESHOPT.find((each) => objectOf(view, 'extensions')?.[each] !== undefined);
			const own = this.#move(view, plain(view));
			if (!compressed || !name) return own;
			this.#use(name);
			return { ...own, extensions: { [name]: this.#move(compressed, { ...compressed }) } };
		});
	}

	/** The same bytes, where they lie in the new file. */
	#move(view: Json, draft: Draft): Draft {
		const at = view['buffer'] as number;
		const bytes = this.#buffers[at];
		if (!bytes) return { ...draft, buffer: this.#standIn(at) };
		const start = sizeOf(view, 'byteOffset', 0);
		const slice = bytes.subarray(start, start + sizeOf(view, 'byteLength'));
		return { ...draft, buffer: 0, byteOffset: this.#writer.append(slice as Uint8Array<ArrayBuffer>) };
	}

	#standIn(at: number): number {
		const known = this.#standIns.get(at);
		if (known !== undefined) return known;
		const buffer = this.list('buffers')[at] ?? {};
		const name = Object.keys(objectOf(buffer, 'extensions') ?? {})[0] ?? MESHOPT[0];
		const added = this.#writer.addStandIn(sizeOf(buffer, 'byteLength'), name);
		this.#standIns.set(at, added);
		return added;
	}

	#use(extension: string): void {
		this.#writer.use(extension, this.#required.has(extension));
	}

	#once(list: Shared, index: number, copy: (item: Json) => Draft): number {
		const key = `${list}/${index}`;
		const known = this.#copied.get(key);
		if (known !== undefined) return known;
		const added = this.#writer.add(list, copy(this.list(list)[index] ?? {}));
		this.#copied.set(key, added);
		return added;
	}
}

/** Without extensions, whose references nobody moved. */
function plain(item: Json): Draft {
	const { extensions: _, ...rest } = item;
	return rest;
}
