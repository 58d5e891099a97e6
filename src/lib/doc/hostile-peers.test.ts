import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { duplicateEntities } from './commands/duplicate-entities.ts';
import { moveEntities } from './commands/move-entities.ts';
import { revertChanges } from './commands/revert-changes.ts';
import { renameEntity, setFields } from './commands/set-fields.ts';
import { LiveDocument, type Edited } from './live-document.ts';
import { ProjectDocument } from './project.ts';
import { SceneDocument, type SceneChanges } from './scene.ts';

let scene: SceneDocument;
let chair: EntityId;

const add = (name: string, parent: EntityId | null = null) =>
	unwrap(addEntities(scene, [{ name, values: { mesh: true } }], parent))[0] as EntityId;
/** What a peer that obeys no rule writes into an entity. */
const forge = (id: EntityId, key: string, value: unknown) => {
	const map = scene.document.ydoc.getMap<Y.Map<unknown>>('entities').get(id);
	map?.set(key, value);
};

beforeEach(() => {
	scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	chair = add('Chair');
});

describe('[D18] order keys nobody can count on', () => {
	const FORGED: [string, unknown][] = [
		['no digit', '!'],
		['no text', ''],
		['too short', 'zz'],
		['a zero at the end', 'a00'],
		['a foreign digit', 'a0!'],
		['the end of all keys', `A${'0'.repeat(26)}`],
		['endless', 'a1'.repeat(5000)],
		['a number', 7],
		['nothing', null],
	];

	it.each(FORGED)('%s: its entity stays where it belongs, and others can be put beside it', (_, order) => {
		const group = add('Group');
		forge(chair, 'place', [group, order, null]);
		expect(scene.snapshot.hierarchy.parentOf.get(chair)).toBe(group);
		const lamp = add('Lamp', group);
		unwrap(duplicateEntities(scene, [chair]));
		unwrap(moveEntities(scene, [lamp], { parentId: group, beforeId: chair }));
		unwrap(moveEntities(scene, [chair], { parentId: group, beforeId: null }));
		expect(scene.snapshot.hierarchy.childrenOf.get(group)).toHaveLength(3);
	});

	it.each(FORGED)('%s: another document can still be added behind it', (_, order) => {
		const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
		const first = unwrap(project.addDocument('scene', 'Forest'));
		project.document.ydoc.getMap<Y.Map<unknown>>('documents').get(first)?.set('order', order);
		unwrap(project.addDocument('page', 'Story'));
		expect(project.snapshot.documents).toHaveLength(2);
	});
});

const revert = (edited: Edited | undefined) =>
	unwrap(revertChanges(scene.document, edited?.changes ?? [], { mine: new Set([scene.document.clientId]) }));

describe('[D6] [D7] values that are no JSON', () => {
	const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
	const FORGED: [string, () => unknown][] = [
		['a map', () => new Y.Map([['a', 1]])],
		['a text', () => new Y.Text('x')],
		['a list', () => Y.Array.from([1])],
		['an XML element', () => new Y.XmlElement('p')],
		['a document', () => new Y.Doc()],
		['bytes', () => new Uint8Array(3)],
		['a big integer', () => [10n]],
		['nothing', () => undefined],
		['a nest', () => nested(1000)],
	];

	it.each(FORGED)('%s stays in the document, and out of what readers and copies get', (_, make) => {
		forge(chair, 'evil', make());
		const { values } = scene.snapshot.entities.get(chair) ?? {};
		expect(Object.keys(values ?? {})).toEqual(['mesh']);
		const before = scene.document.encodeDiff().byteLength;
		const [copy] = unwrap(duplicateEntities(scene, [chair]));
		expect(scene.snapshot.entities.get(copy as EntityId)?.values).toEqual({ mesh: true });
		expect(scene.document.encodeDiff().byteLength).toBeGreaterThan(before);
		const entities = scene.document.ydoc.getMap<Y.Map<unknown>>('entities');
		expect(entities.get(chair)?.has('evil')).toBe(true);
	});

	it.each(FORGED)('%s in a field can be written over, and that undone', (_, make) => {
		forge(chair, 'position', make());
		const edits: Edited[] = [];
		scene.document.onEdited((edited) => edits.push(edited));
		unwrap(setFields(scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
		expect(scene.snapshot.entities.get(chair)?.values['position']).toEqual([1, 2, 3]);
		expect(revert(edits[0]).skipped).toEqual([]);
		expect(scene.snapshot.entities.get(chair)?.values['position']).toBeUndefined();
	});

	it('an entity that became a number cannot be undone, and nothing throws', () => {
		const edits: Edited[] = [];
		scene.document.onEdited((edited) => edits.push(edited));
		unwrap(renameEntity(scene, chair, 'Throne'));
		scene.document.ydoc.getMap('entities').set(chair, 7);
		expect(revert(edits[0]).skipped).toHaveLength(1);
		expect(scene.snapshot.entities.has(chair)).toBe(false);
	});
});

describe('[D1] [D29] an entity whose map was replaced by another', () => {
	const replace = (values: Readonly<Record<string, unknown>>) =>
		scene.document.ydoc.getMap('entities').set(chair, new Y.Map(Object.entries(values)));

	it('is where the new one says, and every key that differs is told', () => {
		const group = add('Group');
		unwrap(moveEntities(scene, [chair], { parentId: group, beforeId: null }));
		unwrap(setFields(scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
		const told: SceneChanges[] = [];
		scene.onChange((changes) => told.push(changes));
		replace({ name: 'Throne', mesh: true, scale: [2, 2, 2] });
		expect(scene.snapshot.hierarchy.parentOf.get(chair)).toBe(null);
		expect(told[0]?.hierarchy).toBe(true);
		expect([...(told[0]?.changed.get(chair) ?? [])].sort()).toEqual(['name', 'place', 'position', 'scale']);
		const { hierarchy } = new SceneDocument(scene.document).snapshot;
		expect(new Map(scene.snapshot.hierarchy.childrenOf)).toEqual(new Map(hierarchy.childrenOf));
	});
});
