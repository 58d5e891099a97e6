import { formatGlb, parseGlb } from '#lib/engine/gltf/glb.ts';
import { pngImage } from './made-files.ts';

type Description = Record<string, unknown>;

/** glTF files made on the spot: one triangle, a picture, bones and a movement; tests say which nodes there are. */

const floats = (...numbers: readonly number[]) => new Uint8Array(new Float32Array(numbers).buffer);
const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const picture = new Uint8Array(pngImage(4, 4));
const IMAGE_VIEW = 9;

const VIEWS = [
	floats(0, 0, 0, 1, 0, 0, 0, 1, 0), // positions
	floats(0, 0, 1, 0, 0, 1, 0, 0, 1), // normals
	floats(0, 0, 1, 0, 0, 1), // places in the picture
	new Uint8Array(new Uint16Array([0, 1, 2, 0]).buffer), // indices, one to spare
	new Uint8Array([0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]), // bones
	floats(0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0), // how much each moves it
	floats(...identity, ...identity), // bones at rest
	floats(0, 1), // times
	floats(0, 0, 0, 0, 1, 0), // places at those times
	picture,
];

const accessor = (bufferView: number, count: number, type: string, more: Description = {}) => ({
	bufferView,
	componentType: 5126,
	count,
	type,
	...more,
});

/** Meshes 0 (plain) and 1 (to be posed), material 0 with picture, skin 0 of the joints given, animation 0 of node 0. */
export function madeGlb(nodes: readonly Description[], more: Description = {}): Uint8Array<ArrayBuffer> {
	let length = 0;
	const bufferViews = VIEWS.map((bytes) => {
		const byteOffset = length;
		length += (bytes.length + 3) & ~3;
		return { buffer: 0, byteOffset, byteLength: bytes.length };
	});
	const binary = new Uint8Array(length);
	VIEWS.forEach((bytes, i) => binary.set(bytes, bufferViews[i]?.byteOffset));
	const json = {
		asset: { version: '2.0', generator: 'a test' },
		scene: 0,
		scenes: [{ nodes: rootsOf(nodes) }],
		nodes,
		meshes: [
			{
				name: 'Triangle',
				primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3, material: 0 }],
			},
			{
				name: 'Body',
				primitives: [
					{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2, JOINTS_0: 4, WEIGHTS_0: 5 }, material: 0 },
				],
			},
		],
		materials: [{ name: 'Cloth', pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
		textures: [{ source: 0 }],
		images: [{ bufferView: IMAGE_VIEW, mimeType: 'image/png', name: 'cloth' }],
		accessors: [
			accessor(0, 3, 'VEC3', { min: [0, 0, 0], max: [1, 1, 0] }),
			accessor(1, 3, 'VEC3'),
			accessor(2, 3, 'VEC2'),
			accessor(3, 3, 'SCALAR', { componentType: 5123 }),
			accessor(4, 3, 'VEC4', { componentType: 5121 }),
			accessor(5, 3, 'VEC4'),
			accessor(6, 2, 'MAT4'),
			accessor(7, 2, 'SCALAR', { min: [0], max: [1] }),
			accessor(8, 2, 'VEC3'),
		],
		bufferViews,
		buffers: [{ byteLength: length }],
		...more,
	};
	return formatGlb(json, binary);
}

/** What has no picture, which only a browser decodes. */
export const PLAIN = { materials: [{}], textures: [], images: [] };

/** A figure: a body posed by two bones, one inside the other, which a movement lifts. */
export function figureGlb(more: Description = {}): Uint8Array<ArrayBuffer> {
	return madeGlb(
		[
			{ name: 'Walker', children: [1, 2], translation: [0, 2, 0] },
			{ name: 'Body', mesh: 1, skin: 0 },
			{ name: 'Hip', children: [3] },
			{ name: 'Knee', translation: [0, 1, 0] },
		],
		{
			skins: [{ joints: [2, 3], skeleton: 2, inverseBindMatrices: 6 }],
			animations: [
				{
					name: 'Lift',
					samplers: [{ input: 7, output: 8 }],
					channels: [{ sampler: 0, target: { node: 2, path: 'translation' } }],
				},
			],
			...more,
		},
	);
}

function rootsOf(nodes: readonly Description[]): number[] {
	const children = new Set(nodes.flatMap(({ children }) => (children ?? []) as number[]));
	return nodes.map((_, i) => i).filter((i) => !children.has(i));
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests bend what they know is there
export type Bendable = any;

/** The same file with its description changed. */
export function bend(bytes: Uint8Array, change: (json: Bendable) => void): Uint8Array<ArrayBuffer> {
	const { json, binary } = parseGlb(bytes);
	const description: unknown = JSON.parse(json);
	change(description as Bendable);
	return formatGlb(description, binary ?? new Uint8Array());
}
