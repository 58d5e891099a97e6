/**
 * What of a model is shown: one of its meshes alone, or one of its nodes with all that is in it. A node's own place is
 * left out, since the entity has it.
 */
export type ModelPart = { readonly kind: 'mesh' | 'node'; readonly index: number };

/** `mesh/3`, `node/0`; undefined for the whole model, and for what names no part. */
export function parsePart(text: string): ModelPart | undefined {
	const [, kind, index] = /^(mesh|node)\/(0|[1-9]\d{0,5})$/.exec(text) ?? [];
	return kind === undefined ? undefined : { kind: kind as ModelPart['kind'], index: Number(index) };
}

export const formatPart = ({ kind, index }: ModelPart): string => `${kind}/${index}`;
