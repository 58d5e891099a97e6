import { mintProjectId, type DocumentId } from '../../../src/lib/base/ids.ts';
import { unwrap } from '../../../src/lib/base/result.ts';
import { addEntities, type EntityDraft } from '../../../src/lib/doc/commands/add-entities.ts';
import { LiveDocument } from '../../../src/lib/doc/live-document.ts';
import { ProjectDocument } from '../../../src/lib/doc/project.ts';
import { SceneDocument } from '../../../src/lib/doc/scene.ts';
import { ScriptDocument } from '../../../src/lib/doc/script.ts';
import { writeWhole } from '../../helpers/whole-project-file.ts';

const SPIN = `import { Script } from 'rastudios';

export default class Spin extends Script {
	static fields = { speed: 90 };
	declare speed: number;

	update(seconds: number) {
		this.entity.rotation.turn('y', this.speed * seconds);
	}
}
`;
/** Of this many entities one falls. */
const ONE_FALLS = 10;
const A_ROW = 32;

/** A project file of one scene with so many boxes, each with a script, some of which fall. */
export async function playedProject(count: number): Promise<Uint8Array> {
	const projectId = mintProjectId();
	const index = new LiveDocument(projectId as string as DocumentId, 'project');
	const project = new ProjectDocument(index);
	project.create('Played', 1);
	const [sceneId, scriptId] = (['scene', 'script'] as const).map((kind) =>
		unwrap(project.addDocument(kind, kind === 'scene' ? 'Scene 1' : 'Spin')),
	) as [DocumentId, DocumentId];
	const scene = new LiveDocument(sceneId, 'scene');
	unwrap(addEntities(new SceneDocument(scene), drafts(count, scriptId), null));
	const script = new LiveDocument(scriptId, 'script');
	unwrap(new ScriptDocument(script).edit('edit', 'edit', [{ start: 0, end: 0, text: SPIN }]));
	const documents = [
		{ id: index.id, kind: 'project' as const, title: 'Played', state: index.encodeState() },
		{ id: sceneId, kind: 'scene' as const, title: 'Scene 1', state: scene.encodeState() },
		{ id: scriptId, kind: 'script' as const, title: 'Spin', state: script.encodeState() },
	];
	const head = { projectId, title: 'Played', createdAt: 1, exportedAt: 2, thumbnail: null };
	const blob = unwrap(await writeWhole({ ...head, documents, assets: [] }));
	return new Uint8Array(await blob.arrayBuffer());
}

const drafts = (count: number, script: DocumentId): EntityDraft[] =>
	Array.from({ length: count }, (_, i) => ({
		name: `Box ${i + 1}`,
		values: {
			position: [(i % A_ROW) * 2, 5, Math.floor(i / A_ROW) * 2],
			mesh: true,
			script: true,
			'script.source': script,
			...(i % ONE_FALLS === 0 && { rigidBody: true, collider: true }),
		},
	}));
