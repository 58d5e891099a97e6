import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
	DOCUMENT_SAMPLES,
	openSample,
	type DocumentSample,
} from '../../../tests/helpers/document-samples.ts';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { revertChanges } from './commands/revert-changes.ts';
import { setFields } from './commands/set-fields.ts';
import { LiveDocument, type Edited } from './live-document.ts';
import { migrateScene, needsMigration } from './migrate-scene.ts';
import { pageBody } from './page.ts';
import { ProjectDocument } from './project.ts';
import { SceneDocument } from './scene.ts';
import { SCHEMAS } from './schema.ts';

const scenes = DOCUMENT_SAMPLES.filter(({ kind }) => kind === 'scene');
const sampleOf = (name: string) => DOCUMENT_SAMPLES.find((sample) => sample.name === name) as DocumentSample;
const EVERYTHING = sampleOf('schema 1/everything');
const FOREIGN = sampleOf('schema 1/foreign');

/** All that readers see of a scene, keys sorted. As text: no matcher looks at a key like `__proto__`. */
function contentOf(scene: SceneDocument): string {
	const { entities, hierarchy } = scene.snapshot;
	const treeOf = (parent: EntityId | null): JsonValue =>
		(hierarchy.childrenOf.get(parent) ?? []).map((id) => {
			const name = entities.get(id)?.name ?? '';
			return hierarchy.childrenOf.has(id) ? [name, treeOf(id)] : name;
		});
	const rows = [...entities].map(([id, { name, place, values }]) => [
		id,
		{ name, place: [place.parentId, place.order, place.previousParentId], values },
	]);
	return canonical({ entities: Object.fromEntries(rows), tree: treeOf(null) });
}

