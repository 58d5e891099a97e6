import { isId, type EntityId } from '../../base/ids.ts';

declare const brand: unique symbol;

/**
 * The id of an entity that a prefab instance shows: `<instance>/<entity in the prefab>`, and for nested instances
 * `<instance>/<nested instance>/<entity in its prefab>`. The same on every replica.
 */
export type EntityPath = string & { readonly [brand]: 'entity path' };

/** The rest of a path behind an instance: what the instance's overrides are kept under. */
export type InnerPath = string & { readonly [brand]: 'inner path' };

/** Whatever stands in an expanded scene: an entity of its own, or one that an instance shows. */
export type ExpandedId = EntityId | EntityPath;

/** Instances within instances, at most. */
export const MAX_NESTING = 8;

const ID_LENGTH = 22;
const STEP = ID_LENGTH + 1;

export const isEntityPath = (id: string): id is EntityPath => isSteps(id, 2, MAX_NESTING + 1);

/** The path as it stands behind an instance, if it is one; paths come from peers, inside of keys. */
export function parseInnerPath(text: string): InnerPath | undefined {
	return isSteps(text, 1, MAX_NESTING) ? (text as InnerPath) : undefined;
}

export const joinPath = (holder: ExpandedId, inner: EntityId | InnerPath): EntityPath =>
	`${holder}/${inner}` as EntityPath;

/** `<nested instance>/<path in its prefab>`, seen from the prefab that holds the nested instance. */
export const joinInner = (outer: EntityId, inner: InnerPath): InnerPath => `${outer}/${inner}` as InnerPath;

/** Whether this may name something that stands in a scene, or that an instance in it shows. */
export const isExpandedId = (id: unknown): id is ExpandedId =>
	isId(id) || (typeof id === 'string' && isEntityPath(id));

/** The entity of the scene that shows what has this path; an entity of the scene shows itself. */
export const instanceOf = (id: ExpandedId): EntityId => id.slice(0, ID_LENGTH) as EntityId;

/** The entities on the way: of the prefab, then of the prefab nested in it … */
export const innerPathOf = (path: EntityPath): InnerPath => path.slice(STEP) as InnerPath;

/** The first step of a path, and what is behind it. */
export function splitInner(inner: InnerPath): { readonly first: EntityId; readonly rest: InnerPath | null } {
	const first = inner.slice(0, ID_LENGTH) as EntityId;
	return { first, rest: inner.length > ID_LENGTH ? (inner.slice(STEP) as InnerPath) : null };
}

export const stepsOf = (path: InnerPath | EntityPath): EntityId[] => path.split('/') as EntityId[];

function isSteps(text: string, atLeast: number, atMost: number): boolean {
	const count = (text.length + 1) / STEP;
	if (!Number.isInteger(count) || count < atLeast || count > atMost) return false;
	return text.split('/').every(isId);
}
