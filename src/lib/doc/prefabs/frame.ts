import type { DocumentId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../entity.ts';
import { MAX_NESTING, type ExpandedId, type InnerPath } from './entity-path.ts';
import { overridesOf, prefabOf, type EntityOverride } from './overrides.ts';
import type { PrefabSource, PrefabSources } from './prefab-source.ts';

/** One opened instance: the prefab inside of it, and who has a say about its entities. */
export type Frame = {
	/** The instance; what it shows has this in front of its own id. */
	readonly instance: ExpandedId;
	readonly documentId: DocumentId;
	/** The documents from the scene down to this one. */
	readonly path: readonly DocumentId[];
	/** The overrides of this instance and of those around it, innermost first; only of those that have some. */
	readonly layers: readonly Layer[];
};

export type Layer = {
	readonly byPath: ReadonlyMap<InnerPath, EntityOverride>;
	/** Where in an id begins what this layer knows the entity by. */
	readonly from: number;
	/** What stands before the ids of the entities that this layer may refer to: `<instance>/`, or nothing. */
	readonly before: string;
};

/** Why an instance stays empty. */
export type Obstacle = 'missing' | 'cycle' | 'too-deep';

export type Opened =
	| { readonly frame: Frame; readonly source: PrefabSource }
	| { readonly obstacle: Obstacle; readonly documentId: DocumentId };

export type OpenContext = {
	readonly sources: PrefabSources;
	/** The prefab whose own document is expanded; null for a scene. */
	readonly self: DocumentId | null;
	readonly maxNesting?: number;
};

/**
 * Looks into an instance. `own`: the entity as its document has it, with its overrides; `shown`: what it is here,
 * where instances around it may have changed it. Undefined: it is no instance, or chose no prefab.
 */
export function openInstance(
	{ sources, self, maxNesting = MAX_NESTING }: OpenContext,
	own: Pick<EntitySnapshot, 'values'>,
	shown: { readonly id: ExpandedId; readonly values: EntitySnapshot['values'] },
	outer: Frame | undefined,
): Opened | undefined {
	const documentId = prefabOf(shown);
	if (!documentId) return undefined;
	const above = outer?.path ?? (self ? [self] : []);
	if (above.includes(documentId)) return { obstacle: 'cycle', documentId };
	if (above.length - (self ? 1 : 0) >= maxNesting) return { obstacle: 'too-deep', documentId };
	const source = sources(documentId);
	if (!source) return { obstacle: 'missing', documentId };
	const { byPath } = overridesOf(own);
	const around = outer?.layers ?? [];
	const layer = { byPath, from: shown.id.length + 1, before: outer ? `${outer.instance}/` : '' };
	const layers = byPath.size > 0 ? [layer, ...around] : around;
	return { source, frame: { instance: shown.id, documentId, path: [...above, documentId], layers } };
}
