import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, mintProjectId, type DocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addBranch, readBranches } from '../doc/branches/branch-list.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { SceneDocument } from '../doc/scene.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { statesInPlace } from '../storage/whole-states.ts';
import { copyDocuments } from './project-copy.ts';

const ENTITY = 'entity________________';

function setup() {
	const projectId = mintProjectId();
	const live = new LiveDocument(indexDocumentId(projectId), 'project');
	const project = new ProjectDocument(live);
	project.create('Tavern', 7);
	const ids = {
		scene: unwrap(project.addDocument('scene', 'Cellar')),
		page: unwrap(project.addDocument('page', 'Story')),
		script: unwrap(project.addDocument('script', 'Door')),
		gone: unwrap(project.addDocument('prefab', 'Barrel')),
		song: mintDocumentId(),
		branched: mintDocumentId(),
	};
	project.setDocumentRemoved(ids.gone, true);
	live.edit('test', 'edit', (edit) => {
		edit.create('documents', ids.song, { kind: 'song', title: 'Drinking song', bars: { intro: ids.scene } });
	});
	unwrap(addBranch(live, 'Night', 5, new Map([[ids.scene, ids.branched]])));
	const empty = (kind: DocumentKind) => new LiveDocument(mintDocumentId(), kind).encodeState();
	const song = new Y.Doc();
	song.getText('notes').insert(0, 'la la');
	const documents = [
		{ id: live.id, kind: 'project' as const, state: live.encodeState() },
		{ id: ids.scene, kind: 'scene' as const, state: empty('scene') },
		{ id: ids.page, kind: 'page' as const, state: empty('page') },
		{ id: ids.script, kind: 'script' as const, state: empty('script') },
		{ id: ids.gone, kind: 'prefab' as const, state: empty('prefab') },
		{ id: ids.song, kind: 'song' as DocumentKind, state: Y.encodeStateAsUpdateV2(song) },
		{ id: ids.branched, kind: 'scene' as const, state: empty('scene') },
	];
	return { live, project, ids, documents, indexId: live.id };
}

async function copy(
	{ documents, indexId }: Pick<ReturnType<typeof setup>, 'documents' | 'indexId'>,
	title?: string,
) {
	const projectId = mintProjectId();
	const copies = unwrap(
		await copyDocuments(documents, indexId, { projectId, ...(title && { title }) }, statesInPlace),
	);
	const live = new LiveDocument(indexDocumentId(projectId), 'project');
	live.applyV2(copies[0]?.state ?? new Uint8Array(), 'storage');
	const idOf = (id: DocumentId) => copies[documents.findIndex((document) => document.id === id)]?.id;
	return { copies, live, project: new ProjectDocument(live), idOf };
}

describe('copyDocuments', () => {
	it('[D3] a copy has the same titles and content under ids of its own', async () => {
		const { ids, ...original } = setup();
		const { copies, project, idOf } = await copy(original, 'Tavern copy');
		const taken = new Set(original.documents.map(({ id }) => id));
		expect(copies.some(({ id }) => taken.has(id))).toBe(false);
		const { title, createdAt, documents: listed } = project.snapshot;
		expect({ title, createdAt }).toEqual({ title: 'Tavern copy', createdAt: 7 });
		expect(listed.map((entry) => [entry.title, entry.id])).toEqual([
			['Cellar', idOf(ids.scene)],
			['Story', idOf(ids.page)],
			['Door', idOf(ids.script)],
		]);
	});

	it('[D17] what was deleted comes along, still deleted: instances may show it', async () => {
		const { ids, ...original } = setup();
		const { project, copies, idOf } = await copy(original);
		const gone = idOf(ids.gone) as DocumentId;
		expect(project.find(gone)).toMatchObject({ title: 'Barrel', removed: true });
		expect(copies.find(({ id }) => id === gone)?.kind).toBe('prefab');
	});

	it('[D14] instances, scripts and their overrides name the copies, whatever component or version wrote them', async () => {
		const { ids, documents, indexId } = setup();
		const scene = new SceneDocument(new LiveDocument(ids.scene, 'scene'));
		scene.edit('test', 'edit', (edit) => {
			edit.create(ENTITY as never, {
				name: ids.gone.slice(1),
				prefab: true,
				'prefab.source': ids.gone,
				[`@${ENTITY}:script.source`]: ids.script,
				'future.songs': [{ song: ids.song }, 'text'],
				removed: 5,
			});
		});
		const states = documents.map((document) =>
			document.id === ids.scene ? { ...document, state: scene.document.encodeState() } : document,
		);
		const { copies, idOf } = await copy({ documents: states, indexId });
		const copied = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		copied.document.applyV2(copies[1]?.state ?? new Uint8Array(), 'storage');
		const entity = copied.find(ENTITY as never);
		expect(entity).toMatchObject({ name: ids.gone.slice(1), removed: true });
		expect({ ...entity?.values }).toEqual({
			prefab: true,
			'prefab.source': idOf(ids.gone),
			[`@${ENTITY}:script.source`]: idOf(ids.script),
			'future.songs': [{ song: idOf(ids.song) }, 'text'],
		});
	});

	it('[D7] documents and entries of kinds nobody here knows survive as they are', async () => {
		const { ids, documents, indexId } = setup();
		const { copies, live, idOf } = await copy({ documents, indexId });
		const song = idOf(ids.song) as DocumentId;
		expect(live.ydoc.getMap<Y.Map<unknown>>('documents').get(song)?.toJSON()).toEqual({
			kind: 'song',
			title: 'Drinking song',
			bars: { intro: idOf(ids.scene) },
		});
		const original = documents.find(({ id }) => id === ids.song);
		expect(copies.find(({ id }) => id === song)).toEqual({ ...original, id: song });
	});

	it('branches lead to copies of their own documents', async () => {
		const { ids, documents, indexId } = setup();
		const { live, idOf } = await copy({ documents, indexId });
		expect([...(readBranches(live)[0]?.copies ?? [])]).toEqual([[idOf(ids.scene), idOf(ids.branched)]]);
	});

	it('[D6] an entry that nests without end does not keep the others from being copied', async () => {
		const { live, documents, indexId, ids } = setup();
		let inner = new Y.Map<unknown>();
		live.ydoc.getMap<unknown>('documents').set(mintDocumentId(), inner);
		live.ydoc.transact(() => {
			for (let depth = 0; depth < 5_000; depth++) {
				const next = new Y.Map<unknown>();
				inner.set('in', next);
				inner = next;
			}
		});
		const states = documents.map((document) =>
			document.id === indexId ? { ...document, state: live.encodeState() } : document,
		);
		const { project, idOf } = await copy({ documents: states, indexId });
		expect(project.snapshot.documents[0]?.id).toBe(idOf(ids.scene));
	});
});
