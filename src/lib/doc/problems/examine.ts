import type { EntityId } from '../../base/ids.ts';
import type { Healing } from '../hierarchy.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import { findRow } from '../registers.ts';
import { ENTITIES, type SceneDocument, type SceneSnapshot } from '../scene.ts';
import { examineEntity } from './entity-problems.ts';
import type { Problem } from './problem.ts';
import { examineReference, type ProblemContext } from './reference-problems.ts';

/** `targets`: what the entity names, as its problems can change when those do. */
type Examined = { readonly problems: readonly Problem[]; readonly targets: readonly string[] };
const NOTHING: Examined = { problems: [], targets: [] };

/** What is wrong with what an entity says. */
export function examine(
	{ snapshot, document }: SceneDocument,
	id: EntityId,
	context: ProblemContext,
): Examined {
	const entity = snapshot.entities.get(id);
	if (!entity) return NOTHING;
	const { problems, references } = examineEntity(entity, findRow(document.ydoc, ENTITIES, id));
	if (references.length === 0) return problems.length === 0 ? NOTHING : { problems, targets: [] };
	const broken = references.flatMap(
		(reference) => examineReference(entity, reference, snapshot, context) ?? [],
	);
	return {
		problems: broken.length === 0 ? problems : [...problems, ...broken],
		targets: references.map(({ id: named }) => (isExpandedId(named) ? instanceOf(named) : named)),
	};
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
	const nameOf = (of: EntityId) => entities.get(of)?.name ?? '';
	const facts = { kind: 'healed', parent: parent === null ? null : nameOf(parent) } as const;
	const fix = { kind: 'write-shown', key: 'place' } as const;
	return { rule: `healed-${why}`, entityId: id, name: nameOf(id), key: 'place', facts, fix };
}
