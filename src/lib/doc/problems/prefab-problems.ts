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
		const title = documentId && allDocuments.get(documentId)?.title;
		const prefab = title ? `the prefab “${title}”` : 'a prefab';
		const said =
			key === null ? SAID[rule](prefab) : `${SAID[rule](prefab)}: ${key} = ${quote(instance.values[key])}`;
		const message = `“${instance.name}” ${said}.`;
		const listed = { rule: RULES[rule], entityId: instanceId, message };
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

const SAID: Readonly<Record<PrefabRule, (prefab: string) => string>> = {
	missing: (prefab) => `contains ${prefab}, which is not in this project`,
	removed: (prefab) => `contains ${prefab}, which was deleted`,
	cycle: (prefab) => `contains ${prefab}, which contains itself. It is cut there`,
	'too-deep': (prefab) => `contains ${prefab} below too many others. It is cut there`,
	'too-large': (prefab) => `contains more of ${prefab} than a scene can hold. It is cut there`,
	dangling: (prefab) => `overrides what ${prefab} does not have`,
	invalid: () => 'overrides something with what cannot stand there',
};
