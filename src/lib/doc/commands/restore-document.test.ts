import { describe, expect, it } from 'vitest';
import { mintDocumentId, type DocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { readDocument } from '../diff/document-snapshot.ts';
import { openVersion } from '../diff/open-version.ts';
import { LiveDocument, type DocumentKind } from '../live-document.ts';
import type { PageNode } from '../page-content.ts';
import { PageDocument } from '../page.ts';
import { ProjectDocument } from '../project.ts';
import type { RegisterChange } from '../registers.ts';
import { SceneDocument } from '../scene.ts';
import { ScriptDocument } from '../script.ts';
import { addEntities } from './add-entities.ts';
import { setText } from './edit-script.ts';
import { restoreDocument } from './restore-document.ts';
import { revertChanges } from './revert-changes.ts';
import { setPage } from './set-page.ts';

const paragraph = (text: string): PageNode => ({
	type: 'paragraph',
	attrs: {},
	children: [{ text, marks: {} }],
});

/** A document with a version of it, and what it said then. */
function withVersion(kind: DocumentKind, write: (document: LiveDocument) => void) {
	const document = new LiveDocument(mintDocumentId(), kind);
	write(document);
	const { content } = unwrap(openVersion(document.encodeState(), kind, document.id));
	const origins: unknown[] = [];
	document.onUpdate(({ origin }) => origins.push(origin));
	return { document, content, origins };
}

const copyOf = (document: LiveDocument) => {
	const copy = new LiveDocument(document.id, document.kind);
	copy.apply(document.encodeDiff(), 'network');
	return copy;
};

describe('restoring a document', () => {
	it('[D20] writes the text of a script forward: what a friend types elsewhere stays', () => {
		const { document, content, origins } = withVersion('script', (live) => {
			unwrap(setText(new ScriptDocument(live), 'one\ntwo\nthree\n'));
		});
		const script = new ScriptDocument(document);
		unwrap(setText(script, 'one\n2\nthree\n'));
		const friend = copyOf(document);
		unwrap(setText(new ScriptDocument(friend), 'one\n2\nthree\nfour\n'));
		unwrap(restoreDocument(document, content));
		expect(script.snapshot.text).toBe('one\ntwo\nthree\n');
		expect(origins.at(-1)).toBe('restore');
		document.apply(friend.encodeDiff(document.stateVector()), 'network');
		expect(script.snapshot.text).toBe('one\ntwo\nthree\nfour\n');
	});

	it('[D20] brings the blocks of a page back', () => {
		const { document, content, origins } = withVersion('page', (live) => {
			unwrap(setPage(new PageDocument(live), [paragraph('a'), paragraph('b')]));
		});
		const page = new PageDocument(document);
		unwrap(setPage(page, [paragraph('z')]));
		unwrap(restoreDocument(document, content));
		expect(readDocument(document)).toEqual(content);
		expect(origins.at(-1)).toBe('restore');
	});

	it('[D20] brings entities of a prefab back', () => {
		const { document, content } = withVersion('prefab', (live) => {
			unwrap(addEntities(new SceneDocument(live), [{ name: 'Wheel', values: {} }], null));
		});
		unwrap(addEntities(new SceneDocument(document), [{ name: 'Axle', values: {} }], null));
		unwrap(restoreDocument(document, content));
		expect(new SceneDocument(document).snapshot.entities.size).toBe(1);
	});

	it('[D20] gives a project its title and list back; what was listed since stays, and undo takes it back', () => {
		const { document, content } = withVersion('project', (live) => {
			const project = new ProjectDocument(live);
			project.create('Castle', 1);
			unwrap(project.addDocument('scene', 'Hall'));
			unwrap(project.addDocument('page', 'Notes'));
		});
		const project = new ProjectDocument(document);
		const [hall, notes] = project.snapshot.documents.map(({ id }) => id) as [DocumentId, DocumentId];
		unwrap(project.rename('Fortress'));
		unwrap(project.renameDocument(hall, 'Kitchen'));
		unwrap(project.setDocumentRemoved(notes, true));
		unwrap(project.addDocument('script', 'Doors'));
		const before = project.snapshot;
		const made: (readonly RegisterChange[])[] = [];
		const stop = document.onEdited(({ changes }) => made.push(changes));
		unwrap(restoreDocument(document, content));
		stop();
		expect(project.snapshot.title).toBe('Castle');
		expect(project.snapshot.documents.map(({ title }) => title).sort()).toEqual(['Doors', 'Hall', 'Notes']);
		expect(made).toHaveLength(1);
		unwrap(revertChanges(document, made[0] ?? [], { mine: new Set([document.clientId]) }));
		expect(project.snapshot).toEqual(before);
	});

	it('[D20] writes nothing into what is as it was', () => {
		const { document, content, origins } = withVersion('project', (live) => {
			const project = new ProjectDocument(live);
			project.create('Castle', 1);
			unwrap(project.addDocument('scene', 'Hall'));
		});
		unwrap(restoreDocument(document, content));
		expect(origins).toEqual([]);
	});

	it('refuses the version of another kind of document', () => {
		const { content } = withVersion('script', () => {});
		const refused = restoreDocument(new LiveDocument(mintDocumentId(), 'page'), content);
		expect(!refused.ok && refused.error.reason).toBe('invalid-value');
	});
});
