import { checkIndex, damaged, indexOf, indicesOf, isJson, listOf, objectOf, type Json } from './gltf-json.ts';
import { Refused } from './refused.ts';

/** Deeper than this, walking the nodes would overflow the stack. */
const MAX_DEPTH = 256;
/** Each is an object to be made, and a call to draw. */
const MAX_PIECES = 200_000;
/** Each is an object as well: two hundred movements of as many bones have fewer. */
const MAX_TRACKS = 150_000;

/** Nodes make a tree, and everything that is referred to exists; and there is something to see, unless it need not be. */
export function checkStructure(json: Json, mayShowNothing = false): void {
	const nodes = listOf(json, 'nodes');
	const scenes = listOf(json, 'scenes');
	if (scenes.length === 0)
		throw new Refused(
			'nothing-to-show',
			'has no scene in it, so there is nothing to show. Export it with its scene.',
		);
	indexOf(json, 'scene', scenes, 'scene');
	const roots = scenes.map((scene) => indicesOf(scene, 'nodes', nodes, 'node'));
	if (roots.some((list) => new Set(list).size < list.length)) throw damaged('a scene lists a node twice');
	checkNames(json);
	checkTree(nodes, roots.flat());
	if (!mayShowNothing) checkShown(json);
	checkNodeParts(json, nodes);
	checkMaterials(json);
	checkAnimations(json, nodes);
}

const NAMED = [
	'scenes',
	'nodes',
	'meshes',
	'materials',
	'skins',
	'cameras',
	'animations',
	'images',
	'textures',
];

/** The loader takes them for text, and fails where nobody waits for it. */
function checkNames(json: Json): void {
	for (const list of NAMED)
		for (const { name } of listOf(json, list))
			if (name !== undefined && typeof name !== 'string') throw damaged(`a name in “${list}” is not text`);
}

function checkTree(nodes: readonly Json[], roots: readonly number[]): void {
	const parentOf = new Map<number, number>();
	nodes.forEach((node, i) => {
		for (const child of indicesOf(node, 'children', nodes, 'node')) {
			if (parentOf.has(child)) throw damaged(`node ${child} has two parents`);
			parentOf.set(child, i);
		}
	});
	for (const root of roots)
		if (parentOf.has(root)) throw damaged(`node ${root} is a root and a child at once`);
	for (let i = 0; i < nodes.length; i++) {
		let depth = 0;
		for (let at: number | undefined = i; at !== undefined; at = parentOf.get(at))
			if (++depth > MAX_DEPTH) throw damaged('its nodes go round in a circle, or deeper than 256 levels');
	}
}

function checkShown(json: Json): void {
	if (listOf(json, 'meshes').length === 0)
		throw new Refused(
			'nothing-to-show',
			'has no meshes in it, so there is nothing to show. Export what should be seen with it.',
		);
}

function checkNodeParts(json: Json, nodes: readonly Json[]): void {
	const accessors = listOf(json, 'accessors');
	const skins = listOf(json, 'skins');
	const meshes = listOf(json, 'meshes');
	const cameras = listOf(json, 'cameras');
	checkPieces(nodes, meshes);
	for (const [i, node] of nodes.entries()) {
		indexOf(node, 'skin', skins, 'skin');
		indexOf(node, 'camera', cameras, 'camera');
		for (const [name, length] of [
			['matrix', 16],
			['translation', 3],
			['rotation', 4],
			['scale', 3],
		] as const)
			checkNumbers(node, i, name, length);
	}
	for (const skin of skins) {
		if (indicesOf(skin, 'joints', nodes, 'node').length === 0) throw damaged('a skin has no joints');
		indexOf(skin, 'skeleton', nodes, 'node');
		indexOf(skin, 'inverseBindMatrices', accessors, 'accessor');
	}
}

/** A mesh is in the file once, and in the picture as often as nodes show it. */
function checkPieces(nodes: readonly Json[], meshes: readonly Json[]): void {
	const parts = meshes.map((mesh) => listOf(mesh, 'primitives').length);
	let pieces = 0;
	for (const node of nodes) pieces += parts[indexOf(node, 'mesh', meshes, 'mesh') ?? -1] ?? 0;
	if (pieces > MAX_PIECES)
		throw new Refused(
			'too-large',
			`would be drawn in ${pieces} pieces, more than ${MAX_PIECES}. Join its meshes and export it again.`,
		);
}

function checkNumbers(node: Json, i: number, name: string, length: number): void {
	const value = node[name];
	if (value === undefined) return;
	const fine =
		Array.isArray(value) && value.length === length && value.every((each) => Number.isFinite(each));
	if (!fine) throw damaged(`the ${name} of node ${i} is not ${length} finite numbers`);
}

/** Textures named by materials (extensions included), and images named by textures. */
function checkMaterials(json: Json): void {
	const textures = listOf(json, 'textures');
	for (const material of listOf(json, 'materials')) checkTextureUses(material, textures, 0);
	for (const texture of textures) {
		indexOf(texture, 'source', listOf(json, 'images'), 'image');
		indexOf(texture, 'sampler', listOf(json, 'samplers'), 'sampler');
		for (const extension of Object.values(objectOf(texture, 'extensions') ?? {}))
			if (isJson(extension)) indexOf(extension, 'source', listOf(json, 'images'), 'image');
	}
}

function checkTextureUses(value: Json, textures: readonly Json[], depth: number): void {
	if (depth > 8) return;
	for (const [key, inner] of Object.entries(value)) {
		if (!isJson(inner)) continue;
		if (key.endsWith('Texture')) checkIndex(inner['index'], textures, 'texture');
		else checkTextureUses(inner, textures, depth + 1);
	}
}

function checkAnimations(json: Json, nodes: readonly Json[]): void {
	const accessors = listOf(json, 'accessors');
	let tracks = 0;
	for (const animation of listOf(json, 'animations')) {
		const samplers = listOf(animation, 'samplers');
		for (const sampler of samplers) {
			checkIndex(sampler['input'], accessors, 'accessor');
			checkIndex(sampler['output'], accessors, 'accessor');
		}
		const channels = listOf(animation, 'channels');
		tracks += channels.length;
		if (tracks > MAX_TRACKS)
			throw new Refused(
				'too-large',
				`has more than ${MAX_TRACKS} tracks of movement. Export it with fewer animations.`,
			);
		for (const channel of channels) {
			checkIndex(channel['sampler'], samplers, 'sampler');
			indexOf(objectOf(channel, 'target') ?? {}, 'node', nodes, 'node');
		}
	}
}
