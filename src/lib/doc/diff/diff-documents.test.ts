import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type AssetHash, type DocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { setText } from '../commands/edit-script.ts';
import { setPage } from '../commands/set-page.ts';
import { DOCUMENT_KINDS, LiveDocument } from '../live-document.ts';
import type { PageNode } from '../page-content.ts';
import { PageDocument } from '../page.ts';
import { ProjectDocument } from '../project.ts';
import { SceneDocument } from '../scene.ts';
import { ScriptDocument } from '../script.ts';
import { diffDocuments } from './diff-documents.ts';
import { readDocument } from './document-snapshot.ts';

const paragraph = (text: string, marks = {}, attrs = {}): PageNode => ({
	type: 'paragraph',
	attrs,
	children: [{ text, marks }],
});

describe('the difference of two states of a project', () => {
	let project: ProjectDocument;
	let [scene, page] = [] as unknown as [DocumentId, DocumentId];

	beforeEach(() => {
		project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
		project.create('Castle', 1);
		scene = unwrap(project.addDocument('scene', 'Hall'));
		page = unwrap(project.addDocument('page', 'Notes'));
	});

	it('[D20] names its title, the documents that came, went or are called otherwise, and its assets', () => {
		const before = readDocument(project.document);
		const hash = '0'.repeat(64) as AssetHash;
		unwrap(project.rename('Fortress'));
		unwrap(project.renameDocument(scene, 'Great hall'));
		unwrap(project.setDocumentRemoved(page, true));
		const script = unwrap(project.addDocument('script', 'Doors'));
		unwrap(project.addAsset({ hash, name: 'door.glb', type: 'model', bytes: 9 }));
		const after = readDocument(project.document);
		expect(diffDocuments(before, after)).toMatchObject({
			kind: 'project',
			diff: {
				title: { before: 'Castle', after: 'Fortress' },
				added: [{ id: script, title: 'Doors' }],
				removed: [{ id: page, title: 'Notes' }],
				renamed: [{ id: scene, before: 'Hall', after: 'Great hall' }],
				assets: { added: [{ hash }], removed: [] },
			},
		});
		expect(diffDocuments(after, after)).toEqual({
			kind: 'project',
			diff: { title: null, added: [], removed: [], renamed: [], assets: { added: [], removed: [] } },
		});
	});
});

describe('the difference of two states of a document', () => {
	it('[D20] of a script is the lines that differ', () => {
		const script = new ScriptDocument(new LiveDocument(mintDocumentId(), 'script'));
		unwrap(setText(script, 'one\ntwo\nthree'));
		const before = readDocument(script.document);
		unwrap(setText(script, 'one\n2\nthree'));
		expect(diffDocuments(before, readDocument(script.document))).toEqual({
			kind: 'script',
			hunks: [{ beforeLine: 2, removed: ['two'], afterLine: 2, added: ['2'] }],
		});
	});

	it('[D20] of a page is the blocks that differ, by their words or by how they look', () => {
		const page = new PageDocument(new LiveDocument(mintDocumentId(), 'page'));
		const empty = readDocument(page.document);
		unwrap(setPage(page, [paragraph('a'), paragraph('b'), paragraph('c')]));
		const before = readDocument(page.document);
		unwrap(setPage(page, [paragraph('a'), paragraph('b', { bold: {} }), paragraph('c'), paragraph('d')]));
		const after = readDocument(page.document);
		expect(diffDocuments(before, after)).toEqual({
			kind: 'page',
			hunks: [
				{ beforeIndex: 1, removed: [paragraph('b')], afterIndex: 1, added: [paragraph('b', { bold: {} })] },
				{ beforeIndex: 3, removed: [], afterIndex: 3, added: [paragraph('d')] },
			],
		});
		expect(diffDocuments(empty, before)).toMatchObject({
			hunks: [{ beforeIndex: 0, removed: [], afterIndex: 0, added: [{}, {}, {}] }],
		});
		expect(diffDocuments(before, empty)).toMatchObject({ hunks: [{ removed: [{}, {}, {}], added: [] }] });
	});

	it('[D20] of a page is nothing where only attributes were said in another order', () => {
		const [before, after] = [
			[paragraph('a', {}, { align: 'left', level: 1 })],
			[paragraph('a', {}, { level: 1, align: 'left' })],
		].map((content) => ({ kind: 'page', snapshot: { content } }) as const);
		expect(before && after && diffDocuments(before, after)).toEqual({ kind: 'page', hunks: [] });
	});

	it('[D20] is the same for scenes and prefabs', () => {
		const prefab = new SceneDocument(new LiveDocument(mintDocumentId(), 'prefab'));
		const before = readDocument(prefab.document);
		unwrap(addEntities(prefab, [{ name: 'Wheel', values: {} }], null));
		const diff = diffDocuments(before, readDocument(prefab.document));
		expect(diff).toMatchObject({ kind: 'prefab', diff: { added: [{ name: 'Wheel' }] } });
	});

	it('reads every kind, and leaves no listener behind', () => {
		for (const kind of DOCUMENT_KINDS) {
			const document = new LiveDocument(mintDocumentId(), kind);
			const listeners = () => [...document.ydoc._observers.values()].reduce((sum, { size }) => sum + size, 0);
			const before = listeners();
			expect(readDocument(document).kind).toBe(kind);
			expect(listeners()).toBe(before);
		}
	});
});
