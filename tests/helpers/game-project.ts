import { mintProjectId, type DocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { setText } from '#lib/doc/commands/edit-script.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import { writeWhole } from './whole-project-file.ts';

/** A `.rastudio` file of one scene, which may refer to scripts by the ids that these have. */
export async function gameProject(
	title: string,
	scripts: Readonly<Record<string, string>>,
	scene: (idOf: (script: string) => DocumentId) => readonly EntityDraft[],
): Promise<Uint8Array> {
	const projectId = mintProjectId();
	const index = new LiveDocument(projectId as string as DocumentId, 'project');
	const project = new ProjectDocument(index);
	project.create(title, 1_700_000_000_000);
	const sceneId = unwrap(project.addDocument('scene', 'Scene 1'));
	const place = new LiveDocument(sceneId, 'scene');
	const ids = new Map<string, DocumentId>();
	const documents = Object.entries(scripts).map(([name, text]) => {
		const id = unwrap(project.addDocument('script', name));
		ids.set(name, id);
		const document = new LiveDocument(id, 'script');
		unwrap(setText(new ScriptDocument(document), text));
		return { id, kind: 'script' as const, title: name, state: document.encodeState() };
	});
	unwrap(
		addEntities(
			new SceneDocument(place),
			scene((name) => ids.get(name)!),
			null,
		),
	);
	const blob = await writeWhole({
		...{ projectId, title, createdAt: 1_700_000_000_000, exportedAt: 1_800_000_000_000 },
		documents: [
			{ id: index.id, kind: 'project', title, state: index.encodeState() },
			{ id: sceneId, kind: 'scene', title: 'Scene 1', state: place.encodeState() },
			...documents,
		],
		...{ assets: [], thumbnail: null },
	});
	return new Uint8Array(await unwrap(blob).arrayBuffer());
}