const canonical = (value: unknown): string =>
	JSON.stringify(value, (_, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);

const read = (document: LiveDocument): string => {
	const scene = new SceneDocument(document);
	const content = contentOf(scene);
	scene.dispose();
	return content;
};
const rowsOf = (document: LiveDocument) => document.ydoc.getMap<Y.Map<unknown>>('entities');
const countUpdates = (document: LiveDocument): { readonly count: number } => {
	const seen = { count: 0 };
	document.onUpdate(() => seen.count++);
	return seen;
};
const exchange = (a: LiveDocument, b: LiveDocument): void => {
	const [fromA, fromB] = [a.encodeDiff(b.stateVector()), b.encodeDiff(a.stateVector())];
	a.apply(fromB, 'network');
	b.apply(fromA, 'network');
};

describe('[D8] samples of earlier shapes', () => {
	it.each(scenes)('$name reads as it should before anything is written', (sample) => {
		const document = openSample(sample);
		const updates = countUpdates(document);
		expect(read(document)).toBe(canonical(sample.content));
		expect(updates.count).toBe(0);
	});

	it.each(scenes)(
		'$name reads the same once it is written in the new shape, which happens once',
		(sample) => {
			const document = openSample(sample);
			const hasContent = rowsOf(document).size > 0;
			expect(needsMigration(document)).toBe(hasContent);
			const updates = countUpdates(document);
			unwrap(migrateScene(document));
			expect(updates.count).toBe(hasContent ? 1 : 0);
			expect(document.schema).toBe(hasContent ? SCHEMAS.scene : 1);
			expect(read(document)).toBe(canonical(sample.content));
			for (const row of rowsOf(document).values())
				if (row instanceof Y.Map && typeof row.get('material.map') === 'string')
					expect.fail('an old key stands');
			expect(needsMigration(document)).toBe(false);
			unwrap(migrateScene(document));
			expect(updates.count).toBe(hasContent ? 1 : 0);
		},
	);

	it('deleted entities come along', () => {
		const document = openSample(EVERYTHING);
		unwrap(migrateScene(document));
		const deleted = [...new SceneDocument(document).removed.values()].find(({ name }) => name === 'Deleted');
		expect(deleted?.values['material.colorMap']).toBe('d'.repeat(64));
		expect(
			rowsOf(document)
				.get(deleted?.id ?? '')
				?.has('material.map'),
		).toBe(false);
	});

	it('an index of the first version', () => {
		const sample = sampleOf('schema 1/index');
		const { title, createdAt, documents, assets } = new ProjectDocument(openSample(sample)).snapshot;
		expect({ title, createdAt, documents, assets: [...assets.values()] }).toEqual(sample.content);
	});

	it('a page of the first version', () => {
		const sample = sampleOf('schema 1/page');
		expect({ xml: pageBody(openSample(sample)).toJSON() }).toEqual(sample.content);
	});
});

describe('[D8] migrating while others do, or do not', () => {
	it.each(scenes)('$name: two replicas that migrate at once end with the same', (sample) => {
		const [a, b] = [openSample(sample, 11), openSample(sample, 12)];
		for (const document of [a, b]) unwrap(migrateScene(document));
		exchange(a, b);
		expect(read(a)).toBe(canonical(sample.content));
		expect(read(b)).toBe(canonical(sample.content));
		expect(canonical(a.ydoc.getMap('entities').toJSON())).toBe(canonical(b.ydoc.getMap('entities').toJSON()));
		expect(needsMigration(a)).toBe(false);
	});

	const setup = () => {
		const [ours, old] = [openSample(EVERYTHING, 21), openSample(EVERYTHING, 22)];
		const scene = new SceneDocument(ours);
		const picture = [...scene.snapshot.entities.values()].find(({ name }) => name === 'Picture')?.id;
		const id = picture as EntityId;
		const shown = () => scene.snapshot.entities.get(id)?.values['material.colorMap'];
		const stored = (key: string) => rowsOf(ours).get(id)?.get(key);
		/** What a device with the first version does. */
		const writeOld = (value: string) => {
			rowsOf(old).get(id)?.set('material.map', value);
			exchange(ours, old);
		};
		const set = (value: string | null) =>
			setFields(scene, [{ entityId: id, key: 'material.colorMap', value }]);
		return { ours, old, scene, id, shown, stored, writeOld, set };
	};

	it('an old device’s late word is read, and written in the new shape with the next edit', () => {
		const { ours, old, scene, id, shown, stored, writeOld, set } = setup();
		unwrap(migrateScene(ours));
		unwrap(set('1'.repeat(64)));
		exchange(ours, old);
		writeOld('2'.repeat(64));
		expect(shown()).toBe('2'.repeat(64));
		expect(needsMigration(ours)).toBe(true);
		unwrap(setFields(scene, [{ entityId: id, key: 'material.color', value: '#000000' }]));
		expect(stored('material.colorMap')).toBe('2'.repeat(64));
		expect(stored('material.map')).toBeUndefined();
		expect(needsMigration(ours)).toBe(false);
	});

	it('resetting a field takes its old key away as well', () => {
		const { ours, shown, stored, writeOld, set } = setup();
		unwrap(migrateScene(ours));
		writeOld('2'.repeat(64));
		unwrap(set(null));
		expect(shown()).toBeUndefined();
		expect(stored('material.map')).toBeUndefined();
	});

	it('an edit of an entity that nobody migrated undoes to the value it had, in the new shape', () => {
		const { ours, shown, stored, set } = setup();
		const edits: Edited[] = [];
		ours.onEdited((edited) => edits.push(edited));
		unwrap(set('1'.repeat(64)));
		const undo = (changes: Edited['changes'] = []) =>
			unwrap(revertChanges(ours, changes, { mine: new Set([ours.clientId]) }));
		const undone = undo(edits[0]?.changes);
		expect(undone.skipped).toEqual([]);
		expect(shown()).toBe('e'.repeat(64));
		expect(stored('material.colorMap')).toBe('e'.repeat(64));
		expect(stored('material.map')).toBeUndefined();
		undo(undone.changes);
		expect(shown()).toBe('1'.repeat(64));
		expect(stored('material.map')).toBeUndefined();
	});

	it('nothing is migrated of a document that is still empty: a newer one may be on its way', () => {
		const document = new LiveDocument(mintDocumentId(), 'scene');
		const updates = countUpdates(document);
		expect(needsMigration(document)).toBe(false);
		unwrap(migrateScene(document));
		expect(updates.count).toBe(0);
	});

	it('a document in the new shape that does not say so is only told', () => {
		const document = new LiveDocument(mintDocumentId(), 'scene');
		const row = new Y.Map<unknown>([['material.colorMap', 'a'.repeat(64)]]);
		rowsOf(document).set('a'.repeat(22), row);
		const before = canonical(rowsOf(document).toJSON());
		expect([document.schema, needsMigration(document)]).toEqual([1, true]);
		unwrap(migrateScene(document));
		expect([document.schema, needsMigration(document)]).toEqual([SCHEMAS.scene, false]);
		expect(canonical(rowsOf(document).toJSON())).toBe(before);
	});
});

describe('[D7] what nobody here knows', () => {
	it('survives a migration byte by byte', () => {
		const [document, untouched] = [openSample(FOREIGN), openSample(FOREIGN)];
		unwrap(migrateScene(document));
		for (const { ydoc } of [document, untouched]) {
			expect(ydoc.getMap('weather').toJSON()).toEqual({ rain: { mm: 3 } });
			expect(ydoc.getArray('log').toJSON()).toEqual(['one', 2]);
			expect(ydoc.getText('notes').toJSON()).toBe('by somebody else');
		}
		const strip = (rows: Y.Map<Y.Map<unknown>>) =>
			canonical(rows.toJSON()).replaceAll(/"material\.(map|colorMap)":("[^"]*"|\d+),?/g, '');
		expect(strip(rowsOf(document))).toBe(strip(rowsOf(untouched)));
		// What Yjs holds of the foreign parts is the very same: no item of theirs was written anew.
		const stamps = ({ ydoc }: LiveDocument) =>
			[...ydoc.getMap<unknown>('entities').values()].flatMap((row) =>
				row instanceof Y.Map
					? [...row._map].filter(([key]) => !key.startsWith('material.')).map(([key, { id }]) => [key, id])
					: [row],
			);
		expect(stamps(document)).toEqual(stamps(untouched));
		expect(canonical(stamps(document)).includes('hologram.flicker')).toBe(true);
	});

	it('is there after edits beside it, and after a trip to another replica', () => {
		const document = openSample(FOREIGN);
		const scene = new SceneDocument(document);
		const picture = [...scene.snapshot.entities.values()].find(({ name }) => name === 'Picture');
		const edits = [{ entityId: picture?.id as EntityId, key: 'material.color', value: '#101010' }];
		unwrap(setFields(scene, edits));
		unwrap(addEntities(scene, [{ name: 'New', values: {} }], null));
		const copy = new LiveDocument(document.id, 'scene');
		copy.apply(document.encodeDiff(), 'network');
		const row = rowsOf(copy).get(picture?.id ?? '');
		expect(row?.get('hologram.flicker')).toEqual({ rate: [1, 2, { deep: true }] });
		expect(row?.get('bytes')).toEqual(new Uint8Array([1, 2, 3]));
		expect((row?.get('nested') as Y.Map<unknown>).toJSON()).toEqual({ a: 1 });
		expect((row?.get('words') as Y.Text).toJSON()).toBe('kept');
		expect(canonical(row?.get('__proto__'))).toBe('{"polluted":true}');
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});
});
