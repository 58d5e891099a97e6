import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { mintProjectId, type AssetHash, type DocumentId } from '../../src/lib/base/ids.ts';
import { unwrap } from '../../src/lib/base/result.ts';
import { LiveDocument } from '../../src/lib/doc/live-document.ts';
import { ProjectDocument } from '../../src/lib/doc/project.ts';
import { writeWhole } from './whole-project-file.ts';

/** Writes a project file of about that many mebibytes: one scene, and one asset of noise. */
export async function writeLargeProject(path: string, mebibytes: number): Promise<void> {
	const bytes = new Uint8Array(randomBytes(mebibytes * 1024 * 1024));
	const hash = createHash('sha256').update(bytes).digest('hex') as AssetHash;
	const projectId = mintProjectId();
	const index = new LiveDocument(projectId as string as DocumentId, 'project');
	const project = new ProjectDocument(index);
	project.create('Large', 1);
	unwrap(project.addDocument('scene', 'Scene 1'));
	unwrap(project.addAsset({ hash, name: 'noise.png', type: 'image', bytes: bytes.length }));
	const documents = [{ id: index.id, kind: 'project' as const, title: 'Large', state: index.encodeState() }];
	const head = { projectId, title: 'Large', createdAt: 1, exportedAt: 2, thumbnail: null };
	const blob = unwrap(await writeWhole({ ...head, documents, assets: [{ hash, bytes }] }));
	await writeFile(path, new Uint8Array(await blob.arrayBuffer()));
}
