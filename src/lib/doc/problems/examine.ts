import type { EntityId } from '../../base/ids.ts';
import type { Healing } from '../hierarchy.ts';
import { findRow } from '../registers.ts';
import { ENTITIES, type SceneDocument, type SceneSnapshot } from '../scene.ts';
import { examineEntity } from './entity-problems.ts';
import type { Problem } from './problem.ts';
import { examineReference, type ProblemContext } from './reference-problems.ts';

/** What is wrong with what an entity says. `refers`: it names something, so that this can change without it. */
export function examine(
	{ snapshot, document }: SceneDocument,
	id: EntityId,
	context: ProblemContext,
): { readonly problems: readonly Problem[]; readonly refers: boolean } {
	const entity = snapshot.entities.get(id);
	if (!entity) return { problems: [], refers: false };
	const { problems, references } = examineEntity(entity, findRow(document.ydoc, ENTITIES, id));
	const broken = references
		.map((reference) => examineReference(entity, reference, snapshot, context))
		.filter((problem) => problem !== undefined);
	return { problems: [...problems, ...broken], refers: references.length > 0 };
}

/** Everything that is wrong with one entity, at the price of that one. */
export function problemsOf(scene: SceneDocument, id: EntityId, context: ProblemContext): readonly Problem[] {
	const { problems } = examine(scene, id, context);
	const why = scene.snapshot.hierarchy.healed.get(id);
	return why === undefined ? problems : [...problems, healedProblem(scene.snapshot, id, why)];
}

/** That it is shown elsewhere than it says. */
export function healedProblem({ entities, hierarchy }: SceneSnapshot, id: EntityId, why: Healing): Problem {
	const parent = hierarchy.parentOf.get(id) ?? null;
	const where = parent === null ? 'at the root' : `in “${entities.get(parent)?.name ?? ''}”`;
	const message = `“${entities.get(id)?.name ?? ''}” ${HEALED[why]}. It is shown ${where}.`;
	const fix = { kind: 'write-shown', key: 'place' } as const;
	return { rule: `healed-${why}`, entityId: id, key: 'place', message, fix };
}

const HEALED: Readonly<Record<Healing, string>> = {
	orphan: 'lies in something that was deleted',
	cycle: 'was moved into something that somebody else moved into it',
	'too-deep': 'lies below too many others',
};
