import { mintProjectId, type AssetHash, type ProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ProjectDocument, type AssetEntry } from '../doc/project.ts';
import { addStarter } from '../doc/starter-update.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { DeviceStorage, NewDocument } from '../storage/ports.ts';
import type { StarterModel } from '../engine/starter-assets.ts';
import type { Starter } from './starters/starter.ts';

export type NewProject = { readonly id: ProjectId; readonly documents: readonly NewDocument[] };

/** A project with one scene: empty, or a starter's, with its scripts and prefabs. Its models are put on this device first. */
export async function makeProject(
	storage: DeviceStorage,
	names: { readonly title: string; readonly scene: string },
	now: number,
	starter?: Starter,
): Promise<NewProject> {
	const id = mintProjectId();
	const index = new LiveDocument(indexDocumentId(id), 'project');
	const project = new ProjectDocument(index);
	project.create(names.title, now);
	const sceneId = unwrap(project.addDocument('scene', names.scene), 'listing the first scene');
	const scene = new LiveDocument(sceneId, 'scene');
	const parts: NewDocument[] = [];
	if (starter) {
		const models = await keepModels(storage, project, starter.models);
		const { addStarterParts } = await import('./starters/starter-parts.ts');
		const { documents, documentOf } = await addStarterParts(id, project, starter);
		parts.push(...documents);
		unwrap(addStarter(scene, starter.build(models, documentOf)), `building the starter ${starter.id}`);
	}
	const documents: NewDocument[] = [
		{ id: index.id, kind: 'project', state: index.encodeState() },
		{ id: sceneId, kind: 'scene', state: scene.encodeState() },
		...parts,
	];
	project.dispose();
	for (const document of [index, scene]) document.destroy();
	return { id, documents };
}

async function keepModels(
	storage: DeviceStorage,
	project: ProjectDocument,
	models: readonly StarterModel[],
): Promise<ReadonlyMap<StarterModel, AssetHash>> {
	const hashes = new Map<StarterModel, AssetHash>();
	if (models.length === 0) return hashes;
	const { loadStarterModel } = await import('../engine/starter-assets.ts');
	for (const model of models) {
		const bytes = await loadStarterModel(model);
		const hash = await storage.assets.put(bytes);
		const entry: AssetEntry = { hash, name: `${model}.glb`, type: 'model', bytes: bytes.byteLength };
		project.addAsset(entry);
		hashes.set(model, hash);
	}
	return hashes;
}
