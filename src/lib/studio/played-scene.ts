import type { DocumentId } from '../base/ids.ts';
import { SceneDocument, type SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { beginScene, type SceneBeginning } from '../runtime/scenes/scene-beginning.ts';
import { gameDataOf, outlined, type GameData } from '../runtime/world/game-data.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { showScene } from './shown-scene.ts';
import { outlinedPrefabs, spawnable } from './spawnable.ts';

export type ProjectOfGame = Pick<ProjectSession, 'documents' | 'liveDocument' | 'prefabs' | 'assets'>;

/** The scenes of a project that a game may go to, by their names; of two with one name, the first listed. */
const scenesOf = ({ documents }: ProjectOfGame) => documents.filter(({ kind }) => kind === 'scene');

export type FoundScene = { readonly id: DocumentId; readonly snapshot: SceneSnapshot };

/** A scene of the project by its name, as it is now, with what its prefabs show; undefined where there is none to be had. */
export function findScene(session: ProjectOfGame, name: string): FoundScene | undefined {
	const listed = scenesOf(session).find(({ title }) => title === name);
	const snapshot = listed && readScene(session, listed.id);
	return listed && snapshot && { id: listed.id, snapshot };
}

/** A scene as it is now. Nothing of how it is edited is touched. */
function readScene(session: ProjectOfGame, id: DocumentId): SceneSnapshot | undefined {
	const document = session.liveDocument(id);
	if (!document) return undefined;
	const scene = new SceneDocument(document);
	try {
		return showScene(scene.snapshot, session.prefabs);
	} finally {
		scene.dispose();
	}
}

/** All that a scene which the viewport shows begins with. */
export async function readGameData(
	beginning: SceneBeginning,
	snapshot: SceneSnapshot,
	session: ProjectOfGame,
	viewport: Pick<Viewport, 'outlinesOf'>,
): Promise<GameData> {
	const [outlines, prefabs] = await Promise.all([
		viewport.outlinesOf(outlined(snapshot)),
		outlinedPrefabs(spawnable(snapshot, session.prefabs), viewport),
	]);
	return beginScene(beginning, {
		entities: gameDataOf(snapshot, beginning.seed, outlines).entities,
		prefabs,
		scenes: scenesOf(session).map(({ title }) => title),
	});
}
