import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, type DocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { duplicateEntities } from './commands/duplicate-entities.ts';
import { moveEntities } from './commands/move-entities.ts';
import { removeEntities } from './commands/remove-entities.ts';
import { revertChanges } from './commands/revert-changes.ts';
import { setComponent } from './commands/set-component.ts';
import { renameEntity, setFields } from './commands/set-fields.ts';
import { sweepEntities } from './commands/sweep-entities.ts';
import { DOCUMENT_KINDS, LiveDocument, type DocumentKind, type Edited } from './live-document.ts';
import { migrateScene, needsMigration } from './migrate-scene.ts';
import { ProjectDocument } from './project.ts';
import { SceneDocument } from './scene.ts';
import { readSchema, SCHEMAS, stampSchema } from './schema.ts';

const homeOf = (document: LiveDocument) =>
	document.ydoc.getMap(document.kind === 'project' ? 'settings' : 'meta');
const makeNewer = (document: LiveDocument) =>
	homeOf(document).set(`schema:${SCHEMAS[document.kind] + 1}`, true);
const NEWER = { ok: false, error: { reason: 'newer', message: expect.stringContaining('newer') as string } };

describe('the number of a document’s shape', () => {
	it.each(DOCUMENT_KINDS)('a %s that says nothing is of the first', (kind) => {
		expect(new LiveDocument(mintDocumentId(), kind).schema).toBe(1);
	});

	it('is told with the first edit, once', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		unwrap(addEntities(scene, [{ name: 'Box', values: {} }], null));
		expect(scene.document.schema).toBe(SCHEMAS.scene);
		unwrap(addEntities(scene, [{ name: 'Box', values: {} }], null));
		expect(homeOf(scene.document).toJSON()).toEqual({ [`schema:${SCHEMAS.scene}`]: true });
	});

	it.each([
		['schema', 7, 7],
		['schema', 'seven', 1],
		['schema', Infinity, 1],
		['schema', -3, 1],
		['schema:9', false, 9],
		['schema:', true, 1],
		['schema:1.5', true, 1],
		['schema:__proto__', true, 1],
		['scheme:9', true, 1],
	])('%s = %s says %i', (key, value, schema) => {
		const ydoc = new Y.Doc();
		ydoc.getMap('meta').set(key, value);
		expect(readSchema(ydoc, 'scene')).toBe(schema);
	});

	it('[D9] of two versions that tell theirs at once, the newer is heard, whoever wins in Yjs', () => {
		for (const [older, newer] of [
			[1, 2],
			[2, 1],
		]) {
			const [a, b] = [new Y.Doc(), new Y.Doc()];
			a.clientID = older ?? 0;
			b.clientID = newer ?? 0;
			stampSchema(a, 'scene');
			b.getMap('meta').set('schema:99', true);
			const [fromA, fromB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)];
			Y.applyUpdate(a, fromB);
			Y.applyUpdate(b, fromA);
			expect([readSchema(a, 'scene'), readSchema(b, 'scene')]).toEqual([99, 99]);
		}
	});
});

