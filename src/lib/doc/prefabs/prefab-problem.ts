import type { DocumentId, EntityId } from '../../base/ids.ts';
import type { ExpandedId } from './entity-path.ts';

/**
 * Why an instance does not show what one would think.
 * `missing`: its prefab is not here. `removed`: its prefab was deleted, and still serves. `cycle`: its prefab contains
 * itself. `too-deep`, `too-large`: cut, so that the scene can still be walked. `dangling`: it overrides what its prefab
 * does not have (any more). `invalid`: an override that cannot be one.
 */
export type PrefabRule = 'missing' | 'removed' | 'cycle' | 'too-deep' | 'too-large' | 'dangling' | 'invalid';

export type PrefabProblem = {
	readonly rule: PrefabRule;
	/** The entity of the scene through which it came. */
	readonly instanceId: EntityId;
	/** The instance that it is about: that entity, or one nested in it. */
	readonly at: ExpandedId;
	/** The prefab in question. */
	readonly documentId: DocumentId | null;
	/** The instance's register in question, where it is about an override. */
	readonly key: string | null;
};

/** More of one instance would say nothing new. */
export const MAX_PROBLEMS = 100;
