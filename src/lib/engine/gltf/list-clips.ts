import { parseGlb } from './glb.ts';
import { isJson, listOf, parseDescription, type Json } from './gltf-json.ts';
import { parsePart } from './model-part.ts';
import { Refused } from './refused.ts';

/**
 * The names of the movements that a packed model, or this part of it, can play, in its order; undefined where it
 * cannot be read. Its description alone is looked at.
 */
export function listClips(bytes: Uint8Array, partText = ''): readonly string[] | undefined {
	const part = parsePart(partText);
	if (part?.kind === 'mesh') return [];
	try {
		const json = parseDescription(parseGlb(bytes).json);
		const inside = part && nodesBelow(listOf(json, 'nodes'), part.index);
		const names = listOf(json, 'animations').map((clip, i) => ({ clip, name: clipName(clip, i) }));
		const moving = names.filter(({ clip }) => movesAny(clip, inside));
		return [...new Set(moving.map(({ name }) => name))];
	} catch (cause) {
		if (cause instanceof Refused) return undefined;
		throw cause;
	}
}

/** What games call a movement: without a name of its own, as the loader does. */
export const clipName = ({ name }: Json, index: number): string =>
	typeof name === 'string' && name !== '' ? name : `animation_${index}`;

/** Whether it moves one of these nodes; of any when none are given. */
const movesAny = (clip: Json, inside?: ReadonlySet<unknown>): boolean =>
	listOf(clip, 'channels').some(({ target }) => {
		const node = isJson(target) ? target['node'] : undefined;
		return inside ? inside.has(node) : typeof node === 'number';
	});

/** A node and all that hangs below it. */
export function nodesBelow(nodes: readonly Json[], root: number): ReadonlySet<unknown> {
	const found = new Set<unknown>();
	const due: unknown[] = [root];
	while (due.length > 0) {
		const at = due.pop();
		if (typeof at !== 'number' || found.has(at)) continue;
		found.add(at);
		const children = nodes[at]?.['children'];
		if (Array.isArray(children)) due.push(...(children as unknown[]));
	}
	return found;
}