function setup() {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.author = 'Ada';
	const scene = new SceneDocument(document);
	const [chair, table, gone] = unwrap(
		addEntities(
			scene,
			[
				{ name: 'Chair', values: { mesh: true } },
				{ name: 'Table', values: {} },
				{ name: 'Gone', values: {} },
			],
			null,
		),
	) as [EntityId, EntityId, EntityId];
	const gestures: Edited[] = [];
	document.onEdited((edited) => gestures.push(edited));
	unwrap(setFields(scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
	unwrap(removeEntities(scene, [gone]));
	// An old key as well, which opening would otherwise mend.
	document.ydoc.getMap<Y.Map<unknown>>('entities').get(chair)?.set('material.map', 'a'.repeat(64));
	makeNewer(document);
	document.author = 'Grace';
	return { document, scene, chair, table, gestures };
}
type World = ReturnType<typeof setup>;

describe('[D9] a newer scene', () => {
	const COMMANDS: [string, (world: World) => unknown][] = [
		['adding', ({ scene }) => addEntities(scene, [{ name: 'Box', values: {} }], null)],
		['duplicating', ({ scene, chair }) => duplicateEntities(scene, [chair])],
		[
			'moving',
			({ scene, chair, table }) => moveEntities(scene, [chair], { parentId: table, beforeId: null }),
		],
		['deleting', ({ scene, chair }) => removeEntities(scene, [chair])],
		['renaming', ({ scene, chair }) => renameEntity(scene, chair, 'Throne')],
		[
			'a field',
			({ scene, chair }) => setFields(scene, [{ entityId: chair, key: 'position', value: [0, 0, 1] }]),
		],
		['a component', ({ scene, chair }) => setComponent(scene, [chair], 'light', true)],
		['sweeping', ({ scene }) => sweepEntities(scene, 1_000_000, 1_000_001)],
		['migrating', ({ document }) => migrateScene(document)],
		[
			'undo',
			({ document, gestures }) =>
				revertChanges(document, gestures[0]?.changes ?? [], { mine: new Set([document.clientId]) }),
		],
	];

	it.each(COMMANDS)('%s is refused, says why, and writes nothing', (_, run) => {
		const world = setup();
		const { document } = world;
		const heard: unknown[] = [];
		document.onUpdate((update) => heard.push(update));
		const before = document.encodeState();
		expect(run(world)).toMatchObject(NEWER);
		expect(heard).toEqual([]);
		expect(document.encodeState()).toEqual(before);
		expect(needsMigration(document)).toBe(false);
	});

	it('can be looked at, and takes in what others write', () => {
		const { document, scene, chair } = setup();
		expect(scene.snapshot.entities.get(chair)).toMatchObject({ name: 'Chair' });
		const peer = new LiveDocument(document.id, 'scene');
		peer.apply(document.encodeDiff(), 'network');
		peer.ydoc.getMap<Y.Map<unknown>>('entities').get(chair)?.set('name', 'Throne');
		document.apply(peer.encodeDiff(document.stateVector()), 'network');
		expect(scene.snapshot.entities.get(chair)?.name).toBe('Throne');
	});

	it('that becomes one while it is open says so at that moment', () => {
		const document = new LiveDocument(mintDocumentId(), 'scene');
		const heard: (string | undefined)[] = [];
		const stop = document.onRefusal(() => heard.push(document.refusal?.reason));
		makeNewer(document);
		stop();
		homeOf(document).set('schema:1000', true);
		expect(heard).toEqual(['newer']);
	});

	it('names kind, both numbers and what to do', () => {
		const message = setup().document.refusal?.message ?? '';
		expect(message).toMatch(/scene.*newer RaStudios/);
		expect(message).toContain(String(SCHEMAS.scene + 1));
		expect(message).toMatch(/update RaStudios.*earlier version/);
	});
});

describe('[D9] the index of a newer project', () => {
	const COMMANDS: [string, (project: ProjectDocument, id: DocumentId) => unknown][] = [
		['its title', (project) => project.rename('Inn')],
		['adding a document', (project) => project.addDocument('page', 'Story')],
		['renaming one', (project, id) => project.renameDocument(id, 'Forest')],
		['removing one', (project, id) => project.setDocumentRemoved(id, true)],
		[
			'an asset',
			(project) =>
				project.addAsset({ hash: 'a'.repeat(64) as never, name: 'a.glb', type: 'model', bytes: 1 }),
		],
		['a copy', (project, id) => project.rekeyDocuments(new Map([[id, mintDocumentId()]]))],
	];

	it.each(COMMANDS)('%s is refused, and nothing is written', (_, run) => {
		const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
		const id = unwrap(project.addDocument('scene', 'Cellar'));
		makeNewer(project.document);
		const before = project.document.encodeState();
		expect(run(project, id)).toMatchObject(NEWER);
		expect(project.document.encodeState()).toEqual(before);
		expect(project.snapshot.documents).toHaveLength(1);
	});
});

describe('[D9] kinds', () => {
	it.each(DOCUMENT_KINDS)('a %s is refused by its own number', (kind: DocumentKind) => {
		const document = new LiveDocument(mintDocumentId(), kind);
		const write = () =>
			document.edit('set', 'edit', (edit) => edit.set({ table: 'settings', row: '', key: 'a' }, 1));
		expect(write().ok).toBe(true);
		makeNewer(document);
		expect(write()).toMatchObject(NEWER);
	});
});
