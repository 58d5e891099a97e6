import { quote } from '../commands/check.ts';
import type { PrefabProblem, PrefabRule } from '../prefabs/prefab-problem.ts';
import type { SceneSnapshot } from '../scene.ts';
import { resetOf, type Problem, type ProblemRule } from './problem.ts';
import type { ProblemContext } from './reference-problems.ts';

/** What the expansion of a scene's prefabs met with, as problems of the scene. */
export function listPrefabProblems(
	{ entities }: SceneSnapshot,
	problems: readonly PrefabProblem[],
	{ allDocuments }: Pick<ProblemContext, 'allDocuments'>,
): readonly Problem[] {
	return problems.flatMap((problem): Problem[] => {
		const { rule, instanceId, at, documentId, key } = problem;
		const instance = entities.get(instanceId);
		// What the instance's own field names is among the scene's problems already.
		if (!instance || (at === instanceId && (rule === 'missing' || rule === 'removed'))) return [];
		const title = (documentId && allDocuments.get(documentId)?.title) ?? null;
		const value = key === null ? '' : quote(instance.values[key]);
		const facts = { kind: 'prefab', why: rule, title, value } as const;
		const listed = { rule: RULES[rule], entityId: instanceId, name: instance.name, facts };
		return [key === null ? listed : { ...listed, key, fix: resetOf(key, instance.values[key]) }];
	});
}

const RULES: Readonly<Record<PrefabRule, ProblemRule>> = {
	missing: 'dangling-document',
	removed: 'removed-document',
	cycle: 'prefab-cycle',
	'too-deep': 'prefab-too-deep',
	'too-large': 'prefab-too-large',
	dangling: 'dangling-override',
	invalid: 'invalid-override',
};
