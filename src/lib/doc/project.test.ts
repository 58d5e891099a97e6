import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from './live-document.ts';
import { documentsInUse, ProjectDocument } from './project.ts';

const newProject = () => new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));

describe('the documents of a project', () => {
	it('[D17] a deleted prefab stays in use, for its instances; other documents do not', () => {
		const project = newProject();
		const scene = unwrap(project.addDocument('scene', 'Level'));
		const [prefab, page] = [
			unwrap(project.addDocument('prefab', 'Lamp')),
			unwrap(project.addDocument('page', 'Notes')),
		];
		for (const id of [prefab, page]) unwrap(project.setDocumentRemoved(id, true));
		expect(project.snapshot.documents.map(({ id }) => id)).toEqual([scene]);
		expect(documentsInUse(project.snapshot).map(({ id }) => id)).toEqual([scene, prefab]);
	});

	it('[D5] refuses titles too long or of nothing, and documents that are not there', () => {
		const project = newProject();
		for (const title of ['', '  ', 'x'.repeat(121)]) {
			expect(project.rename(title).ok).toBe(false);
			expect(project.addDocument('scene', title).ok).toBe(false);
		}
		expect(project.renameDocument(mintDocumentId(), 'Level').ok).toBe(false);
		expect(project.setDocumentRemoved(mintDocumentId(), true).ok).toBe(false);
		expect(project.snapshot.allDocuments.size).toBe(0);
	});
});
