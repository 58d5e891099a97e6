import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { SCHEMAS } from '../doc/schema.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { copyDocuments } from './project-copy.ts';

function setup() {
	const projectId = mintProjectId();
	const live = new LiveDocument(indexDocumentId(projectId), 'project');
	const project = new ProjectDocument(live);
	project.create('Tavern', 7);
	const scene = unwrap(project.addDocument('scene', 'Cellar'));
	const page = unwrap(project.addDocument('page', 'Story'));
	const gone = unwrap(project.addDocument('page', 'Draft'));
	project.setDocumentRemoved(gone, true);
	const empty = new LiveDocument(mintDocumentId(), 'page').encodeState();
	const documents = [
		{ id: live.id, kind: 'project' as const, state: live.encodeState() },
		{ id: scene, kind: 'scene' as const, state: empty },
		{ id: page, kind: 'page' as const, state: empty },
		{ id: gone, kind: 'page' as const, state: empty },
	];
	return { documents, indexId: live.id, originals: new Set([live.id, scene, page, gone]) };
}

describe('copyDocuments', () => {
	it('[D3] a copy has the same titles and content under ids of its own', () => {
		const { documents, indexId, originals } = setup();
		const copyId = mintProjectId();
		const copies = unwrap(copyDocuments(documents, indexId, copyId, 'Tavern copy'));
		expect(copies.map(({ kind }) => kind)).toEqual(['project', 'scene', 'page']);
		expect(copies.some(({ id }) => originals.has(id))).toBe(false);
		const index = new LiveDocument(indexDocumentId(copyId), 'project');
		index.applyV2(copies[0]?.state ?? new Uint8Array(), 'storage');
		const { title, createdAt, documents: listed } = new ProjectDocument(index).snapshot;
		expect({ title, createdAt }).toEqual({ title: 'Tavern copy', createdAt: 7 });
		expect(listed.map((entry) => [entry.title, entry.id])).toEqual([
			['Cellar', copies[1]?.id],
			['Story', copies[2]?.id],
		]);
	});

	it('[D3] a copy of a copy, and a second copy, share no id with any other', () => {
		const { documents, indexId, originals } = setup();
		const once = unwrap(copyDocuments(documents, indexId, mintProjectId()));
		const again = unwrap(copyDocuments(documents, indexId, mintProjectId()));
		const [first] = once;
		const deeper = unwrap(copyDocuments(once, first?.id ?? indexId, mintProjectId()));
		const ids = [once, again, deeper].flat().map(({ id }) => id);
		expect(new Set([...ids, ...originals]).size).toBe(ids.length + originals.size);
	});

	it('[D3] [D9] a project whose index is of a newer version is not copied: its documents would stay the same', () => {
		const { documents, indexId } = setup();
		const live = new LiveDocument(indexId, 'project');
		live.applyV2(documents[0]?.state ?? new Uint8Array(), 'storage');
		live.ydoc.getMap('settings').set(`schema:${SCHEMAS.project + 1}`, true);
		const newer = documents.with(0, { id: indexId, kind: 'project', state: live.encodeState() });
		expect(copyDocuments(newer, indexId, mintProjectId())).toMatchObject({
			ok: false,
			error: { reason: 'newer' },
		});
	});
});
