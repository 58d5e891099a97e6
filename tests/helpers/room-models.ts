import { formatGlb } from '#lib/engine/gltf/glb.ts';
import { pngImage } from './made-files.ts';

type Vector = readonly [number, number, number];

/** One box of a model: its size, where its middle is, what it is made of, and what hangs on it. */
type Block = {
	readonly name: string;
	readonly size: Vector;
	readonly at: Vector;
	readonly material: number;
	readonly children?: readonly Block[];
};
type RoomModel = { readonly blocks: readonly Block[]; readonly swings?: boolean };

const [WOOD, CLOTH, STEEL, GLOW] = [0, 1, 2, 3] as const;
const MATERIALS = [
	{ name: 'Wood', pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0 } },
	{ name: 'Cloth', pbrMetallicRoughness: { baseColorTexture: { index: 1 }, roughnessFactor: 0.9 } },
	{ name: 'Steel', pbrMetallicRoughness: { baseColorFactor: [0.6, 0.62, 0.66, 1], roughnessFactor: 0.3 } },
	{ name: 'Glow', emissiveFactor: [1, 0.7, 0.3], pbrMetallicRoughness: { metallicFactor: 0 } },
];

const block = (
	name: string,
	material: number,
	size: Vector,
	at: Vector,
	children: readonly Block[] = [],
): Block => ({ name, size, at, material, children });

/** Things of a room that stand on the ground: several materials and pictures, nodes in nodes, some with a clip. */
const MODELS: Readonly<Record<string, RoomModel>> = {
	floor: { blocks: [block('Boards', WOOD, [8, 0.1, 6], [0, -0.05, 0])] },
	wall: { blocks: [block('Panel', CLOTH, [8, 3, 0.2], [0, 1.5, 0])] },
	table: {
		blocks: [
			block(
				'Top',
				WOOD,
				[2, 0.1, 1],
				[0, 0.95, 0],
				[
					block('Left', STEEL, [0.1, 0.9, 0.8], [-0.9, -0.5, 0]),
					block('Right', STEEL, [0.1, 0.9, 0.8], [0.9, -0.5, 0]),
				],
			),
		],
	},
	chair: {
		blocks: [
			block(
				'Seat',
				CLOTH,
				[0.5, 0.5, 0.5],
				[0, 0.25, 0],
				[block('Back', WOOD, [0.5, 0.6, 0.1], [0, 0.55, -0.2])],
			),
		],
	},
	stool: { blocks: [block('Seat', WOOD, [0.4, 0.45, 0.4], [0, 0.225, 0])] },
	shelf: {
		blocks: [
			block(
				'Frame',
				WOOD,
				[1.2, 2, 0.1],
				[0, 1, -0.2],
				[
					block('Low', WOOD, [1.2, 0.05, 0.4], [0, -0.3, 0.2]),
					block('High', WOOD, [1.2, 0.05, 0.4], [0, 0.4, 0.2]),
				],
			),
		],
	},
	lamp: {
		swings: true,
		blocks: [
			block(
				'Foot',
				STEEL,
				[0.2, 1.4, 0.2],
				[0, 0.7, 0],
				[block('Shade', GLOW, [0.5, 0.3, 0.5], [0, 0.8, 0])],
			),
		],
	},
	vase: { blocks: [block('Body', STEEL, [0.2, 0.4, 0.2], [0, 0.2, 0])] },
	rug: { blocks: [block('Weave', CLOTH, [2, 0.02, 1.5], [0, 0.01, 0])] },
	clock: {
		swings: true,
		blocks: [
			block(
				'Case',
				WOOD,
				[0.4, 1.6, 0.3],
				[0, 0.8, 0],
				[block('Face', GLOW, [0.25, 0.25, 0.05], [0, 0.5, 0.16])],
			),
		],
	},
};

export const ROOM_NAMES: readonly string[] = Object.keys(MODELS);

/** The files of these models, to be chosen. */
export const roomFiles = (names = ROOM_NAMES) =>
	names.map((name) => ({
		name: `${name}.glb`,
		mimeType: 'model/gltf-binary',
		buffer: Buffer.from(glbOf(name, MODELS[name] as RoomModel)),
	}));

