import type { DocumentSnapshot } from '#lib/doc/diff/document-snapshot.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { ThingNames } from './value-words.ts';

/** Names of what values point at: entities as the first of the states that has them calls them. */
export function thingNames(
	states: readonly DocumentSnapshot[],
	project: Pick<ProjectSession, 'assetEntries' | 'findDocument'>,
): ThingNames {
	const scenes = states.flatMap((state) =>
		state.kind === 'scene' || state.kind === 'prefab' ? [state.snapshot.entities] : [],
	);
	return {
		entity: (id) => scenes.find((entities) => entities.has(id))?.get(id)?.name,
		asset: (hash) => project.assetEntries.get(hash)?.name,
		document: (id) => project.findDocument(id)?.title,
	};
}
