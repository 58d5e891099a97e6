import { indicesOf, isJson, listOf, type Json } from '../gltf/gltf-json.ts';
import type { Draft, GltfWriter } from './gltf-writer.ts';
import type { MergedModel } from './merge-model.ts';

/** Where something of a model stands in the written file: old index → new index. */
type Moved = ReadonlyMap<number, number>;

/**
 * Writes the nodes of a model once more, for one entity that shows it; meshes are shared by all. Lights and cameras of
 * models stay out, as they do in the picture. `name` tells its animations from those of other copies.
 */
export function copyNodes(
	model: MergedModel,
	writer: GltfWriter,
	roots: readonly number[],
	name: string,
): readonly number[] {
	const nodes = model.list('nodes');
	const moved = new Map<number, number>();
	const due = roots.toReversed();
	for (let at = due.pop(); at !== undefined; at = due.pop()) {
		const node = nodes[at] ?? {};
		moved.set(at, writer.add('nodes', plainNode(node)));
		due.push(...indicesOf(node, 'children', nodes, 'node').toReversed());
	}
	const skins = new Map<number, number>();
	for (const [old, at] of moved)
		finishNode(model, writer, nodes[old] ?? {}, writer.item('nodes', at), moved, skins);
	copyAnimations(model, writer, moved, name);
	return roots.map((root) => moved.get(root) ?? 0);
}

/** What an entity of a model says itself, its own place left out: its children and what it draws. */
export function copyPart(
	model: MergedModel,
	writer: GltfWriter,
	root: number,
	name: string,
): number | undefined {
	const [at] = copyNodes(model, writer, [root], name);
	if (at === undefined) return undefined;
	const node = writer.item('nodes', at);
	for (const key of ['translation', 'rotation', 'scale', 'matrix']) delete node[key];
	return at;
}

const TAKEN = ['name', 'translation', 'rotation', 'scale', 'matrix', 'weights'] as const;

function plainNode(node: Json): Draft {
	const draft: Draft = {};
	for (const key of TAKEN) if (node[key] !== undefined) draft[key] = node[key];
	const { extras } = node;
	if (!isJson(extras)) return extras === undefined ? draft : { ...draft, extras };
	// What a file of ours said of its entities is not true of this copy.
	const { rastudios: _, ...rest } = extras;
	return Object.keys(rest).length > 0 ? { ...draft, extras: rest } : draft;
}

function finishNode(
	model: MergedModel,
	writer: GltfWriter,
	node: Json,
	draft: Draft,
	moved: Moved,
	skins: Map<number, number>,
): void {
	const children = movedAll(node['children'], moved);
	if (children.length > 0) draft['children'] = children;
	if (typeof node['mesh'] === 'number') draft['mesh'] = model.mesh(node['mesh']);
	const extensions = model.instancing(node);
	if (extensions) draft['extensions'] = extensions;
	if (typeof node['skin'] !== 'number') return;
	const skin = skins.get(node['skin']) ?? copySkin(model, writer, node['skin'], moved);
	if (skin === undefined) return;
	skins.set(node['skin'], skin);
	draft['skin'] = skin;
}

/** Bones are nodes of this copy. A skin whose bones are not all in it stays out: its mesh stands still. */
function copySkin(model: MergedModel, writer: GltfWriter, index: number, moved: Moved): number | undefined {
	const { joints, skeleton, inverseBindMatrices, ...rest } = model.list('skins')[index] ?? {};
	const bones = movedAll(joints, moved);
	if (bones.length !== (joints as readonly number[]).length) return undefined;
	const root = moved.get(skeleton as number);
	const { extensions: _, ...kept } = rest;
	return writer.add('skins', {
		...kept,
		joints: bones,
		...(root !== undefined && { skeleton: root }),
		...(inverseBindMatrices !== undefined && {
			inverseBindMatrices: model.accessor(inverseBindMatrices as number),
		}),
	});
}

function copyAnimations(model: MergedModel, writer: GltfWriter, moved: Moved, name: string): void {
	for (const animation of model.list('animations')) {
		const known = listOf(animation, 'samplers');
		const samplers: Draft[] = [];
		const channels: Draft[] = [];
		for (const { sampler, target } of listOf(animation, 'channels')) {
			const { node, path } = (target ?? {}) as Json;
			const at = moved.get(node as number);
			// Pointers and the like live in extensions, and have no node.
			if (at === undefined || typeof path !== 'string') continue;
			const { input, output, interpolation } = known[sampler as number] ?? {};
			samplers.push({
				input: model.accessor(input as number),
				output: model.accessor(output as number),
				...(interpolation !== undefined && { interpolation }),
			});
			channels.push({ sampler: samplers.length - 1, target: { node: at, path } });
		}
		if (channels.length === 0) continue;
		const clip = animation['name'];
		writer.add('animations', {
			name: typeof clip === 'string' ? `${name}: ${clip}` : name,
			samplers,
			channels,
		});
	}
}

const movedAll = (indices: unknown, moved: Moved): number[] =>
	Array.isArray(indices)
		? (indices as readonly number[]).map((old) => moved.get(old)).filter((at) => at !== undefined)
		: [];