const floats = (numbers: readonly number[]) => new Uint8Array(new Float32Array(numbers).buffer);

/** A box of one metre around its middle: six faces of four corners. */
function cube() {
	const [positions, normals, places, indices]: number[][] = [[], [], [], []];
	for (const axis of [0, 1, 2]) {
		for (const side of [-1, 1]) {
			const first = (positions as number[]).length / 3;
			for (const [u, v] of [
				[-1, -1],
				[1, -1],
				[1, 1],
				[-1, 1],
			] as const) {
				const corner = [0, 0, 0];
				corner[axis] = side / 2;
				corner[(axis + 1) % 3] = (u * side) / 2;
				corner[(axis + 2) % 3] = v / 2;
				const normal = [0, 0, 0];
				normal[axis] = side;
				positions?.push(...corner);
				normals?.push(...normal);
				places?.push((u + 1) / 2, (v + 1) / 2);
			}
			indices?.push(...[0, 1, 2, 0, 2, 3].map((i) => first + i));
		}
	}
	return { positions, normals, places, indices } as Record<
		'positions' | 'normals' | 'places' | 'indices',
		number[]
	>;
}

/** Nodes of blocks; a node holds its box in one below it, so that its size is its own. */
function nodesOf(blocks: readonly Block[]) {
	const nodes: Record<string, unknown>[] = [];
	const add = ({ name, size, at, material, children = [] }: Block): number => {
		const node: Record<string, unknown> = { name, translation: at };
		const index = nodes.push(node) - 1;
		const body = nodes.push({ name: `${name} body`, mesh: material, scale: size }) - 1;
		node['children'] = [body, ...children.map(add)];
		return index;
	};
	return { roots: blocks.map(add), nodes };
}

function glbOf(name: string, { blocks, swings }: RoomModel): Uint8Array<ArrayBuffer> {
	const { positions, normals, places, indices } = cube();
	const parts = [
		floats(positions),
		floats(normals),
		floats(places),
		new Uint8Array(new Uint16Array(indices).buffer),
		floats([0, 1]),
		floats([0, 0, 0, 1, 0, 0.38, 0, 0.92]),
		// A picture of its own for each model: equal files would be one asset.
		new Uint8Array(pngImage(8, 8 + name.length)),
		new Uint8Array(pngImage(16, 8 + name.length)),
	];
	let length = 0;
	const bufferViews = parts.map((part) => {
		const byteOffset = length;
		length += (part.length + 3) & ~3;
		return { buffer: 0, byteOffset, byteLength: part.length };
	});
	const binary = new Uint8Array(length);
	parts.forEach((part, i) => binary.set(part, bufferViews[i]?.byteOffset));
	const accessor = (bufferView: number, componentType: number, count: number, type: string, more = {}) => ({
		...{ bufferView, componentType, count, type },
		...more,
	});
	const { roots, nodes } = nodesOf(blocks);
	const attributes = { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 };
	const clip = {
		name: 'Swing',
		samplers: [{ input: 4, output: 5 }],
		channels: [{ sampler: 0, target: { node: 0, path: 'rotation' } }],
	};
	return formatGlb(
		{
			asset: { version: '2.0', generator: 'a test' },
			scene: 0,
			scenes: [{ nodes: roots }],
			nodes,
			meshes: MATERIALS.map((_, material) => ({ primitives: [{ attributes, indices: 3, material }] })),
			materials: MATERIALS,
			textures: [{ source: 0 }, { source: 1 }],
			images: [6, 7].map((bufferView) => ({ bufferView, mimeType: 'image/png' })),
			accessors: [
				accessor(0, 5126, 24, 'VEC3', { min: [-0.5, -0.5, -0.5], max: [0.5, 0.5, 0.5] }),
				accessor(1, 5126, 24, 'VEC3'),
				accessor(2, 5126, 24, 'VEC2'),
				accessor(3, 5123, 36, 'SCALAR'),
				accessor(4, 5126, 2, 'SCALAR', { min: [0], max: [1] }),
				accessor(5, 5126, 2, 'VEC4'),
			],
			...(swings && { animations: [clip] }),
			bufferViews,
			buffers: [{ byteLength: length }],
		},
		binary,
	);
}
