import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { DocumentId } from '../base/ids.ts';
import { entityScripts } from '../doc/components/entity-scripts.ts';
import { referenceOf } from '../doc/components/script-value.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import { readText, scriptText } from '../doc/script-text.ts';
import type { ScriptSource } from '../runtime/link/link-scripts.ts';
import { gameDataOf, type EntityData } from '../runtime/world/game-data.ts';
import type { Prefabs } from './project-prefabs.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { showScene } from './shown-scene.ts';

export type ScriptsOfProject = Pick<ProjectSession, 'documents' | 'liveDocument'>;

/** As long as nobody goes on typing, ms. */
const QUIET_MS = 200;

/** Calls back when scripts were changed, by whomever, once they are quiet; the returned function ends that. */
export function watchScripts(session: ScriptsOfProject, clock: Clock, changed: () => void): Dispose {
	let cancel: Dispose | undefined;
	const wait = () => {
		cancel?.();
		cancel = clock.after(QUIET_MS, changed);
	};
	const stops = session.documents.flatMap(({ id, kind }) => {
		const document = kind === 'script' ? session.liveDocument(id) : undefined;
		return document ? [document.onUpdate(wait)] : [];
	});
	return () => {
		cancel?.();
		for (const stop of stops) stop();
	};
}

/** The scripts of a project as they are now, in the order of its list. */
export const readScripts = (session: ScriptsOfProject): ScriptSource[] =>
	session.documents.flatMap(({ id, kind, title }) => {
		const document = kind === 'script' ? session.liveDocument(id) : undefined;
		return document ? [{ id, name: title, text: readText(scriptText(document)) }] : [];
	});

/** What the scripts of a scene may spawn, by the prefab's document; what those may spawn as well. */
export function spawnable(
	scene: SceneSnapshot,
	prefabs: Pick<Prefabs, 'find'>,
): Readonly<Record<string, readonly EntityData[]>> {
	const found: Record<string, readonly EntityData[]> = {};
	const open = [...namedPrefabs(scene)];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		const source = Object.hasOwn(found, id) ? undefined : prefabs.find(id);
		if (!source || source.removed) continue;
		const shown = showScene(source.snapshot, prefabs, { self: id });
		found[id] = gameDataOf(shown, 0).entities;
		open.push(...namedPrefabs(shown));
	}
	return found;
}

/** The prefabs that the scripts of a scene were given. */
function* namedPrefabs({ entities }: SceneSnapshot): Iterable<DocumentId> {
	for (const { values } of entities.values())
		for (const { fields } of entityScripts(values))
			for (const value of Object.values(fields)) {
				const reference = referenceOf(value);
				if (reference?.kind === 'prefab') yield reference.id as DocumentId;
			}
}
