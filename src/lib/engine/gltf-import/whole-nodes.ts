import { isJson, objectOf, type Json } from '../gltf/gltf-json.ts';

/** Which nodes of a scene stay as they are, with everything inside. */
export type WholeNodes =
	/** The scene as a whole: bones of one figure hang on several of its roots. */
	'all' | ReadonlySet<number>;

/** Nodes with their parents; null for roots. */
export type Reached = ReadonlyMap<number, number | null>;

/** Figures and what moves their bones belong together, and what is drawn many times has no nodes of its own. */
export function findWholeNodes(nodes: readonly Json[], skins: readonly Json[], reached: Reached): WholeNodes {
	const whole = new Set<number>();
	for (const index of reached.keys()) {
		const node = nodes[index] ?? {};
		if (isJson(objectOf(node, 'extensions')?.['EXT_mesh_gpu_instancing'])) whole.add(index);
		if (typeof node['skin'] !== 'number') continue;
		const joints = (skins[node['skin']]?.['joints'] ?? []) as readonly number[];
		const root = commonAncestor([index, ...joints], reached);
		if (root === undefined) return 'all';
		whole.add(root);
	}
	return whole;
}

function commonAncestor(indices: readonly number[], parentOf: Reached): number | undefined {
	const [first = -1, ...others] = indices;
	let common = pathOf(first, parentOf);
	for (const other of others) {
		const path = new Set(pathOf(other, parentOf));
		common = common.filter((at) => path.has(at));
	}
	return common[0];
}

/** From a node up to its root. */
function pathOf(index: number, parentOf: Reached): number[] {
	const path: number[] = [];
	for (let at: number | null = index; at !== null; at = parentOf.get(at) ?? null) path.push(at);
	return path;
}
