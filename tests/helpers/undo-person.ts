import { mintDocumentId, type EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { History } from '#lib/editor/history.ts';
import { Selection } from '#lib/editor/selection.ts';
import { GestureBook } from './gesture-book.ts';

export const sceneId = mintDocumentId();
export const projectId = mintDocumentId();

/** One person with one scene and the project it is in; what they did goes into a book. */
export function openPerson(name = 'Ana', book = new GestureBook(), loading = false) {
	const scene = new SceneDocument(new LiveDocument(sceneId, 'scene'));
	const project = new ProjectDocument(new LiveDocument(projectId, 'project'));
	const selection = new Selection(scene);
	const documents = [scene.document, project.document];
	for (const document of documents) document.author = name;
	const gone = new Set<string>();
	const history = new History({
		find: (id) => documents.find((document) => document.id === id),
		isGone: (id) => gone.has(id),
		loading,
	});
	for (const document of documents) history.watch(document);
	book.keep(history);
	const add = (entityName: string): EntityId => {
		const [id] = unwrap(addEntities(scene, [{ name: entityName, values: {} }], null));
		if (!id) throw new Error('nothing was added');
		return id;
	};
	const nameOf = (id: EntityId) => scene.snapshot.entities.get(id)?.name;
	const undo = () => unwrap(history.undo());
	const redo = () => unwrap(history.redo());
	/** As screens edit: what is selected is remembered with it. */
	const select = (run: () => void) =>
		history.record(run, { selected: () => ({ documentId: sceneId, ids: selection.ids }) });
	return { scene, project, documents, selection, history, book, gone, add, nameOf, undo, redo, select };
}

/** The same person comes back later, on this device or after a reload: new replicas, the lists from the book. */
export function comeBack(person: ReturnType<typeof openPerson>, { load = true } = {}) {
	person.history.dispose();
	const later = openPerson('Ana', person.book, true);
	later.documents.forEach((document, i) => {
		document.applyV2(person.documents[i]!.encodeState(), 'storage');
	});
	if (load) later.history.load(person.book.read());
	return later;
}

export function exchange(a: SceneDocument | ProjectDocument, b: SceneDocument | ProjectDocument): void {
	const forB = a.document.encodeDiff(b.document.stateVector());
	const forA = b.document.encodeDiff(a.document.stateVector());
	b.document.apply(forB, 'network');
	a.document.apply(forA, 'network');
}
