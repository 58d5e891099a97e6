import type { EntityId } from '#lib/base/ids.ts';
import type { PrefabRule } from '#lib/doc/prefabs/prefab-problem.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';

const WORDS: Readonly<Partial<Record<PrefabRule, () => string>>> = {
	missing: m.prefabs_missing,
	removed: m.prefabs_deleted,
	cycle: m.prefabs_cycle,
	'too-deep': m.prefabs_too_deep,
	'too-large': m.prefabs_too_large,
};

/** Why an instance does not show what one would think, in words; undefined when it does. */
export function instanceTrouble(
	scene: SceneSession,
	instance: EntityId,
	prefab: ReturnType<SceneSession['instances']['prefabAt']>,
): string | undefined {
	if (!prefab) return m.prefabs_none_chosen();
	const problem = scene.prefabProblems.find(({ instanceId, rule }) => instanceId === instance && WORDS[rule]);
	return problem && WORDS[problem.rule]?.();
}
