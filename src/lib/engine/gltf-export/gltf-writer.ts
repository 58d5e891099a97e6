import { padded } from '../gltf/glb.ts';

/** An object of the description while it is written. */
export type Draft = { [key: string]: unknown };

/** A whole .glb as parts to be written one after the other: what is large is never copied into one piece. */
export type GlbParts = { readonly parts: readonly Uint8Array<ArrayBuffer>[]; readonly size: number };

type Bytes = Uint8Array<ArrayBuffer>;

const LISTS = [
	'nodes',
	'meshes',
	'materials',
	'textures',
	'images',
	'samplers',
	'cameras',
	'skins',
	'animations',
	'accessors',
	'bufferViews',
] as const;
type ListName = (typeof LISTS)[number];

const MAGIC = 0x46546c67; // "glTF"
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
/** Entries turned into text at once. */
const SLICE = 100;
export const GENERATOR = 'RaStudios';

/** Collects the objects of one glTF file and its binary part. */
export class GltfWriter {
	readonly #lists = new Map<ListName, Draft[]>(LISTS.map((name) => [name, []]));
	readonly #known = new Map<string, number>();
	readonly #lights: Draft[] = [];
	readonly #standIns: Draft[] = [];
	readonly #used = new Set<string>();
	readonly #required = new Set<string>();
	readonly #binary: Bytes[] = [];
	#length = 0;

	/** Bytes of the binary part so far. */
	get length(): number {
		return this.#length;
	}

	/** Adds an object and returns its index. */
	add(list: ListName, item: Draft): number {
		return this.#list(list).push(item) - 1;
	}

	/** Like `add`, but what says the same is there once. */
	shared(list: ListName, item: Draft): number {
		const key = `${list} ${JSON.stringify(item)}`;
		const known = this.#known.get(key) ?? this.add(list, item);
		this.#known.set(key, known);
		return known;
	}

	addLight(light: Draft): number {
		this.use('KHR_lights_punctual');
		return this.#lights.push(light) - 1;
	}

	item(list: ListName, index: number): Draft {
		return this.#list(list)[index] as Draft;
	}

	use(extension: string, required = false): void {
		this.#used.add(extension);
		if (required) this.#required.add(extension);
	}

	/** Adds bytes to the binary part, aligned to four; returns where they begin. They must not change any more. */
	append(bytes: Bytes): number {
		const at = this.#length;
		this.#binary.push(bytes);
		const gap = padded(bytes.length) - bytes.length;
		if (gap > 0) this.#binary.push(new Uint8Array(gap));
		this.#length += bytes.length + gap;
		return at;
	}

	/** A view of new bytes; returns its index. */
	addView(bytes: Bytes, more: Draft = {}): number {
		const byteOffset = this.append(bytes);
		return this.add('bufferViews', { buffer: 0, byteOffset, byteLength: bytes.length, ...more });
	}

	/** A buffer without bytes, which only says where decompressed data would lie; returns its index. */
	addStandIn(byteLength: number, extension: string): number {
		return this.#standIns.push({ byteLength, extensions: { [extension]: { fallback: true } } });
	}

	/** The whole file. `pause` is called between slices of text. */
	async finish(scene: Draft, pause: () => Promise<void>): Promise<GlbParts> {
		const text: Bytes[] = [];
		const encoder = new TextEncoder();
		for (const piece of this.#pieces(scene)) {
			text.push(encoder.encode(piece));
			await pause();
		}
		return frame(text, this.#binary, this.#length);
	}

	*#pieces(scene: Draft): Iterable<string> {
		const head = {
			asset: { version: '2.0', generator: GENERATOR },
			...(this.#used.size > 0 && { extensionsUsed: [...this.#used].sort() }),
			...(this.#required.size > 0 && { extensionsRequired: [...this.#required].sort() }),
			...(this.#lights.length > 0 && { extensions: { KHR_lights_punctual: { lights: this.#lights } } }),
			...(this.#length > 0 && { buffers: [{ byteLength: this.#length }, ...this.#standIns] }),
			scene: 0,
			scenes: [scene],
		};
		yield JSON.stringify(head).slice(0, -1);
		for (const [name, items] of this.#lists) {
			for (let at = 0; at < items.length; at += SLICE) {
				const slice = JSON.stringify(items.slice(at, at + SLICE)).slice(1, -1);
				yield at === 0 ? `,"${name}":[${slice}` : `,${slice}`;
			}
			if (items.length > 0) yield ']';
		}
		yield '}';
	}

	#list(name: ListName): Draft[] {
		return this.#lists.get(name) as Draft[];
	}
}

function frame(text: readonly Bytes[], binary: readonly Bytes[], binarySize: number): GlbParts {
	const textLength = text.reduce((sum, { length }) => sum + length, 0);
	const textSize = padded(textLength);
	const size = 12 + 8 + textSize + (binarySize > 0 ? 8 + binarySize : 0);
	const spaces = new Uint8Array(textSize - textLength).fill(0x20);
	const parts = [words(MAGIC, 2, size, textSize, JSON_CHUNK), ...text, spaces];
	if (binarySize > 0) parts.push(words(binarySize, BIN_CHUNK), ...binary);
	return { parts, size };
}

function words(...values: readonly number[]): Bytes {
	const bytes = new Uint8Array(values.length * 4);
	const view = new DataView(bytes.buffer);
	values.forEach((value, i) => view.setUint32(i * 4, value, true));
	return bytes;
}
